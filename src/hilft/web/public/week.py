"""The opening hours of the coming days as people read them, and as schema.org writes them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hilft.hours import Calendar, Hours

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEK = 7
_LOOK_AHEAD = 28
_DAY_MINUTES = 24 * 60
_LAST_MINUTE = "23:59"
"How schema.org writes the end of a day."


@dataclass(frozen=True, slots=True)
class Day:
    """One date: ``spans`` as ``09:00–18:00``; ``holiday`` is None on days that are none, else its name or empty."""

    date: date
    spans: tuple[str, ...]
    holiday: str | None


def coming_days(calendar: Calendar, today: date, zone: ZoneInfo) -> tuple[Day, ...]:
    """Give the week that begins today, in the brand's zone."""
    days = (today + timedelta(days=each) for each in range(_WEEK))
    return tuple(Day(day, _spans(calendar, day, zone), calendar.closed_by(day)) for day in days)


def _spans(calendar: Calendar, day: date, zone: ZoneInfo) -> tuple[str, ...]:
    """What begins on this date belongs to it, past midnight too; what is longer than a day is cut at midnights."""
    begins = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    found = []
    for start, end in calendar.intervals(begins, ends):
        long = end - start >= timedelta(days=1)
        till = "24:00" if end == ends or (long and end > ends) else _wall(end, zone)
        if start >= begins:
            found.append(f"{_wall(start, zone)}–{till}")
        elif long:
            found.append(f"00:00–{till}")
    return tuple(found)


def _wall(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%H:%M")


def hours_in_force(calendar: Calendar, today: date) -> Hours:
    """Give the version that holds today."""
    return [each for each in calendar.versions if each.valid_from is None or each.valid_from <= today][-1]


def opening_hours(hours: Hours) -> list[str]:
    """Write weekly hours as schema.org's ``openingHours``: ``Mo 09:00-18:00``."""
    return [
        f"{_SHORT[number]} {_clock(each.start)}-{_clock(each.end)}"
        for number, intervals in enumerate(hours.weekly)
        for each in intervals
    ]


def specification(calendar: Calendar, today: date, zone: ZoneInfo) -> list[dict[str, str]]:
    """Write the hours as ``openingHoursSpecification``: the week, then the dates of four weeks that differ from it."""
    hours = hours_in_force(calendar, today)
    weekly = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{_DAYS[number]}",
            "opens": _clock(each.start),
            "closes": _clock(each.end),
        }
        for number, intervals in enumerate(hours.weekly)
        for each in intervals
    ]
    special = [
        each
        for ahead in range(_LOOK_AHEAD)
        for each in _special(calendar, hours, today + timedelta(days=ahead), zone)
    ]
    return [*weekly, *special]


def _special(calendar: Calendar, hours: Hours, day: date, zone: ZoneInfo) -> Sequence[dict[str, str]]:
    usual = tuple(
        f"{_wall_minutes(each.start)}–{_wall_minutes(each.end)}" for each in hours.weekly[day.weekday()]
    )
    named = {known for known, _ in (*hours.exceptions, *hours.feed)}
    if (
        calendar.closed_by(day) is None
        and day not in named
        and (day.month, day.day) not in dict(hours.half_days)
    ):
        return ()
    real = _spans(calendar, day, zone)
    if real == usual:
        return ()
    spans = [each.split("–") for each in real] or [["00:00", "00:00"]]
    return [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": day.isoformat(),
            "validThrough": day.isoformat(),
            "opens": opens,
            "closes": _LAST_MINUTE if closes == "24:00" else closes,
        }
        for opens, closes in spans
    ]


def _clock(minutes: int) -> str:
    return _LAST_MINUTE if minutes == _DAY_MINUTES else _wall_minutes(minutes)


def _wall_minutes(minutes: int) -> str:
    if minutes == _DAY_MINUTES:
        return "24:00"
    within = minutes % _DAY_MINUTES
    return f"{within // 60:02}:{within % 60:02}"
