"""The channel of the network in memory: real code for every verb of the contract, no network behind it."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from hilft.channels.contract import (
    AccountConfig,
    Capabilities,
    ChannelError,
    Cursor,
    EventType,
    Gone,
    Health,
    Hint,
    InboundEvent,
    Manifest,
    MessageRef,
    OutboundMessage,
    Page,
    Profile,
    RawItem,
    Refused,
    ReplyPolicy,
    Sent,
    Surroundings,
    TextLimit,
    Visibility,
)
from hilft.channels.testing.fake_network import FakeNetwork, Post, raw

LIMIT = 280


class FakeChannel:
    """One account, called ``me``, on a `FakeNetwork`."""

    kind = "fake"
    scope = "fake"

    def __init__(self, network: FakeNetwork, me: str = "desk") -> None:
        self.network = network
        self.me = network.person(me)

    @property
    def capabilities(self) -> Capabilities:
        limit = TextLimit(LIMIT, "character", len)
        return Capabilities(
            text={Visibility.PUBLIC: limit, Visibility.PRIVATE: limit},
            private="native",
            publishes=True,
            edits=True,
            deletes=True,
            native_idempotency_seconds=self.network.remembers,
            names_recipient=False,
        )

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        whole = json.loads(payload)
        if not isinstance(whole, dict):
            raise ValueError("not a payload of this network")  # noqa: TRY004 - the contract says ValueError
        try:
            return [_event(whole)] if whole["kind"] in set(EventType) else []
        except (KeyError, TypeError) as error:
            raise ValueError(f"cannot be read: {error!r}") from error

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:
        narrow = parent_network_visibility not in {"", "public"}
        return str(Visibility.PRIVATE if narrow else visibility)

    async def identify(self) -> Profile:
        self.network.enter("identify")
        return self.me

    async def send(self, message: OutboundMessage) -> Sent:
        lost = self.network.enter("send")
        if len(message.text) > LIMIT:
            raise Refused("The text is too long: {length} of {limit}.", length=len(message.text), limit=LIMIT)
        parent = message.in_reply_to.external_id if message.in_reply_to else None
        if parent is not None and parent not in self.network.posts:
            raise Gone("The message to be answered is not there any more.")
        written = self._remembered(message.idempotency_key) or self.network.post(
            self.me,
            message.text,
            to=(message.recipient,) if message.recipient else (),
            parent=parent,
            visibility=message.visibility,
            key=message.idempotency_key,
        )
        return _outcome(written, lost)

    async def profile(self, external_id: str) -> Profile:
        self.network.enter("profile")
        try:
            return self.network.people[external_id]
        except KeyError:
            raise Gone("There is no such account any more.") from None

    async def examine(self) -> Health:
        try:
            self.network.enter("examine")
        except ChannelError as error:
            return Health(ok=False, findings=(str(error),))
        return Health(ok=True, profile=self.me)

    async def close(self) -> None:
        self.network.calls.append("close")

    async def pull(self, cursor: Cursor | None, limit: int) -> Page:
        self.network.enter("pull")
        start = int(cursor or 0)
        found = self.network.log[start : start + limit]
        items = [self._item(kind, post) for kind, post in found if self._concerns_us(post)]
        end = start + len(found)
        return Page(items, Cursor(str(end)), complete=end == len(self.network.log))

    async def stream(self) -> AsyncIterator[Hint]:
        self.network.enter("stream")
        yield Hint()
        while True:
            await self.network.change()
            yield Hint()

    async def thread(self, message: MessageRef) -> Sequence[RawItem]:
        self.network.enter("thread")
        root = self._root(message.external_id)
        return [
            self._item("message", post) for post in self.network.posts.values() if self._root(post.id) == root
        ]

    async def look_again(self, messages: Sequence[MessageRef]) -> Sequence[RawItem]:
        self.network.enter("look_again")
        named = {each.external_id for each in messages}
        return [
            self._item(kind, post)
            for kind, post in self.network.log
            if post.id in named and kind != "message"
        ]

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        self.network.enter("find_sent")
        ours = [post for post in self.network.posts.values() if post.key == message.idempotency_key]
        return _outcome(ours[0], None) if ours else None

    async def retract(self, message: MessageRef) -> None:
        self.network.enter("retract")
        if message.external_id in self.network.posts:
            self.network.delete(self.network.posts[message.external_id])

    async def edit(self, message: MessageRef, text: str) -> None:
        self.network.enter("edit")
        if message.external_id not in self.network.posts:
            raise Gone("It is not there any more.")
        self.network.edit(self.network.posts[message.external_id], text)

    def _remembered(self, key: str) -> Post | None:
        if not self.network.remembers:
            return None
        return next((post for post in self.network.posts.values() if key and post.key == key), None)

    def _concerns_us(self, post: Post) -> bool:
        return self.me.external_id in {post.author, *post.to}

    def _root(self, post_id: str) -> str:
        post = self.network.posts.get(post_id)
        while post is not None and post.parent is not None:
            post_id, post = post.parent, self.network.posts.get(post.parent)
        return post_id

    def _item(self, kind: str, post: Post) -> RawItem:
        return raw(kind, post, self.me.external_id, self.network.people[post.author])


def _event(whole: Mapping[str, Any]) -> InboundEvent:
    post, author = whole["post"], Profile(**whole["author"])
    visibility = Visibility(post["visibility"])
    edited = datetime.fromisoformat(post["edited_at"]) if post["edited_at"] else None
    private_only = ReplyPolicy(visibilities=(Visibility.PRIVATE,))
    return InboundEvent(
        type=EventType(whole["kind"]),
        occurred_at=edited or datetime.fromisoformat(post["at"]),
        message=MessageRef(post["id"]),
        author=author,
        visibility=visibility,
        network_visibility=str(visibility),
        text=post["text"],
        parent=post["parent"],
        recipients=tuple(Profile(each, f"@{each}@fake.example") for each in post["to"]),
        edited_at=edited,
        own=author.external_id == whole["me"],
        reply=ReplyPolicy() if visibility is Visibility.PUBLIC else private_only,
    )


def _outcome(post: Post, lost: ChannelError | None) -> Sent:
    if lost is not None:
        raise lost
    return Sent(MessageRef(post.id), datetime.fromisoformat(post.at))


def _build(account: AccountConfig, outside: Surroundings) -> FakeChannel:
    return FakeChannel(FakeNetwork(outside.now), account.settings.get("me", "desk"))


FAKE = Manifest("fake", "A network in memory", (), _build)
"For tests that want a manifest; each build is a network of its own."
