"""The record key of an answer: always the same for the same idempotency key, so that it is written at most once.

A TID is 13 characters of base 32 that sort by time: 53 bits of microseconds, 10 bits to tell writers apart
(https://atproto.com/specs/tid).
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_TIME_ORDERED = 7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(2023, 1, 1, tzinfo=UTC)
_FAR = 250_000_000_000_000
"Milliseconds that still are a date."


def written_at(key: str) -> datetime | None:
    """Say when the message with this key was written: a UUIDv7 (RFC 9562) carries it, in whole milliseconds, UTC.

    None: the key carries no time that can be believed.
    """
    try:
        made = UUID(key)
    except ValueError:
        return None
    milliseconds = made.int >> 80
    found = _EPOCH + timedelta(milliseconds=milliseconds) if milliseconds < _FAR else _EPOCH
    return found if made.version == _TIME_ORDERED and found >= _EARLIEST else None


def record_key(key: str) -> str:
    """Give the TID for an idempotency key: its time to the millisecond, the rest from a digest of the key."""
    digest = int.from_bytes(sha256(key.encode()).digest()[:8], "big")
    at = written_at(key) or _EARLIEST + timedelta(seconds=digest >> 24 & 0xFFFFFF)
    microseconds = (at - _EPOCH) // timedelta(milliseconds=1) * 1000 + digest % 1000
    return _written(microseconds << 10 | digest >> 10 & 1023)


def _written(number: int) -> str:
    letters = []
    for _ in range(_LENGTH):
        letters.append(_ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(letters))
