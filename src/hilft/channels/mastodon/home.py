"""The server we talk to and who we are there: asked once, kept for an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import anyio

from hilft.channels.contract import Gone, Later, Profile
from hilft.channels.mastodon import entity
from hilft.channels.mastodon.answers import unreadable
from hilft.channels.mastodon.client import Client
from hilft.channels.mastodon.envelope import Wrapper
from hilft.channels.mastodon.facts import Facts, facts

_FRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Me:
    """Our account, and how receipts are made for it."""

    profile: Profile
    wrap: Wrapper

    @property
    def local_id(self) -> str:
        return self.profile.local_id


class Home:
    """One account on one server."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.known = Facts()
        "What the server allows; Mastodon's defaults until it was asked."
        self._asked: datetime | None = None
        self._me: Me | None = None
        self._lock = anyio.Lock()

    async def facts(self) -> Facts:
        """Read the server's limits, at most once an hour; when it cannot answer, what was known stays valid."""
        now = self.client.outside.now()
        async with self._lock:
            if self._asked is None or now - self._asked > _FRESH:
                try:
                    self.known = await self._read_facts()
                    self._asked = now
                except Later:
                    if self._asked is None:
                        raise
        return self.known

    async def me(self) -> Me:
        """Who we are, read once; `identify` reads again."""
        return self._me or await self.identify()

    async def identify(self) -> Me:
        """Ask the server whose token this is. Raises Unauthorized when it is nobody's."""
        known = await self.facts()
        account = await self.client.read_one("/api/v1/accounts/verify_credentials", answering=True)
        try:
            profile = entity.profile(account, known.domain)
            self._me = Me(profile, Wrapper(profile.external_id, entity.needed(account, "id"), known.domain))
        except ValueError as error:
            raise unreadable(irrevocable=False) from error
        return self._me

    async def _read_facts(self) -> Facts:
        try:
            instance = await self.client.read_one("/api/v2/instance", answering=True)
        except Gone:
            instance = await self.client.read_one("/api/v1/instance", answering=True)
        found = facts(instance)
        if not found.domain:
            raise unreadable(irrevocable=False)
        return found
