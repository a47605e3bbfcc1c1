"""Any program as a network: signed HTTP POST in, signed HTTP POST out. See README.md in this folder."""

from hilft.channels.contract import N_, Field, Manifest
from hilft.channels.webhook.channel import Webhook
from hilft.channels.webhook.signing import make_secret

__all__ = ["MANIFEST", "Webhook"]

MANIFEST = Manifest(
    kind="webhook",
    title="Webhook",
    fields=(
        Field(
            name="name",
            label=N_("Short name of the program"),
            help=N_("Small letters, digits and hyphens, for example customer-portal"),
        ),
        Field(
            name="url",
            label=N_("Address that takes the answers"),
            help=N_("The desk posts to it, for example https://portal.example/hilft"),
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
        Field(
            name="old_secret",
            label=N_("Previous secret"),
            secret=True,
            required=False,
            help=N_("Valid beside the new one until every program has changed over, then left empty"),
        ),
    ),
    build=Webhook,
    entrances=(),
)
"The entry point `hilft.channels: webhook`."
