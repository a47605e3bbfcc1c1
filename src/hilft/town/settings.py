"""What an operator may choose for a town square."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seed:
    """An account that is there from the start. `token` None means: make one at the first start and keep it."""

    handle: str
    display_name: str
    token: str | None = None
    bot: bool = False
    note: str = ""
    avatar: bytes | None = None


@dataclass(frozen=True, slots=True)
class TownSettings:
    """Limits as in Mastodon's documentation, except `requests`, which is generous for a demo on one address.

    `domain` makes the URIs, so it must not change once statuses exist; the port may.
    `private_mentions` is the notification policy new accounts start with: Mastodon 4.3 itself starts with "filter".
    `edits_reach_mentioned`: Mastodon sends `status.update` to the author and to followers only; True also tells
    those who are mentioned.
    """

    domain: str = "town.test"
    title: str = "Town square"
    max_characters: int = 500
    link_length: int = 23
    idempotency_seconds: int = 3600
    requests: int = 15_000
    request_seconds: int = 300
    media_uploads: int = 30
    media_seconds: int = 1800
    deletes: int = 30
    delete_seconds: int = 1800
    open_registration: bool = True
    private_mentions: str = "accept"
    edits_reach_mentioned: bool = True
    heartbeat_seconds: float = 15.0
    citizens: tuple[str, ...] = ("otto", "mia", "jonas")
    greeting: str = "@wattkabel_hilft "
    seeds: tuple[Seed, ...] = ()
    operator_token: str | None = None
