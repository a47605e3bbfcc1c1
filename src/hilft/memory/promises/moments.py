"""From words of time to instants, in the brand's zone and by its calendar. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hilft.memory.promises.model import CLOSING, BusinessDays

PARTS = {
    "early": time(10),
    "morning": time(12),
    "noon": time(12),
    "midday": time(14),
    "afternoon": time(18),
    "evening": time(20),
    "night": time(23, 59),
    "midnight": time(23, 59),
}
"Until when the parts of a day last: what is promised for one is due at its end."

FRIDAY, SUNDAY = 5, 7
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Said:
    """Words of time put together: a day, a part of it, a time of day; or how long from now."""

    day: date | None = None
    part: str = ""
    clock: time | None = None
    closing: bool = False
    "Until the end of business of the day."
    span: timedelta | None = None
    "Exactly so long from now."
    literal: bool = True
    "Whether the time of day says which half of the day it means."


@dataclass(frozen=True, slots=True)
class Moment:
    """Where words are turned into instants: the present, the zone and the calendar."""

    now: datetime
    zone: ZoneInfo
    calendar: BusinessDays

    @property
    def local(self) -> datetime:
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        return self.local.date()

    def due(self, said: Said) -> datetime | None:
        """Give the instant in UTC; None: it has passed, or nothing was said."""
        try:
            due = self._due(said)
        except (OverflowError, ValueError):
            return None
        return due if due is not None and due > self.now else None

    def _due(self, said: Said) -> datetime | None:
        if said.span is not None:
            return self.now.astimezone(UTC) + said.span
        if said.clock is not None:
            return self._at_clock(said)
        if said.part:
            return self._at_part(said.day or self.today, said.part)
        if said.day is None and not said.closing:
            return None
        return self._closing(said.day or self.today)

    def _at_clock(self, said: Said) -> datetime:
        clock = said.clock
        assert clock is not None  # the caller looked
        if not said.literal:
            clock = _half(clock, said.part)
        if said.day is not None:
            return self.at(said.day, clock)
        at = self.at(self.today, clock)
        if at <= self.now and not said.part:
            at = self.at(self.today + timedelta(days=1), clock)
        return at

    def _at_part(self, day: date, part: str) -> datetime:
        end = PARTS[part]
        if part == "afternoon":
            end = min(end, self.calendar.closes(day) or end)
        at = self.at(day, end)
        return self.at(day, _LAST_MINUTE) if at <= self.now and day == self.today else at

    def _closing(self, day: date) -> datetime:
        at = self.at(day, self.calendar.closes(day) or CLOSING)
        return self.at(day, _LAST_MINUTE) if at <= self.now and day == self.today else at

    def at(self, day: date, clock: time) -> datetime:
        """Give a local time of a day; the first of two, where clocks go back."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def weekday(self, number: int, *, week_after: bool = False) -> date:
        """Give the next Monday (1) … Sunday (7) after today; ``week_after``: that of the week after this one."""
        if week_after:
            return self.monday(1) + timedelta(days=number - 1)
        return self.today + timedelta(days=(number - self.today.isoweekday() - 1) % 7 + 1)

    def weekday_or_today(self, number: int) -> date:
        """Give the next Monday (1) … Sunday (7), today counted."""
        return self.today + timedelta(days=(number - self.today.isoweekday()) % 7)

    def monday(self, weeks: int) -> date:
        """Give the Monday of this week (0) or a later one."""
        return self.today + timedelta(days=1 - self.today.isoweekday(), weeks=weeks)

    def last_open_day(self, weeks: int) -> date:
        """Give the last day of business up to Friday of a week; at a weekend this week lasts until Sunday."""
        monday = self.monday(weeks)
        friday = monday + timedelta(days=FRIDAY - 1)
        if friday < self.today:
            return monday + timedelta(days=SUNDAY - 1)
        open_days = [
            day
            for day in (friday - timedelta(days=back) for back in range(FRIDAY))
            if day >= self.today and self.calendar.closes(day)
        ]
        return open_days[0] if open_days else friday

    def open_day(self, after: int) -> date:
        """Give the n-th day of business after today; looks a year ahead at most."""
        day, left = self.today, after
        for _ in range(366):
            if left <= 0:
                break
            day += timedelta(days=1)
            left -= self.calendar.closes(day) is not None
        return day


_PM_UNTIL = 7


def _half(clock: time, part: str) -> time:
    """Read ``at 3`` as three in the afternoon, ``9`` as nine in the morning unless an evening was meant."""
    if part in {"early", "morning"} or clock.hour >= 12:  # noqa: PLR2004 - noon
        return clock
    if part in {"afternoon", "evening", "night"} or clock.hour < _PM_UNTIL:
        return clock.replace(hour=clock.hour + 12)
    return clock
