"""Mastodon and what speaks its client API. See README.md in this folder."""

from hilft.channels.contract import N_, Entrance, Field, Manifest
from hilft.channels.mastodon.channel import Mastodon

__all__ = ["MANIFEST", "Mastodon"]

MANIFEST = Manifest(
    kind="mastodon",
    title="Mastodon",
    fields=(
        Field(
            name="url",
            label=N_("Address of the server"),
            help=N_("The server the account lives on, for example https://social.example"),
        ),
        Field(
            name="token",
            label=N_("Access token"),
            secret=True,
            help=N_(
                "Preferences, Development, New application: rights read and write, then its access token"
            ),
        ),
    ),
    build=Mastodon,
    entrances=(
        Entrance(N_("In public or by direct message"), "{url}"),
        # Mastodon's own page for sharing; it knows who is signed in on that server only.
        Entrance(
            N_("Direct message, with an account on the same server"),
            "{server}/share?text={handle}%20&visibility=direct",
            private=True,
        ),
    ),
)
"The entry point `hilft.channels: mastodon`."
