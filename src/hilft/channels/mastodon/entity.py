"""Mastodon's entities as the contract's words. Pure; what is missing or of the wrong kind raises ``ValueError``."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hilft.channels.contract import Attachment, MessageRef, Profile, Visibility

Entity = Mapping[str, Any]

_KINDS = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}


def name_of(domain: str, local_id: str) -> str:
    """Give the name under which one server speaks of a status: its ids are its own, ``domain#id`` is unique."""
    return f"{domain}#{local_id}"


def local_id(message: MessageRef, domain: str) -> str | None:
    """Give the status's id on this server, if the message was ever seen there."""
    start = name_of(domain, "")
    return next((name.removeprefix(start) for name in message.names if name.startswith(start)), None)


def text(value: object) -> str:
    """Give a string that every database and every encoder takes: no NUL, no lone surrogate; None is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"expected text, got {type(value).__name__}")  # noqa: TRY004 - the contract says ValueError
    if value.isascii():
        return value.replace("\0", "\ufffd")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def needed(entity: Entity, name: str) -> str:
    """Give a text that must be there."""
    found = text(entity.get(name))
    if not found:
        raise ValueError(f"{name} is missing")
    return found


def moment(value: object) -> datetime:
    """Read an ISO 8601 time; one without zone is UTC."""
    found = datetime.fromisoformat(text(value))
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("time out of range") from error


def part(entity: Entity, name: str) -> Entity:
    """Give an object inside an object."""
    found = entity.get(name)
    if not isinstance(found, Mapping):
        raise ValueError(f"{name} is missing")  # noqa: TRY004 - the contract says ValueError
    return found


def parts(entity: Entity, name: str) -> list[Entity]:
    """Give a list of objects; missing is empty, other things in it are left out."""
    found = entity.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def address(value: object) -> str | None:
    """Give a web address, or None for anything that is none."""
    found = text(value) if isinstance(value, str) else ""
    return found if found.startswith(("https://", "http://")) else None


def profile(account: Entity, domain: str) -> Profile:
    """Read an Account. Its uri is the id in the fediverse; old servers give only the url."""
    acct = needed(account, "acct")
    url = address(account.get("url"))
    external_id = text(account.get("uri")) or url
    if not external_id:
        raise ValueError("the account has neither uri nor url")
    return Profile(
        external_id=external_id,
        handle=f"@{acct}" if "@" in acct else f"@{acct}@{domain}",
        display_name=text(account.get("display_name")) or text(account.get("username")),
        avatar_url=address(account.get("avatar")),
        url=url,
        bot=account.get("bot") is True,
        local_id=text(account.get("id")),
    )


def reference(status: Entity, domain: str) -> MessageRef:
    """Read which status it is, and what answering or re-reading it needs."""
    edited = status.get("edited_at")
    return MessageRef(
        external_id=needed(status, "uri"),
        names=(name_of(domain, needed(status, "id")),),
        url=address(status.get("url")),
        extra={"visibility": needed(status, "visibility"), "edited_at": text(edited) if edited else None},
    )


def visibility(word: str) -> Visibility:
    """Map the network's word; one we do not know is private, which can never show too much."""
    return Visibility.PUBLIC if word in {"public", "unlisted"} else Visibility.PRIVATE


def attachments(status: Entity) -> tuple[Attachment, ...]:
    """Read the media; one that is still being processed has no address yet and is left out."""
    return tuple(
        Attachment(
            url=url,
            kind=_KINDS.get(str(media.get("type")), "file"),
            alt=text(media.get("description")) if isinstance(media.get("description"), str) else "",
            preview_url=address(media.get("preview_url")),
        )
        for media in parts(status, "media_attachments")
        if (url := address(media.get("url")) or address(media.get("remote_url")))
    )
