"""From a receipt to events. Pure: bytes in, events out."""

from collections.abc import Sequence

from hilft.channels.contract import EventType, InboundEvent, MessageRef, Profile, ReplyPolicy, Visibility
from hilft.channels.mastodon import entity
from hilft.channels.mastodon.entity import Entity
from hilft.channels.mastodon.envelope import unwrap
from hilft.channels.mastodon.plaintext import plain

_MESSAGES = {"mention", "own", "thread"}


def read(payload: bytes) -> Sequence[InboundEvent]:
    """Read one receipt. An unknown kind gives nothing; what cannot be read raises ``ValueError``."""
    whole = unwrap(payload)
    try:
        if whole["kind"] in _MESSAGES:
            return [_message(whole, EventType.MESSAGE)]
        if whole["kind"] == "look":
            return [_message(whole, EventType.EDITED)]
        if whole["kind"] == "follow":
            return [_follow(whole)]
        if whole["kind"] == "deleted":
            return [_deleted(whole)]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"cannot be read: {error!r}") from error
    return []


def _message(whole: Entity, kind: EventType) -> InboundEvent:
    status, domain = entity.part(whole, "status"), entity.needed(whole, "domain")
    author = entity.profile(entity.part(status, "account"), domain)
    word = entity.needed(status, "visibility")
    edited = status.get("edited_at")
    parent = entity.text(status.get("in_reply_to_id"))
    created = entity.moment(status.get("created_at"))
    return InboundEvent(
        type=kind,
        occurred_at=entity.moment(edited) if kind is EventType.EDITED and edited else created,
        message=entity.reference(status, domain),
        author=author,
        visibility=entity.visibility(word),
        network_visibility=word,
        text=_text(status),
        html=entity.text(status.get("content")),
        attachments=entity.attachments(status),
        language=entity.text(status.get("language")),
        parent=entity.name_of(domain, parent) if parent else None,
        recipients=_recipients(status, whole, domain),
        edited_at=entity.moment(edited) if edited else None,
        own=author.external_id == whole.get("me"),
        reply=_policy(entity.visibility(word)),
    )


def _text(status: Entity) -> str:
    mentioned = {entity.text(each.get("url")): entity.text(each.get("acct")) for each in _mentions(status)}
    lines = [
        entity.text(status.get("spoiler_text")),
        plain(entity.text(status.get("content")), mentioned),
        _poll(status),
    ]
    return "\n\n".join(each for each in lines if each)


def _poll(status: Entity) -> str:
    poll = status.get("poll")
    if not isinstance(poll, dict):
        return ""
    return "\n".join(f"[ ] {entity.text(each.get('title'))}" for each in entity.parts(poll, "options"))


def _mentions(status: Entity) -> list[Entity]:
    return entity.parts(status, "mentions")


def _recipients(status: Entity, whole: Entity, domain: str) -> tuple[Profile, ...]:
    """A mention carries no uri; only our own account's is known, the others are known by their page."""
    return tuple(
        Profile(
            external_id=str(whole.get("me")) if each.get("id") == whole.get("me_id") else url,
            handle=f"@{acct}" if "@" in acct else f"@{acct}@{domain}",
            display_name=entity.text(each.get("username")),
            url=url,
            local_id=entity.text(each.get("id")),
        )
        for each in _mentions(status)
        if (acct := entity.text(each.get("acct"))) and (url := entity.text(each.get("url")))
    )


def _policy(seen_by: Visibility) -> ReplyPolicy:
    if seen_by is Visibility.PRIVATE:
        return ReplyPolicy(visibilities=(Visibility.PRIVATE,))
    return ReplyPolicy()


def _follow(whole: Entity) -> InboundEvent:
    notification, domain = entity.part(whole, "notification"), entity.needed(whole, "domain")
    name = f"follow:{entity.name_of(domain, entity.needed(notification, 'id'))}"
    return InboundEvent(
        type=EventType.FOLLOWED,
        occurred_at=entity.moment(notification.get("created_at")),
        message=MessageRef(external_id=name),
        author=entity.profile(entity.part(notification, "account"), domain),
        reply=ReplyPolicy(allowed=False),
    )


def _deleted(whole: Entity) -> InboundEvent:
    """Nobody says who deleted it; the message it names knows its author."""
    gone, domain = entity.part(whole, "status"), entity.needed(whole, "domain")
    names = (entity.name_of(domain, entity.needed(gone, "id")),)
    return InboundEvent(
        type=EventType.DELETED,
        occurred_at=entity.moment(gone.get("at")),
        message=MessageRef(external_id=entity.needed(gone, "uri"), names=names),
        author=Profile(external_id="", handle=""),
        reply=ReplyPolicy(allowed=False),
    )
