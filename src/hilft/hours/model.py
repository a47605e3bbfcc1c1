"""When a brand or an account is open, as it was written down: weekly hours, special days, from which date on. Pure."""

from dataclasses import dataclass, field
from datetime import date

DAY = 24 * 60
"Minutes of a day on the wall; a day with a change of clocks has more or fewer real ones."


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From an opening to a closing, in minutes on the wall since the midnight on which its date begins.

    ``0 <= start < DAY`` and ``start < end <= start + DAY``: an end above ``DAY`` lies on the next date, and the
    interval still belongs to the date on which it starts.
    """

    start: int
    end: int


Intervals = tuple[Interval, ...]
Yearly = tuple[int, int]
"A month and a day, every year."

ALL_DAY: Intervals = (Interval(0, DAY),)


@dataclass(frozen=True, slots=True)
class Hours:
    """One version of opening hours. Precedence on a date: exception, feed, holiday (closed), half day, weekly."""

    zone: str
    "IANA name of the time zone in which everything here is meant."
    weekly: tuple[Intervals, ...]
    "Seven days, Monday first."
    holidays: str | None = None
    "Region whose public holidays are closed: ``DE-BY``, ``AT``, ``US-CA``."
    half_days: tuple[tuple[Yearly, int], ...] = ()
    "Dates on which intervals are cut, at which minute on the wall."
    exceptions: tuple[tuple[date, Intervals], ...] = ()
    "What holds on single dates instead of everything else; no interval: closed."
    own_holidays: tuple[Yearly, ...] = ()
    "Closed every year, besides the region's."
    open_holidays: tuple[Yearly, ...] = ()
    "Holidays of the region on which the weekly hours hold all the same."
    valid_from: date | None = None
    "The first date of this version; None: always, until another one begins."
    feed: tuple[tuple[date, Intervals], ...] = field(default=())
    "What subscribed calendars say of single dates."

    def special_years(self) -> list[int]:
        """Give the years of all dates named singly: afterwards everything only repeats."""
        years = [day.year for day, _ in (*self.exceptions, *self.feed)]
        return [*years, self.valid_from.year] if self.valid_from else years


def always_open(zone: str = "UTC") -> Hours:
    """Give the hours of whoever has given none: open, day and night."""
    return Hours(zone, (ALL_DAY,) * 7)
