"""The hotline: a telephone system tells of its calls by webhook. See README.md in this folder."""

from hilft.channels.contract import N_, Field, Manifest
from hilft.channels.phone.channel import Phone
from hilft.channels.phone.signing import make_secret

__all__ = ["MANIFEST", "Phone"]

MANIFEST = Manifest(
    kind="phone",
    title=N_("Telephone"),
    fields=(
        Field(
            name="number",
            label=N_("Number of the hotline"),
            help=N_("As customers dial it from abroad, for example +49 30 901820"),
        ),
        Field(
            name="sipgate_key",
            label=N_("Public key of sipgate"),
            required=False,
            help=N_("For sipgate.io only: the key its webhooks are signed with, in PEM form"),
        ),
        Field(
            name="secret",
            label=N_("Secret"),
            secret=True,
            required=False,
            help=N_(
                "whsec_ and at least 24 bytes in base64; left empty, the desk makes one and shows it once"
            ),
            made=make_secret,
        ),
    ),
    build=Phone,
)
"The entry point `hilft.channels: phone`."
