"""The header of a mail: decoded texts, addresses, ids, dates. Lenient: what is broken gives less, never an error. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from hilft.channels.email.charsets import decoded

_ID = re.compile(r"<[^<>\s]{1,500}>")
_BARE_ID = re.compile(r"[^\s<>]{1,250}@[^\s<>]{1,250}")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,250}@[^\s<>()\[\],;:\"]{1,250}\w")
_BLANKS = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOST_IDS = 50
_MOST_HEADERS = 100
_MOST_ADDRESSES = 100
LONGEST = 32_000
"Characters of one header that are looked at; what is longer was written to keep somebody busy."


@dataclass(frozen=True, slots=True)
class Address:
    """``spec`` is lower case; ``name`` as the sender wrote it."""

    spec: str
    name: str = ""


def raw(message: Message, name: str) -> str:
    """Give the first header of this name as it stands, unfolded; empty: there is none."""
    return _plain(message.get(name, ""))[:LONGEST]


def all_raw(message: Message, name: str) -> list[str]:
    """Give every header of this name, the topmost first."""
    return [_plain(value)[:LONGEST] for value in message.get_all(name, [])[:_MOST_HEADERS]]


def text(message: Message, name: str) -> str:
    """Give a header as people read it (RFC 2047 decoded)."""
    return _CONTROL.sub("", _BLANKS.sub(" ", decoded_words(raw(message, name)))).strip()


def decoded_words(value: str) -> str:
    """Decode encoded words; unknown character sets and broken encodings give what can be read of them."""
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return value
    found = []
    for part, charset in parts:
        content = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        found.append(decoded(content, charset or "utf-8"))
    return "".join(found)


def addresses(message: Message, *names: str) -> list[Address]:
    """Give every usable address in these headers, in their order, each once."""
    values = [value for name in names for value in all_raw(message, name)]
    found: dict[str, Address] = {}
    for name, spec in _listed(values)[:_MOST_ADDRESSES]:
        usable = _ADDRESS.fullmatch(spec.strip().strip("'\""))
        if usable is None:
            continue
        shown = _CONTROL.sub("", _BLANKS.sub(" ", decoded_words(name))).strip(" '\"")
        found.setdefault(usable[0].lower(), Address(usable[0].lower(), shown))
    if not found:
        for spec in _ADDRESS.findall(" ".join(values))[:_MOST_ADDRESSES]:
            found.setdefault(spec.lower(), Address(spec.lower()))
    return list(found.values())


def _listed(values: list[str]) -> list[tuple[str, str]]:
    """Comments may be nested as deeply as a sender likes (RFC 5322, 3.2.2), Python's stack may not."""
    try:
        return getaddresses(values)
    except RecursionError:
        return []


def message_id(message: Message) -> str | None:
    """Give the mail's own id in angle brackets; None where it has none that could mean one mail only."""
    value = raw(message, "Message-ID")
    found = _ID.search(value)
    if found is not None:
        return found[0] if len(found[0]) > len("<@>") else None
    bare = _BARE_ID.search(value)
    return f"<{bare[0]}>" if bare is not None else None


def above(message: Message) -> list[str]:
    """Give the ids of the mails above this one, the oldest first (RFC 5322, 3.6.4): References, then In-Reply-To."""
    references = _ID.findall(" ".join(all_raw(message, "References")))
    answered = _ID.findall(" ".join(all_raw(message, "In-Reply-To")))[:1]
    own = message_id(message)
    chain = [each for each in [*references, *answered] if each != own and len(each) > len("<@>")]
    latest_last = list(dict.fromkeys(reversed(chain)))[::-1]
    return latest_last if len(latest_last) <= _MOST_IDS else [latest_last[0], *latest_last[-_MOST_IDS + 1 :]]


def date(message: Message) -> datetime | None:
    """Give the date the sender wrote, in UTC."""
    try:
        found = parsedate_to_datetime(raw(message, "Date"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _plain(value: object) -> str:
    unfolded = str(value).replace("\r", "").replace("\n", "")
    return unfolded.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if unfolded else ""
