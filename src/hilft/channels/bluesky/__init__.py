"""Bluesky, and what else speaks the AT protocol with its lexicons. See README.md in this folder."""

from hilft.channels.bluesky.channel import Bluesky
from hilft.channels.contract import N_, Entrance, Field, Manifest

__all__ = ["MANIFEST", "Bluesky"]

MANIFEST = Manifest(
    kind="bluesky",
    title="Bluesky",
    fields=(
        Field(
            name="handle",
            label=N_("Handle of the account"),
            help=N_("For example hilfe.example.com, without the @"),
        ),
        Field(
            name="password",
            label=N_("App password"),
            secret=True,
            help=N_("Settings, Privacy and security, App passwords; with access to direct messages"),
        ),
        Field(
            name="service",
            label=N_("Address of the service"),
            required=False,
            help=N_("Where the account signs in; empty means https://bsky.social"),
        ),
        Field(
            name="jetstream",
            label=N_("Address of a Jetstream"),
            required=False,
            help=N_(
                "Tells of new posts at once, for example wss://jetstream.example; empty: ask every few seconds"
            ),
        ),
        Field(
            name="private",
            label=N_("Page for private questions"),
            required=False,
            help=N_("Given to customers where the account has no direct messages"),
        ),
    ),
    build=Bluesky,
    entrances=(
        Entrance(N_("In public or by direct message"), "{url}"),
        Entrance(N_("For private questions"), "{private}", private=True),
    ),
)
"The entry point `hilft.channels: bluesky`."
