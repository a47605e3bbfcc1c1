"""The channel as the house sees it: the contract's verbs, each done in the module that knows how."""

from collections.abc import AsyncIterator, Sequence

from hilft.channels.contract import (
    N_,
    AccountConfig,
    Capabilities,
    Cursor,
    Gone,
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
from hilft.channels.mastodon import addressing, entity, examine, reconcile, send, threads
from hilft.channels.mastodon.address import server_address
from hilft.channels.mastodon.answers import unreadable
from hilft.channels.mastodon.client import Client
from hilft.channels.mastodon.facts import capabilities
from hilft.channels.mastodon.home import Home
from hilft.channels.mastodon.pull import pull
from hilft.channels.mastodon.read import read
from hilft.channels.mastodon.stream import stream


class Mastodon:
    """One account on a server that speaks Mastodon's client API (Mastodon, GoToSocial, the town square)."""

    kind = "mastodon"
    scope = "mastodon"
    "Statuses and accounts have uris that are unique in the whole fediverse."

    def __init__(self, account: AccountConfig, outside: Surroundings) -> None:
        base = server_address(account.settings.get("url", ""), allow_loopback=outside.allow_loopback)
        token = account.secrets.get("token", "").strip()
        if not token or not token.isascii() or not token.isprintable():
            raise Refused(N_("The access token is missing or not one."))
        self._home = Home(Client(base, token, outside))

    def __repr__(self) -> str:
        return f"Mastodon({self._home.client.base!r})"

    @property
    def capabilities(self) -> Capabilities:
        """Mastodon's usual limits until the server has told its own."""
        return capabilities(self._home.known)

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        return read(payload)

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:
        return send.reply_visibility(visibility, parent_network_visibility)

    async def identify(self) -> Profile:
        return (await self._home.identify()).profile

    async def send(self, message: OutboundMessage) -> Sent:
        return await send.send(self._home, message)

    async def profile(self, external_id: str) -> Profile:
        """Find somebody by uri, url or handle. Raises Gone."""
        known = await self._home.facts()
        query = (("q", external_id), ("type", "accounts"), ("resolve", "true"), ("limit", "5"))
        found = await self._home.client.read_one("/api/v2/search", query)
        try:
            people = [entity.profile(each, known.domain) for each in entity.parts(found, "accounts")]
        except ValueError as error:
            raise unreadable(irrevocable=False) from error
        for person in people:
            if (
                external_id in {person.external_id, person.url}
                or external_id.lower() == person.handle.lower()
            ):
                return person
        raise Gone(N_("There is no such account any more."))

    async def examine(self) -> Health:
        return await examine.examine(self._home)

    async def prepare(self) -> None:
        await examine.prepare(self._home)

    async def close(self) -> None:
        """Nothing of its own is open: the HTTP client belongs to the house."""

    async def pull(self, cursor: Cursor | None, limit: int) -> Page:
        return await pull(self._home, cursor, limit)

    def stream(self) -> AsyncIterator[Hint]:
        return stream(self._home)

    async def thread(self, message: MessageRef) -> Sequence[RawItem]:
        return await threads.thread(self._home, message)

    async def look_again(self, messages: Sequence[MessageRef]) -> Sequence[RawItem]:
        return await threads.look_again(self._home, messages)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        return await reconcile.find_sent(self._home, message)

    async def retract(self, message: MessageRef) -> None:
        await send.retract(self._home, message)

    async def edit(self, message: MessageRef, text: str) -> None:
        await send.edit(self._home, message, text)

    def full_text(self, text: str, recipient: Profile | None) -> str:
        return addressing.full_text(text, recipient, self._home.known.domain)

    def others_named(self, text: str, recipient: Profile | None) -> tuple[str, ...]:
        return addressing.others_named(text, recipient, self._home.known.domain)

    def without_others(self, text: str, recipient: Profile | None) -> str:
        return addressing.without_others(text, recipient, self._home.known.domain)
