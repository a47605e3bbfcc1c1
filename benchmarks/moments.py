"""The time that benchmarks call now, and ids as old as what they name."""

import uuid
from datetime import UTC, datetime, timedelta
from random import Random

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
"Every filled database ends here; the house measured on it has its clock set so."
YEARS = timedelta(days=3 * 365)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def id_at(when: datetime, dice: Random) -> uuid.UUID:
    """Make a UUIDv7 of a moment in the past."""
    milliseconds = (when - _EPOCH) // _MILLISECOND
    return uuid.UUID(
        int=(milliseconds << 80) | 0x7 << 76 | dice.getrandbits(12) << 64 | 0x2 << 62 | dice.getrandbits(62)
    )
