"""The time that benchmarks call now, and ids as old as what they name."""

import uuid
from datetime import UTC, datetime, timedelta
from random import Random

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
"Every filled database ends here; the house measured on it has its clock set so."
YEARS = timedelta(days=3 * 365)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARKS = 0x7 << 76 | 0x2 << 62
_RANDOM = 0xFFF << 64 | (1 << 62) - 1
"The bits that are not time, version or variant."


def id_at(when: datetime, dice: Random) -> uuid.UUID:
    """Make a UUIDv7 of a moment in the past."""
    since = when - _EPOCH
    milliseconds = since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000
    return uuid.UUID(int=(milliseconds << 80) | dice.getrandbits(76) & _RANDOM | _MARKS)
