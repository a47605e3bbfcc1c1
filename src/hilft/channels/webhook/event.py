"""One event as JSON, and what it says in the contract's words. Pure. The format is docs/channels/webhook.md."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from hilft.channels.contract import (
    Attachment,
    EventType,
    Fate,
    InboundEvent,
    MessageRef,
    Profile,
    ReplyPolicy,
    Report,
    Visibility,
)

Json = Mapping[str, Any]

LONGEST_TEXT = 100_000
_LONGEST_NAME = 200
_LONGEST_URL = 2000
_MOST_FILES = 20
_YEARS = range(2000, 2100)
_KINDS = {"image", "video", "audio", "file"}


def parsed(payload: bytes) -> Any:  # noqa: ANN401 - JSON is anything until it is looked at
    """Parse bytes. Raises ``ValueError``, whatever is wrong with them."""
    try:
        return json.loads(payload)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"this is not JSON: {error}"[:200]) from error


def read(whole: Json, me: str) -> InboundEvent | None:
    """Read one event; None: of a kind nobody here knows. Raises ``ValueError`` naming the field that is wrong."""
    reader = _READERS.get(_text(whole, "type", _LONGEST_NAME))
    return reader(whole, me) if reader else None


def _message(whole: Json, me: str) -> InboundEvent:
    visibility = _visibility(whole)
    own = whole.get("own") is True
    thread = _name(whole, "thread", needed=False) or None
    private = visibility is Visibility.PRIVATE
    return InboundEvent(
        type=EventType.MESSAGE,
        occurred_at=_moment(whole),
        message=MessageRef(
            _name(whole, "id"),
            url=_url(whole, "url"),
            extra={"visibility": visibility.value, **({"thread": thread} if thread else {})},
        ),
        author=Profile(me, me, me) if own else _person(whole),
        visibility=visibility,
        network_visibility=visibility.value,
        text=_text(whole, "text", LONGEST_TEXT, needed=not whole.get("attachments")),
        attachments=_files(whole),
        language=_name(whole, "language", needed=False)[:35],
        thread_key=thread,
        parent=_name(whole, "reply_to", needed=False) or None,
        recipients=() if own else (Profile(me, me, me),),
        own=own,
        reply=ReplyPolicy(visibilities=(Visibility.PRIVATE,)) if private else ReplyPolicy(),
    )


def _edited(whole: Json, _me: str) -> InboundEvent:
    at = _moment(whole)
    return InboundEvent(
        type=EventType.EDITED,
        occurred_at=at,
        message=MessageRef(_name(whole, "id")),
        author=Profile("", ""),
        text=_text(whole, "text", LONGEST_TEXT),
        edited_at=at,
        reply=ReplyPolicy(allowed=False),
    )


def _deleted(whole: Json, _me: str) -> InboundEvent:
    return InboundEvent(
        type=EventType.DELETED,
        occurred_at=_moment(whole),
        message=MessageRef(_name(whole, "id")),
        author=Profile("", ""),
        reply=ReplyPolicy(allowed=False),
    )


def _delivery(whole: Json, me: str) -> InboundEvent:
    try:
        fate = Fate(whole.get("state", ""))
    except ValueError:
        raise ValueError("state must be delivered or failed") from None
    return InboundEvent(
        type=EventType.REPORTED,
        occurred_at=_moment(whole),
        message=MessageRef(_name(whole, "id")),
        author=Profile(me, me),
        own=True,
        reply=ReplyPolicy(allowed=False),
        report=Report(fate, _text(whole, "reason", 500, needed=False)),
    )


_READERS: Mapping[str, Callable[[Json, str], InboundEvent]] = {
    "message": _message,
    "edited": _edited,
    "deleted": _deleted,
    "delivery": _delivery,
}


def _person(whole: Json) -> Profile:
    found = whole.get("from")
    if not isinstance(found, dict):
        raise ValueError("from must be an object with an id")  # noqa: TRY004 - the contract says ValueError
    name = _text(found, "name", _LONGEST_NAME, needed=False)
    external_id = _name(found, "id")
    return Profile(
        external_id=external_id,
        handle=_name(found, "handle", needed=False) or external_id,
        display_name=name,
        avatar_url=_url(found, "avatar"),
        url=_url(found, "url"),
        bot=found.get("bot") is True,
    )


def _files(whole: Json) -> tuple[Attachment, ...]:
    found = whole.get("attachments") or []
    if not isinstance(found, list) or len(found) > _MOST_FILES:
        raise ValueError(f"attachments must be a list of at most {_MOST_FILES}")
    return tuple(_file(each) for each in found)


def _file(each: object) -> Attachment:
    url = _url(each, "url") if isinstance(each, dict) else None
    if not isinstance(each, dict) or not url:
        raise ValueError("each attachment must be an object with a url")
    kind = _name(each, "kind", needed=False)
    return Attachment(
        url=url,
        kind=kind if kind in _KINDS else "file",
        content_type=_name(each, "content_type", needed=False),
        name=_text(each, "name", _LONGEST_NAME, needed=False),
        alt=_text(each, "alt", 1500, needed=False),
    )


def _visibility(whole: Json) -> Visibility:
    try:
        return Visibility(whole.get("visibility", Visibility.PRIVATE))
    except ValueError:
        raise ValueError("visibility must be private or public") from None


def _moment(whole: Json) -> datetime:
    given = whole.get("at")
    try:
        found = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in _YEARS:
        raise ValueError("at must be a time with its zone, like 2026-05-04T12:00:00Z")
    return found.astimezone(UTC)


def _name(whole: Json, field: str, *, needed: bool = True) -> str:
    """Give an id or word: one line, no control characters, so that it can be kept and compared byte for byte."""
    found = whole.get(field)
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or not found.isprintable() or not needed <= len(found) <= _LONGEST_NAME:
        raise ValueError(f"{field} must be a text of 1 to {_LONGEST_NAME} characters on one line")
    return found


def _text(whole: Json, field: str, most: int, *, needed: bool = True) -> str:
    found = whole.get(field)
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or (needed and not found.strip()) or len(found) > most:
        raise ValueError(f"{field} must be a text of 1 to {most} characters")
    return found.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _url(whole: Json, field: str) -> str | None:
    found = whole.get(field)
    if found is None or found == "":
        return None
    if not isinstance(found, str) or len(found) > _LONGEST_URL or not found.isprintable():
        raise ValueError(f"{field} must be an address")
    if not found.startswith(("https://", "http://")):
        raise ValueError(f"{field} must begin with https://")
    return found
