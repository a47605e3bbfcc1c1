"""Reports of mail systems about a mail that did not arrive, or did (RFC 3461, 3464), and the older free forms. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from hilft.channels.email.headers import addresses, message_id, raw

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ID_LINE = re.compile(
    r"^[ \t]{0,20}>?[ \t]{0,20}Message-ID:[ \t]{0,20}(<[^<>\s]{1,998}>)", re.IGNORECASE | re.MULTILINE
)
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-?daemon)@", re.IGNORECASE)
_FAILED = re.compile(
    r"undeliver|could not be delivered|delivery (?:status|failure|has failed|to the following)|returned mail"
    r"|failure notice|unzustellbar|nicht zugestellt|permanent(?:e)? (?:fatal )?error",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"error|fail|reject|denied|full|unknown|not found|unavailable|fehler|unbekannt|abgelehnt|voll\b",
    re.IGNORECASE,
)
_ENCLOSED = re.compile(
    r"^[^\w\n]{0,20}(?:original message|ursprüngliche nachricht|(?:mime-version|received|return-path):)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Bounce:
    """``action``: failed, delayed, delivered, relayed or expanded. ``original``: the Message-ID it is about, if told."""

    action: str
    status: str
    diagnostic: str
    recipient: str
    original: str | None


def bounce_of(message: Message) -> Bounce | None:
    """Recognise a report; None for every other mail."""
    original = _original(message)
    parts = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    groups = [group for part in parts for group in _field_groups(part)]
    return _by_fields(groups, original) or _free_form(message, original)


def _by_fields(groups: list[Message], original: str | None) -> Bounce | None:
    """The first recipient that failed speaks for the mail: ours go to one person."""
    told = [group for group in groups if raw(group, "Action")]
    if not told:
        return None
    chosen = next((group for group in told if raw(group, "Action").strip().lower() == "failed"), told[0])
    recipient = raw(chosen, "Final-Recipient") or raw(chosen, "Original-Recipient")
    return Bounce(
        raw(chosen, "Action").strip().lower(),
        raw(chosen, "Status").partition("(")[0].strip(),
        " ".join(raw(chosen, "Diagnostic-Code").split())[:_LONGEST_REASON],
        (recipient.partition(";")[2].strip() or recipient.strip()).strip("<>"),
        original,
    )


def _free_form(message: Message, original: str | None) -> Bounce | None:
    senders = [each.spec for each in addresses(message, "From", "Sender")]
    failed = raw(message, "X-Failed-Recipients").strip()
    if not failed and not any(_DAEMON.match(each) for each in senders):
        return None
    text = "\n".join(_texts(message))
    if not failed and not _FAILED.search(f"{raw(message, 'Subject')}\n{text}"):
        return None
    told = _ENCLOSED.split(text, maxsplit=1)[0]
    status = _STATUS.search(told) or _STATUS.search(text)
    named = _ADDRESS.search(told)
    return Bounce(
        "delayed" if status and status[1] == "4" else "failed",
        status[0] if status else "",
        " ".join(_reason(told, text, status[0] if status else "").split())[:_LONGEST_REASON],
        failed or (named[0] if named else ""),
        original,
    )


def _reason(told: str, text: str, status: str) -> str:
    """Give the line that says why: the one with the status, else the last that names an error and ends what it says."""
    if status:
        return next((line for line in text.splitlines() if status in line), "")
    lines = [line for line in told.splitlines() if _WHY.search(line) and not line.rstrip().endswith(":")]
    return lines[-1] if lines else ""


def _field_groups(status: Message) -> Iterator[Message]:
    payload = status.get_payload()
    if isinstance(payload, list):
        yield from (part for part in payload if isinstance(part, Message))


def _original(message: Message) -> str | None:
    for part in message.walk():
        if part is message:
            continue
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            found = message_id(inner) if isinstance(inner, Message) else None
        elif part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            named = _ID_LINE.search(_text(part))
            found = named[1] if named else None
        else:
            continue
        if found:
            return found
    named = _ID_LINE.search("\n".join(_texts(message)))
    return named[1] if named else None


def _texts(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield _text(part)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
