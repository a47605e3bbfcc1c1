"""A second way to say when it is open, minute by minute, that shares nothing with the first one.

It walks along the minutes of twenty years, looks at the wall clock at each quarter of an hour, notes at which minute each time
on the wall is first seen, and marks every open minute in one long row of bytes.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hilft.hours.model import Hours

FIRST = datetime(2015, 1, 1, tzinfo=UTC)
LAST = datetime(2035, 1, 1, tzinfo=UTC)
MINUTES = (LAST - FIRST) // timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
_SEEN_FROM = FIRST - timedelta(days=4)
_SEEN_UNTIL = LAST + timedelta(days=4)


@lru_cache(maxsize=16)
def first_seen(zone: str) -> dict[datetime, datetime]:
    """Give for each quarter on the wall the instant at which it is first seen; a skipped one is not in it."""
    hands = ZoneInfo(zone)
    seen: dict[datetime, datetime] = {}
    at = _SEEN_FROM
    while at < _SEEN_UNTIL:
        seen.setdefault(at.astimezone(hands).replace(tzinfo=None, fold=0), at)
        at += QUARTER
    return seen


def instant(zone: str, wall: datetime) -> datetime:
    """Find a time on the wall; a skipped one is as long after the last one seen as the wall says."""
    seen = first_seen(zone)
    floor = wall - timedelta(minutes=wall.minute % 15)
    back = timedelta(0)
    while floor - back not in seen:
        back += QUARTER
    return seen[floor - back] + back + (wall - floor)


@dataclass
class Wall:
    """The twenty years as a row of minutes, 1 where it is open."""

    row: bytearray

    def __init__(self, hours: Hours, closed: set[date]) -> None:
        self.row = bytearray(MINUTES)
        day = FIRST.date() - timedelta(days=3)
        while day < LAST.date() + timedelta(days=3):
            self._mark(hours, closed, day)
            day += timedelta(days=1)

    def _mark(self, hours: Hours, closed: set[date], day: date) -> None:
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a time on the wall
        named = dict(hours.exceptions)
        half = dict(hours.half_days).get((day.month, day.day))
        if day in named:
            intervals, half = named[day], None
        elif day in closed:
            return
        else:
            intervals = hours.weekly[day.weekday()]
        for each in intervals:
            start = instant(hours.zone, midnight + timedelta(minutes=each.start))
            end = instant(hours.zone, midnight + timedelta(minutes=each.end))
            if half is not None:
                end = min(end, instant(hours.zone, midnight + timedelta(minutes=half)))
            first, last = max(0, number(start)), min(MINUTES, number(end))
            if first < last:
                self.row[first:last] = b"\x01" * (last - first)

    def open(self, minute: int) -> bool:
        return self.row[minute] == 1

    def until(self, minute: int) -> int | None:
        """Give the first closed minute after an open one; None: not within the twenty years."""
        return found if (found := self.row.find(0, minute)) >= 0 else None

    def next_open(self, minute: int) -> int | None:
        """Give the next minute that is open after a closed one."""
        found = self.row.find(b"\x00\x01", minute)
        return found + 1 if found >= 0 else None

    def between(self, first: int, last: int) -> int:
        return self.row.count(1, first, last)

    def add(self, minute: int, minutes: int) -> int | None:
        """Walk on until so many open minutes have gone by."""
        at, left = minute, minutes
        while left:
            at = self.row.find(1, at) + 1
            if at == 0:
                return None
            run = self.row.find(0, at)
            run = MINUTES if run < 0 else run
            taken = min(left - 1, run - at)
            at, left = at + taken, left - 1 - taken
        return at


def number(at: datetime) -> int:
    """Give the number of a minute; negative before the first."""
    return (at - FIRST) // timedelta(minutes=1)


def moment(minute: int) -> datetime:
    return FIRST + timedelta(minutes=minute)
