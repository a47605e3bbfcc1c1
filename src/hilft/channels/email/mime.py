"""What is in a mail: its text, its HTML, its files (RFC 2045 ff.). Lenient and bounded; nothing in it is dropped. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value

from hilft.channels.email.charsets import decoded
from hilft.channels.email.flowed import unflow
from hilft.channels.email.headers import LONGEST, decoded_words, raw

_DEEPEST = 30
_MOST_FILES = 200
_MOST_PARTS = 5000
_LONGEST_FLAT = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class File:
    """An attached file. ``cid``: under which name the HTML shows it, without brackets."""

    content: bytes = field(repr=False)
    content_type: str
    name: str
    cid: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A mail's bodies and files. ``text`` and ``html`` may both be there, or neither."""

    text: str
    html: str
    files: tuple[File, ...]


class _Bounded(Compat32):
    """Headers longer than any program writes are cut where they are looked at: Python takes them apart in quadratic time."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST]


_BOUNDED = _Bounded()


def parse(mail: bytes) -> Message:
    """Read a mail's structure; defects are left where they are. One of thousands of parts is read as one long text."""
    if mail.count(b"\n--") > _MOST_PARTS or (b"delivery-status" in mail and _paragraphs(mail) > _MOST_PARTS):
        return flat(mail)
    return message_from_bytes(mail, policy=_BOUNDED)


def _paragraphs(mail: bytes) -> int:
    return mail.count(b"\n\n") + mail.count(b"\n\r\n")


def flat(mail: bytes) -> Message:
    """Read a mail whose parts are nested beyond all sense as its header and one long text."""
    head, _, body = mail.replace(b"\r\n", b"\n").partition(b"\n\n")
    message = message_from_bytes(head + b"\n\n", policy=_BOUNDED)
    for name in ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"):
        del message[name]
    message.set_payload(body[:_LONGEST_FLAT].decode("utf-8", "replace"), "utf-8")
    return message


def content_of(message: Message) -> Content:
    """Take a mail apart."""
    found = _Found()
    _walk(message, found, 0)
    return Content("\n\n".join(found.texts), "\n<hr>\n".join(found.htmls), tuple(found.files[:_MOST_FILES]))


@dataclass(slots=True)
class _Found:
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


def _walk(part: Message, found: _Found, depth: int) -> None:
    kind = part.get_content_type()
    children = _children(part)
    if depth > _DEEPEST:
        found.files.append(_file(part, "message/rfc822"))
    elif kind == "message/rfc822" and depth > 0:
        found.files.append(_file(part, kind))
    elif children and kind == "multipart/alternative":
        _alternative(children, found, depth)
    elif children:
        for child in children:
            _walk(child, found, depth + 1)
    elif kind in {"text/plain", "text/html"} and not _is_file(part):
        body = _body(part)
        if body.strip():
            (found.htmls if kind == "text/html" else found.texts).append(body)
    else:
        _leaf(part, kind, found)


def _alternative(children: list[Message], found: _Found, depth: int) -> None:
    """The same words in several forms: the last plain and the last HTML one count, other kinds are files."""
    inner = _Found()
    for child in children:
        one = _Found()
        _walk(child, one, depth + 1)
        inner.texts, inner.htmls = one.texts or inner.texts, one.htmls or inner.htmls
        inner.files += one.files
    found.texts += inner.texts
    found.htmls += inner.htmls
    found.files += inner.files


def _leaf(part: Message, kind: str, found: _Found) -> None:
    file = _file(part, kind)
    if file.content or file.name:
        found.files.append(file)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    if part.get_content_type() == "message/delivery-status" or not isinstance(payload, list):
        return []
    return [child for child in payload if isinstance(child, Message)]


def _is_file(part: Message) -> bool:
    return raw(part, "Content-Disposition").lower().startswith("attachment") or bool(_name(part))


def _body(part: Message) -> str:
    charset = part.get_param("charset", "utf-8")
    text = decoded(_bytes(part), charset if isinstance(charset, str) else "utf-8")
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        return unflow(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    return b"\n".join(_inner(part))


def _inner(part: Message) -> Iterator[bytes]:
    payload = part.get_payload()
    if isinstance(payload, list):
        for child in payload:
            if isinstance(child, Message):
                yield child.as_bytes()


def _file(part: Message, kind: str) -> File:
    cid = raw(part, "Content-ID").strip().strip("<>")
    return File(_bytes(part), kind, _name(part) or _default_name(part, kind), cid)


def _name(part: Message) -> str:
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        value = part.get_param(parameter, None, header)
        if value:
            try:
                name = decoded_words(collapse_rfc2231_value(value))
            except (LookupError, ValueError):
                name = str(value)
            name = _CONTROL.sub("", name).replace("/", "_").replace("\\", "_").strip()
            if name:
                return name
    return ""


def _default_name(part: Message, kind: str) -> str:
    if kind == "message/rfc822":
        inner = next((each for each in _children(part)), None)
        subject = decoded_words(raw(inner, "Subject")) if inner is not None else ""
        return f"{subject[:80].replace('/', '_') or 'mail'}.eml"
    return {"text/calendar": "invitation.ics", "message/delivery-status": "delivery-status.txt"}.get(kind, "")
