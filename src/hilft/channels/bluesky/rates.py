"""What the server said about how often we may ask, remembered so that we stop before it makes us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(hours=24)
_EPOCH_FROM = 1_000_000_000
_RESERVED_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many of ``limit`` requests (or points) are left until ``reset``."""

    limit: int
    remaining: int
    reset: datetime

    @property
    def reserve(self) -> int:
        """How many of them reading must leave to answering: a tenth, at most thirty."""
        return min(_RESERVED_AT_MOST, self.limit // 10)


class Rates:
    """The allowances by kind of request (read, write, session): the server counts them apart."""

    def __init__(self) -> None:
        self._known: dict[str, Allowance] = {}

    def learn(self, bucket: str, headers: Mapping[str, str], now: datetime) -> None:
        """Keep what an answer's ``RateLimit-*`` headers say; headers that say nothing change nothing."""
        limit, remaining = headers.get("ratelimit-limit", ""), headers.get("ratelimit-remaining", "")
        reset = reset_at(headers.get("ratelimit-reset", ""), now)
        if limit.isdecimal() and remaining.isdecimal() and reset is not None:
            self._known[bucket] = Allowance(int(limit[:9]), int(remaining[:9]), reset)

    def wait_until(self, bucket: str, now: datetime, *, leave_reserve: bool) -> datetime | None:
        """Give the moment before which not to ask, or None: ask."""
        known = self._known.get(bucket)
        if known is None or known.reset <= now:
            return None
        return known.reset if known.remaining <= (known.reserve if leave_reserve else 0) else None


def reset_at(said: str, now: datetime) -> datetime | None:
    """Read seconds since 1970, seconds from now, or an HTTP date; never past a day (the longest of the limits)."""
    said = said.strip()
    try:
        if said.replace(".", "", 1).isdecimal():
            seconds = float(said[:15])
            found = (
                datetime.fromtimestamp(seconds, UTC)
                if seconds > _EPOCH_FROM
                else now + timedelta(seconds=seconds)
            )
        else:
            found = parsedate_to_datetime(said)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return min(found, now + _LONGEST)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
