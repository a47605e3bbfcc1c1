"""One delivery of a telephone system, generic or sipgate's, and what it says in the contract's words. Pure.

The generic format is docs/channels/phone.md. A receipt of sipgate's holds its form and when it came, because a form
does not tell: ``{"at": …, "form": "event=newCall&…"}``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from hilft.channels.contract import CallStep, CallTold
from hilft.channels.phone.numbers import e164, international

_STEPS = {
    "call.ringing": CallStep.RINGING,
    "call.transferred": CallStep.RINGING,
    "call.answered": CallStep.ANSWERED,
    "call.ended": CallStep.ENDED,
}
_SIPGATE = {"newCall": CallStep.RINGING, "answer": CallStep.ANSWERED, "hangup": CallStep.ENDED}
_LONGEST = 200
_MOST_USERS = 50
_MOST_FIELDS = 500
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was told, and when."""

    told: CallTold
    at: datetime


def parsed(payload: bytes) -> dict[str, Any]:
    """Parse a receipt or a body. Raises ``ValueError``, whatever is wrong with it."""
    try:
        found = json.loads(payload)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"this is not JSON: {error}"[:200]) from error
    if not isinstance(found, dict):
        raise ValueError("the body must be an object")  # noqa: TRY004 - the contract says ValueError
    return found


def read(whole: Mapping[str, Any], home: str) -> Heard | None:
    """Read one; None: of a kind nobody here knows. Raises ``ValueError`` naming what is wrong."""
    if "form" in whole:
        told = sipgate(form_of(_text(whole, "form", 100_000)))
        return Heard(told, _moment(whole)) if told else None
    step = _STEPS.get(_text(whole, "type"))
    if step is None:
        return None
    call = _text(whole, "call")
    if whole["type"] == "call.transferred":
        _text(whole, "leg")
    incoming = _text(whole, "direction", needed=False) != "out"
    ours, theirs = ("to", "from") if incoming else ("from", "to")
    line = _text(whole, ours, needed=False)
    told = CallTold(
        call=call,
        leg=_text(whole, "leg", needed=False) or call,
        step=step,
        number=e164(_text(whole, theirs, needed=False), home),
        line=e164(line, home) or line,
        incoming=incoming,
        users=_users(whole),
        cause=_text(whole, "cause", needed=False),
    )
    return Heard(told, _moment(whole))


def form_of(body: str) -> list[tuple[str, str]]:
    """Take a form apart. Raises ``ValueError``."""
    return parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)


def sipgate(form: list[tuple[str, str]]) -> CallTold | None:
    """Read what sipgate.io posted; None: of a kind nobody here knows. Lists come as ``user[]`` or ``user[][0]``."""
    values = {name.partition("[")[0]: value[:_LONGEST] for name, value in form}
    step = _SIPGATE.get(values.get("event", ""))
    if step is None:
        return None
    named = [values.get(name, "") for name in ("callId", "originalCallId", "origCallId", "xcid")]
    leg = next((each for each in (named[0], named[3]) if each), "")
    leg = leg or sha256(json.dumps([values.get("from"), values.get("to")]).encode()).hexdigest()
    incoming = values.get("direction", "in") != "out"
    ours, theirs = ("to", "from") if incoming else ("from", "to")
    lists = [
        value[:_LONGEST]
        for wanted in ("fullUserId", "userId")
        for name, value in form
        if name.partition("[")[0] == wanted and value and value.isprintable()
    ]
    line = values.get(ours, "")
    return CallTold(
        call=_printable(named[1] or named[2] or leg),
        leg=_printable(leg),
        step=step,
        number=international(values.get(theirs, "")),
        line=international(line) or _printable(line),
        incoming=incoming,
        users=tuple(dict.fromkeys(lists))[:_MOST_USERS],
        cause=_printable(values.get("cause", "")),
    )


def _printable(text: str) -> str:
    return "".join(each for each in text if each.isprintable())


def _text(whole: Mapping[str, Any], field: str, most: int = _LONGEST, *, needed: bool = True) -> str:
    found = whole.get(field)
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or not found.isprintable() or not needed <= len(found) <= most:
        raise ValueError(f"{field} must be a text of 1 to {most} characters on one line")
    return found


def _users(whole: Mapping[str, Any]) -> tuple[str, ...]:
    found = whole.get("users", [])
    if not isinstance(found, list) or len(found) > _MOST_USERS:
        raise ValueError(f"users must be a list of at most {_MOST_USERS} texts")
    return tuple(_text({"users": each}, "users") for each in found)


def _moment(whole: Mapping[str, Any]) -> datetime:
    given = whole.get("at")
    try:
        found = datetime.fromisoformat(given) if isinstance(given, str) else None
        found = found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year not in _YEARS:
        raise ValueError("at must be a time with its offset, like 2026-05-04T06:12:30Z")
    return found
