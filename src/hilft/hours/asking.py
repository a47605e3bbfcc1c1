"""What is asked, as it comes through the doors: instants and minutes as text. Pure."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from hilft.hours.problems import BadInstant, BadMinutes, NaiveInstant

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
_SPACED = re.compile(r"(?<=[0-9]) (?=[0-9]{2}:[0-9]{2}$)", re.ASCII)
_MINUTES = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,12})?", re.ASCII)
_SHOWN = 40


def instant_of(text: str) -> datetime:
    """Read an instant (RFC 3339, 5.6), give it in UTC; raises ``BadInstant`` or ``NaiveInstant``.

    A plus sign that a query string has turned into a space is one again.
    """
    text = text.strip()
    whole = _SPACED.sub("+", text) if "T" in text.upper() else text
    found = _INSTANT.fullmatch(whole)
    try:
        at = datetime.fromisoformat(whole.upper()) if found else None
        if at is not None and at.tzinfo is None:
            raise NaiveInstant(instant=text[:_SHOWN])
        at = at.astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise BadInstant(instant=text[:_SHOWN])
    return at


def minutes_of(text: str) -> Decimal:
    """Read ``90`` or ``7.5``; raises ``BadMinutes``."""
    if not _MINUTES.fullmatch(text):
        raise BadMinutes(minutes=text[:_SHOWN])
    return Decimal(text)
