"""From when to when, and by what: as it is asked for, and as the sums are kept. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hilft.hours import instant_of
from hilft.problems import Problem
from hilft.reports.model import Dimension
from hilft.reports.problems import (
    BadDay,
    EndsBeforeItBegins,
    PeriodOutOfRange,
    PeriodTooLong,
    TooManyDays,
    UnknownGroup,
)

USUAL_DAYS = 30
MOST_DAYS = 3_660
MOST_PIECES = 800
"Days told one by one."
FIRST, LAST = date(1970, 1, 2), date(2199, 12, 30)
_DAY = timedelta(days=1)
_FEW_DAYS, _SOME_DAYS = 45, 400
_DATE_LENGTH = 10
_SHOWN = 40


class Step(StrEnum):
    """Pieces of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


GROUPS = tuple(each.value for each in Dimension if each is not Dimension.ALL)
STEPS = tuple(each.value for each in Step)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the brand's zone, the last one included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def read_period(start: str, end: str, zone: str, now: datetime) -> Period:
    """Read a period: dates are both included, an instant means the day it falls on, at the end the day before midnight.

    What is not said: until today, thirty days. Raises a sentence for anything that is no period.
    """
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    last = _day(end, here, end=True) if end.strip() else today
    first = _day(start, here, end=False) if start.strip() else max(FIRST, last - (USUAL_DAYS - 1) * _DAY)
    if not FIRST <= first <= LAST or not FIRST <= last <= LAST:
        raise PeriodOutOfRange
    if last < first:
        raise EndsBeforeItBegins(
            first=start.strip() or first.isoformat(), last=end.strip() or last.isoformat()
        )
    period = Period(first, last)
    if period.days > MOST_DAYS:
        raise PeriodTooLong(days=period.days, limit=MOST_DAYS)
    return period


def _day(text: str, here: ZoneInfo, *, end: bool) -> date:
    text = text.strip()
    try:
        if len(text) == _DATE_LENGTH and text.isascii() and text[4] == text[7] == "-":
            return date.fromisoformat(text)
        at = instant_of(text)
        return (at - timedelta(microseconds=1) if end else at).astimezone(here).date()
    except (Problem, ValueError, OverflowError):
        raise BadDay(text=text[:_SHOWN]) from None


def read_by(text: str, period: Period) -> Dimension | Step | None:
    """Read by what a figure is told; raises `UnknownGroup`, or `TooManyDays` one by one."""
    text = text.strip().lower()
    if not text:
        return None
    if text in GROUPS:
        return Dimension(text)
    if text not in STEPS:
        raise UnknownGroup(by=text[:_SHOWN], known=", ".join((*GROUPS, *STEPS)))
    step = Step(text)
    if step is Step.DAY and period.days > MOST_PIECES:
        raise TooManyDays(days=period.days, limit=MOST_PIECES)
    return step


def usual_step(period: Period) -> Step:
    """Choose pieces of which a picture shows some dozens."""
    if period.days <= _FEW_DAYS:
        return Step.DAY
    return Step.WEEK if period.days <= _SOME_DAYS else Step.MONTH


def beginning(day: date, step: Step) -> date:
    """Give the first day of the piece in which a day lies; weeks begin on Monday (ISO 8601)."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day - timedelta(days=day.weekday())
        case Step.MONTH:
            return day.replace(day=1)
        case Step.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Step.YEAR:
            return day.replace(month=1, day=1)


def pieces(period: Period, step: Step) -> list[Period]:
    """Cut a period into its pieces; the first and the last may be shorter than the others."""
    found: list[Period] = []
    first = period.first
    while first <= period.last:
        following = _following(beginning(first, step), step)
        found.append(Period(first, min(period.last, following - _DAY)))
        first = following
    return found


def _following(first: date, step: Step) -> date:
    if step in {Step.DAY, Step.WEEK}:
        return first + timedelta(days=1 if step is Step.DAY else 7)
    months = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}[step]
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Cut:
    """A period as sums are kept: whole months, and days at its edges.

    Days that lie in the period are to be added; those that do not are in one of the months, and to be taken out again:
    that is shorter where a month is almost whole.
    """

    before: Period
    months: Period
    "The first days of the first and the last month."
    behind: Period


NOTHING = Period(date(1970, 1, 2), date(1970, 1, 1))


def cut(period: Period, *, daily: bool) -> Cut:
    """Say which rows to read; ``daily``: every day for itself."""
    first_month, last_month = period.first.replace(day=1), period.last.replace(day=1)
    if daily or first_month == last_month:
        return Cut(period, NOTHING, NOTHING)
    second, after = _following(first_month, Step.MONTH), _following(last_month, Step.MONTH)
    before, missing = Period(period.first, second - _DAY), Period(first_month, period.first - _DAY)
    behind, over = Period(last_month, period.last), Period(period.last + _DAY, after - _DAY)
    from_month, upto_month = second, (last_month - _DAY).replace(day=1)
    if missing.days < before.days:
        before, from_month = missing, first_month
    if over.days < behind.days:
        behind, upto_month = over, last_month
    return Cut(before, Period(from_month, upto_month), behind)


def days(period: Period) -> Iterator[date]:
    """Give every day of a period."""
    day = period.first
    while day <= period.last:
        yield day
        day += _DAY
