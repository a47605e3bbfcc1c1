"""The channel as the house sees it: the contract's verbs, each done in the module that knows how."""

from collections.abc import AsyncIterator, Sequence

from hilft.channels.bluesky import chat, entity, examine, posts, send
from hilft.channels.bluesky.address import page_address, server_address, stream_address
from hilft.channels.bluesky.answers import unreadable
from hilft.channels.bluesky.client import Client
from hilft.channels.bluesky.facts import capabilities
from hilft.channels.bluesky.home import Home
from hilft.channels.bluesky.pull import pull
from hilft.channels.bluesky.read import read
from hilft.channels.bluesky.session import Sessions
from hilft.channels.bluesky.stream import stream
from hilft.channels.bluesky.wire import Wire
from hilft.channels.contract import (
    N_,
    AccountConfig,
    Capabilities,
    Cursor,
    Health,
    Hint,
    InboundEvent,
    MessageRef,
    OutboundMessage,
    Page,
    Profile,
    RawItem,
    Refused,
    Sent,
    Surroundings,
    Visibility,
)


class Bluesky:
    """One account on the AT network."""

    kind = "bluesky"
    scope = "bluesky"
    "Records and people have ids that are unique in the whole network."

    def __init__(self, account: AccountConfig, outside: Surroundings) -> None:
        told = account.settings
        service = server_address(told.get("service", ""), allow_loopback=outside.allow_loopback)
        self._name = told.get("handle", "").strip().removeprefix("@")
        password = account.secrets.get("password", "").strip()
        if not self._name:
            raise Refused(N_("The handle is missing."))
        if not password:
            raise Refused(N_("The app password is missing."))
        self._jetstream = stream_address(told.get("jetstream", ""), allow_loopback=outside.allow_loopback)
        self._page = page_address(told.get("private", ""))
        wire = Wire(outside)
        self._home = Home(Client(wire, Sessions(wire, service, self._name, password)))

    def __repr__(self) -> str:
        return f"Bluesky({self._name!r})"

    @property
    def capabilities(self) -> Capabilities:
        """Without private messages until the service was asked."""
        return capabilities(chats=self._home.chats, page=self._page)

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        return read(payload)

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:
        return send.reply_visibility(visibility, parent_network_visibility)

    async def identify(self) -> Profile:
        return await self._home.identify()

    async def send(self, message: OutboundMessage) -> Sent:
        return await send.send(self._home, message)

    async def profile(self, external_id: str) -> Profile:
        """Find somebody by DID or handle. Raises Gone."""
        query = [("actor", external_id.removeprefix("@"))]
        view = await self._home.client.read("app.bsky.actor.getProfile", query)
        try:
            return entity.profile(view)
        except ValueError as error:
            raise unreadable(irrevocable=False) from error

    async def examine(self) -> Health:
        return await examine.examine(self._home, self._name)

    async def prepare(self) -> None:
        await examine.prepare(self._home)

    async def close(self) -> None:
        """Nothing of its own is open: the HTTP client belongs to the house, the session stays valid."""

    async def pull(self, cursor: Cursor | None, limit: int) -> Page:
        return await pull(self._home, cursor, limit)

    def stream(self) -> AsyncIterator[Hint]:
        return stream(self._home, self._jetstream)

    async def thread(self, message: MessageRef) -> Sequence[RawItem]:
        return await posts.thread(self._home, message)

    async def look_again(self, messages: Sequence[MessageRef]) -> Sequence[RawItem]:
        return await posts.look_again(self._home, messages)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        return await send.find_sent(self._home, message)

    async def retract(self, message: MessageRef) -> None:
        await send.retract(self._home, message)

    async def edit(self, message: MessageRef, text: str) -> None:  # noqa: ARG002 - the contract's signature
        raise Refused(N_("Posts on Bluesky cannot be changed."))

    async def mark_read(self, message: MessageRef) -> None:
        """Only private messages know it; notifications are read by their time, not by this."""
        if message.external_id.startswith("chat:"):
            await chat.mark_read(self._home, message)

    def private_link(self, profile: Profile, text: str) -> str | None:  # noqa: ARG002 - the same for everybody
        return self._page or None
