"""Who we are on the network and what our server offers us: asked once, kept for an hour."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

import anyio

from hilft.channels.bluesky import entity
from hilft.channels.bluesky.client import Client
from hilft.channels.bluesky.envelope import Wrapper
from hilft.channels.contract import ChannelError, Gone, Later, Profile, Unauthorized

_FRESH = timedelta(hours=1)
_VOICES = 20_000


class Home:
    """One account."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.chats = False
        "Whether `chat.bsky` is offered to this account; not until it was asked."
        self.backlog: tuple[str, list[dict[str, Any]]] | None = None
        "Notifications that were listed and not given out yet, and the cursor after which they come."
        self.convos: OrderedDict[str, list[dict[str, Any]]] = OrderedDict()
        "Who takes part in which private conversation."
        self._voices: OrderedDict[str, None] = OrderedDict()
        self._me: Profile | None = None
        self._asked: datetime | None = None
        self._lock = anyio.Lock()

    async def me(self) -> Profile:
        """Who we are, read at most once an hour: a handle may change, the DID does not."""
        now = self.client.outside.now()
        async with self._lock:
            if self._me is None or self._asked is None or now - self._asked > _FRESH:
                self._me = await self._identified()
                self._asked = now
            return self._me

    async def identify(self) -> Profile:
        """Ask the network anew. Raises Unauthorized when our password is not valid."""
        self._asked = None
        return await self.me()

    async def wrapper(self) -> Wrapper:
        return Wrapper((await self.me()).external_id)

    def heard(self, did: str) -> None:
        """Remember that somebody wrote to us: their deletions matter. The oldest are forgotten."""
        self._voices.pop(did, None)
        self._voices[did] = None
        if len(self._voices) > _VOICES:
            self._voices.popitem(last=False)

    def is_voice(self, did: str) -> bool:
        return did in self._voices

    async def _identified(self) -> Profile:
        session = await self.client.sessions.current()
        try:
            view = await self.client.read(
                "app.bsky.actor.getProfile", [("actor", session.did)], answering=True
            )
            found = entity.profile(view)
        except (Gone, ValueError):  # a new account may not have reached the AppView yet
            found = entity.profile({"did": session.did, "handle": session.handle})
        self.chats = await self._has_chat()
        return found

    async def _has_chat(self) -> bool:
        """Whether private messages can be read with this password; a service in trouble stays what it was."""
        try:
            await self.client.read("chat.bsky.convo.listConvos", [("limit", 1)], answering=True, chat=True)
        except Unauthorized:
            return False  # an app password without the right to private messages
        except Later:
            return self.chats
        except ChannelError:
            return False
        return True
