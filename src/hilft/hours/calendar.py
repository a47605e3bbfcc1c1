"""Business time: opening hours laid out as instants once, then asked by binary search. Pure.

Definitions: an opening instant is open, a closing instant is closed. An interval belongs to the date on which it
starts. Its ends are instants: a time on the wall that happens twice means the first one, one that is skipped is read
with the offset before the change (PEP 495, ``fold=0``); between the ends real time counts. Touching intervals are one.

How far one looks: what is named by date ends, and afterwards everything repeats, so whoever looks long enough behind
the last such date has seen all there is (``_ahead``). That makes "never" an exact answer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from zoneinfo import ZoneInfo

from hilft.hours.model import DAY, Hours, Interval, always_open
from hilft.hours.problems import InstantOutOfRange, NeverEnds, WrongOrder
from hilft.hours.regions import holidays_of

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"Instants that can be asked for; before 1970 time zones are guesswork."

_PLAIN_YEARS = 3
"Weekly hours without yearly dates repeat after a week; changes of clocks after a year."
_YEARLY_YEARS = 60
"A 29 February falls on a given day of the week every 28 years, around 2100 after 40; a feast that moves is seen too."
_LAST_YEAR = LATEST.year + _YEARLY_YEARS + _PLAIN_YEARS
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60_000_000
"Microseconds."


@dataclass(frozen=True, slots=True)
class State:
    """``until``: the first closed instant after, while open; ``next_open``: the next opening instant, also while open.

    Each is None when there is none.
    """

    open: bool
    until: datetime | None
    next_open: datetime | None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Merged intervals of the years ``first`` to ``last``; complete from ``since`` up to ``till``."""

    first: int
    last: int
    since: datetime
    till: datetime
    starts: list[datetime]
    ends: list[datetime]
    sums: list[int]
    "Microseconds of open time up to each end."


class Calendar:
    """Versions of opening hours, each from its date on; before the first one and without any it is always open.

    All instants are aware; answers are in UTC. A question takes a few microseconds once its years are laid out.
    """

    def __init__(self, versions: Sequence[Hours] = ()) -> None:
        known = sorted(versions, key=lambda one: one.valid_from or date.min)
        if not known or known[0].valid_from is not None:
            known.insert(0, always_open(known[0].zone if known else "UTC"))
        self.versions: tuple[Hours, ...] = tuple(known)
        self.given = bool(versions)
        self._days = [_Days(one) for one in known]
        self._begins = [one.valid_from or date.min for one in known]
        self._years: dict[int, list[tuple[datetime, datetime]]] = {}
        self._layout = _empty()

    def open_at(self, at: datetime) -> bool:
        """Whether it is open at this instant."""
        laid = self._for(at, at)
        i = bisect_right(laid.starts, at) - 1
        return i >= 0 and at < laid.ends[i]

    def until(self, at: datetime) -> datetime | None:
        """Give the first closed instant after ``at``; None while closed, and when it never closes."""
        laid = self._for(at, at)
        i = bisect_right(laid.starts, at) - 1
        if i < 0 or at >= laid.ends[i]:
            return None
        while laid.ends[i] >= laid.till:
            further = self._further(laid, at)
            if further is None:
                return None
            laid = further
            i = bisect_right(laid.starts, at) - 1
        return laid.ends[i]

    def next_open(self, at: datetime) -> datetime | None:
        """Give the next opening instant later than ``at``, also while open; None when there is none."""
        laid = self._for(at, at)
        while True:
            i = bisect_right(laid.starts, at)
            if i < len(laid.starts) and laid.starts[i] < laid.till:
                return laid.starts[i]
            further = self._further(laid, at)
            if further is None:
                return None
            laid = further

    def since(self, at: datetime) -> datetime | None:
        """Give the instant since which it has been as it is, open or closed; None: for as long as one has looked."""
        laid = self._for(at, at)
        i = bisect_right(laid.starts, at) - 1
        if i < 0:
            return None
        return laid.starts[i] if at < laid.ends[i] else laid.ends[i]

    def state(self, at: datetime) -> State:
        """Answer all three at once."""
        return State(self.open_at(at), self.until(at), self.next_open(at))

    def minutes_between(self, start: datetime, end: datetime) -> Decimal:
        """Give the minutes of real open time; raises ``WrongOrder``."""
        if end < start:
            raise WrongOrder
        laid = self._for(start, end)
        return Decimal(_open_until(laid, end) - _open_until(laid, start)) / _MINUTE

    def add(self, start: datetime, minutes: Decimal | int) -> datetime:
        """Give the first instant by which so much open time has passed since ``start``.

        ``add(start, 0)`` is ``start``; what uses up a day ends at that day's closing instant. Parts of a microsecond
        count as a whole one. Raises ``NeverEnds``.
        """
        laid = self._for(start, start)
        if isinstance(minutes, int):
            needed = minutes * _MINUTE
        else:
            needed = int((minutes * _MINUTE).to_integral_value(rounding=ROUND_CEILING))
        if needed <= 0:
            return start.astimezone(UTC)
        while True:
            goal = _open_until(laid, start) + needed
            i = bisect_left(laid.sums, goal)
            if i < len(laid.sums):
                found = laid.ends[i] - timedelta(microseconds=laid.sums[i] - goal)
                if found < laid.till:
                    return found
            if laid.last >= _LAST_YEAR or self._over(laid, start):
                raise NeverEnds
            laid = self._longer(laid)

    def intervals(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Give the merged intervals that reach into ``start`` to ``end``, whole as far as the years laid out go."""
        laid = self._for(start, end)
        first = bisect_right(laid.ends, start)
        last = bisect_left(laid.starts, end)
        return list(zip(laid.starts[first:last], laid.ends[first:last], strict=True))

    def closed_by(self, day: date) -> str | None:
        """Give the name of the public holiday that closes this date; None: nothing of that kind does."""
        return self._days[bisect_right(self._begins, day) - 1].holiday(day)

    def _for(self, start: datetime, end: datetime) -> _Layout:
        laid = self._layout
        if laid.since <= start and end < laid.till:
            return laid
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if start < EARLIEST or end >= LATEST:
            raise InstantOutOfRange(first=EARLIEST.date().isoformat(), last=LATEST.date().isoformat())
        return self._lay(min(laid.first, start.year - 1), max(laid.last, end.year + 1))

    def _further(self, laid: _Layout, at: datetime) -> _Layout | None:
        """Lay out more years; None when everything that can come after ``at`` has been seen."""
        return self._longer(laid) if laid.last < self._ahead(at) else None

    def _over(self, laid: _Layout, at: datetime) -> bool:
        """Whether it never opens again: everything new has been seen, and the part that repeats holds no opening."""
        ahead = self._ahead(at)
        repeats = datetime(ahead - self._repeats_within() + 1, 1, 1, tzinfo=UTC)
        return laid.last >= ahead and (not laid.ends or laid.ends[-1] < repeats)

    def _longer(self, laid: _Layout) -> _Layout:
        return self._lay(laid.first, min(_LAST_YEAR, laid.last + max(1, laid.last - laid.first)))

    def _ahead(self, at: datetime) -> int:
        """Give the last year that can tell anything new about what comes after ``at``."""
        named = [year for one in self.versions for year in one.special_years()]
        return max([at.year, *named]) + self._repeats_within()

    def _repeats_within(self) -> int:
        last = self.versions[-1]
        yearly = any(last.weekly) and bool(last.holidays or last.half_days or last.own_holidays)
        return _YEARLY_YEARS if yearly else _PLAIN_YEARS

    def _lay(self, first: int, last: int) -> _Layout:
        starts: list[datetime] = []
        ends: list[datetime] = []
        for start, end in sorted(pair for year in range(first, last + 1) for pair in self._year(year)):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        sums, total = [], 0
        for start, end in zip(starts, ends, strict=True):
            total += (end - start) // _MICROSECOND
            sums.append(total)
        # An interval reaches at most two dates far, and no zone is more than a day away from UTC.
        since, till = datetime(first, 1, 4, tzinfo=UTC), datetime(last, 12, 29, tzinfo=UTC)
        self._layout = _Layout(first, last, since, till, starts, ends, sums)
        return self._layout

    def _year(self, year: int) -> list[tuple[datetime, datetime]]:
        if year not in self._years:
            day = date(year, 1, 1)
            found: list[tuple[datetime, datetime]] = []
            while day.year == year:
                found += self._days[bisect_right(self._begins, day) - 1].instants(day)
                day += timedelta(days=1)
            self._years[year] = found
        return self._years[year]


class _Days:
    """One version, date by date."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._zone = ZoneInfo(hours.zone)
        self._half = dict(hours.half_days)
        self._named = {**dict(hours.feed), **dict(hours.exceptions)}

    def instants(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Give the opening and closing instants of the intervals that start on this date."""
        intervals, cut = self._on(day)
        for each in intervals:
            start, end = self._instant(day, each.start), self._instant(day, each.end)
            if cut is not None:
                end = min(end, self._instant(day, cut))
            if start < end:
                yield start, end

    def holiday(self, day: date) -> str | None:
        """Give the holiday's name, empty for one of the brand's own; None: it is none, or open all the same."""
        yearly = (day.month, day.day)
        if yearly in self._hours.own_holidays:
            return ""
        if self._hours.holidays is None or yearly in self._hours.open_holidays:
            return None
        return holidays_of(self._hours.holidays, day.year).get(day)

    def _on(self, day: date) -> tuple[Sequence[Interval], int | None]:
        """Precedence: exception, feed, holiday (closed), half day (cut at its end), weekly."""
        if day in self._named:
            return self._named[day], None
        if self.holiday(day) is not None:
            return (), None
        return self._hours.weekly[day.weekday()], self._half.get((day.month, day.day))

    def _instant(self, day: date, minutes: int) -> datetime:
        later, minute = divmod(minutes, DAY)
        if later:
            day += timedelta(days=later)
        wall = datetime.combine(day, time(minute // 60, minute % 60), self._zone)
        return wall.astimezone(UTC)


def _empty() -> _Layout:
    never = datetime(1, 1, 1, tzinfo=UTC)
    return _Layout(9999, 0, never, never, [], [], [])


def _open_until(laid: _Layout, at: datetime) -> int:
    """Give the microseconds of open time in the years laid out, up to ``at``."""
    i = bisect_right(laid.starts, at) - 1
    if i < 0:
        return 0
    end = laid.ends[i]
    if at >= end:
        return laid.sums[i]
    left = end - at
    return laid.sums[i] - ((left.days * 86_400 + left.seconds) * 1_000_000 + left.microseconds)
