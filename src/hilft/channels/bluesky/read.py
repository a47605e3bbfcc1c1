"""From a receipt to events. Pure: bytes in, events out."""

from collections.abc import Sequence

from hilft.channels.bluesky import entity
from hilft.channels.bluesky.entity import Entity
from hilft.channels.bluesky.envelope import unwrap
from hilft.channels.bluesky.plaintext import languages, named, plain, quoted
from hilft.channels.contract import (
    N_,
    EventType,
    InboundEvent,
    MessageRef,
    Profile,
    ReplyPolicy,
    Visibility,
)

CHAT, PUBLIC = "chat", "public"
"The network's own words."
CLOSED_THREAD = N_("The author lets only some people reply in this thread, and we are not among them.")
_MESSAGES = {"mention", "own", "thread"}
_NOBODY = Profile(external_id="", handle="")


def read(payload: bytes) -> Sequence[InboundEvent]:
    """Read one receipt. An unknown kind gives nothing; what cannot be read raises ``ValueError``."""
    whole = unwrap(payload)
    kind = whole["kind"]
    try:
        if kind in _MESSAGES:
            return [_post(whole)]
        if kind == "deleted":
            return [_deleted(entity.needed(entity.part(whole, "gone"), "uri"), entity.part(whole, "gone"))]
        if kind == "follow":
            return [_follow(whole)]
        if kind == "chat":
            return _chat(whole)
        if kind == "chat-deleted":
            return [_chat_deleted(whole)]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"cannot be read: {error!r}") from error
    return []


def _post(whole: Entity) -> InboundEvent:
    view, me = entity.part(whole, "post"), entity.needed(whole, "me")
    record, author = entity.part(view, "record"), entity.profile(entity.part(view, "author"))
    uri = entity.needed(view, "uri")
    if entity.place(uri).did != author.external_id:
        raise ValueError("the post lies with somebody else than its author")
    reply = entity.maybe(record, "reply")
    parent = entity.text(entity.maybe(reply, "parent").get("uri"))
    root = entity.text(entity.maybe(reply, "root").get("uri"))
    return InboundEvent(
        type=EventType.MESSAGE,
        occurred_at=entity.moment(view.get("indexedAt")),
        message=entity.reference(uri, entity.needed(view, "cid"), record),
        author=author,
        network_visibility=PUBLIC,
        text=plain(record),
        quoted=quoted(view),
        attachments=entity.attachments(view),
        language=languages(record),
        parent=parent or None,
        ancestors=(root,) if root and root != parent else (),
        recipients=tuple(
            Profile(external_id=did, handle=handle, url=f"https://bsky.app/profile/{did}")
            for did, handle in named(record)
        ),
        own=author.external_id == me,
        reply=_policy(entity.maybe(view, "viewer")),
    )


def _policy(viewer: Entity) -> ReplyPolicy:
    """A threadgate may shut us out: the server would take our reply, and nobody would see it (observed)."""
    if viewer.get("replyDisabled") is True:
        return ReplyPolicy(allowed=False, reason=CLOSED_THREAD)
    return ReplyPolicy()


def _follow(whole: Entity) -> InboundEvent:
    notification = entity.part(whole, "notification")
    return InboundEvent(
        type=EventType.FOLLOWED,
        occurred_at=entity.moment(notification.get("indexedAt")),
        message=MessageRef(external_id=entity.needed(notification, "uri")),
        author=entity.profile(entity.part(notification, "author")),
        reply=ReplyPolicy(allowed=False),
    )


def _deleted(name: str, gone: Entity) -> InboundEvent:
    """Nobody says who deleted it; the message it names knows its author."""
    return InboundEvent(
        type=EventType.DELETED,
        occurred_at=entity.moment(gone.get("at")),
        message=MessageRef(external_id=name),
        author=_NOBODY,
        reply=ReplyPolicy(allowed=False),
    )


def chat_name(convo: str, message: str) -> str:
    """Give the name of a private message: its id is unique in its conversation only."""
    return f"chat:{convo}/{message}"


def _chat(whole: Entity) -> Sequence[InboundEvent]:
    log, me = entity.part(whole, "log"), entity.needed(whole, "me")
    message, convo = entity.part(log, "message"), entity.needed(log, "convoId")
    people = {each.external_id: each for each in map(entity.profile, entity.parts(whole, "members"))}
    sender = entity.needed(entity.part(message, "sender"), "did")
    if sender not in people:
        raise ValueError("the sender is not in the conversation")
    return [
        InboundEvent(
            type=EventType.MESSAGE,
            occurred_at=entity.moment(message.get("sentAt")),
            message=MessageRef(
                chat_name(convo, entity.needed(message, "id")),
                url=f"https://bsky.app/messages/{convo}",
                extra={"convo": convo},
            ),
            author=people[sender],
            visibility=Visibility.PRIVATE,
            network_visibility=CHAT,
            text=plain(message),
            quoted=quoted(message),
            recipients=tuple(person for did, person in people.items() if did != sender),
            own=sender == me,
            reply=ReplyPolicy(visibilities=(Visibility.PRIVATE,)),
        )
    ]


def _chat_deleted(whole: Entity) -> InboundEvent:
    log = entity.part(whole, "log")
    message = entity.part(log, "message")
    name = chat_name(entity.needed(log, "convoId"), entity.needed(message, "id"))
    return _deleted(name, {"at": message.get("sentAt")})
