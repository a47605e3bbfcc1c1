"""Opening hours as programs write them (the body of ``PUT /api/v1/hours``), read into ``Hours`` and back. Pure.

Every mistake has its sentence (``problems``); nothing is guessed and nothing is left out.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from hilft.hours.calendar import EARLIEST, LATEST, Calendar
from hilft.hours.model import DAY, Hours, Interval, Intervals, Yearly
from hilft.hours.problems import (
    BadDate,
    BadInterval,
    BadTime,
    BadYearly,
    DateOutOfRange,
    EmptyInterval,
    NeverOpen,
    OpensAtMidnight,
    TooManyDates,
    UnknownWeekday,
    UnknownZone,
)
from hilft.hours.regions import checked_region

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_DATES = 2000
MOST_INTERVALS = 48

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_YEARLY = re.compile(r"([0-9]{2})-([0-9]{2})", re.ASCII)
_LEAP = 2024
_SHOWN = 40
"Characters of a wrong value that a sentence repeats."


def hours_of(document: Mapping[str, Any]) -> Hours:
    """Read ``{zone, weekly, holidays, half_day_ends, exceptions, own_holidays, open_holidays, valid_from}``.

    All but ``zone`` may be absent or null. Raises one of the room's problems.
    """
    exceptions = document.get("exceptions") or {}
    half_days = document.get("half_day_ends") or {}
    if max(len(exceptions), len(half_days)) > MOST_DATES:
        raise TooManyDates(limit=MOST_DATES, intervals=MOST_INTERVALS)
    region = document.get("holidays")
    begins = document.get("valid_from")
    found = Hours(
        zone=checked_zone(document["zone"]),
        weekly=_weekly(document.get("weekly") or {}),
        holidays=None if region is None else checked_region(region),
        half_days=tuple(sorted((yearly(day), minutes_of(end)) for day, end in half_days.items())),
        exceptions=tuple(sorted(named_days(exceptions).items())),
        own_holidays=tuple(sorted({yearly(day) for day in document.get("own_holidays") or ()})),
        open_holidays=tuple(sorted({yearly(day) for day in document.get("open_holidays") or ()})),
        valid_from=None if begins is None else day_of(begins),
    )
    check_opens(found)
    return found


def named_days(given: Mapping[str, Sequence[Sequence[str]]]) -> dict[date, Intervals]:
    """Read ``{"2026-12-31": [], "2027-01-04": [["10:00", "14:00"]]}``."""
    return {day_of(day): intervals_of(day, intervals) for day, intervals in given.items()}


def document_of(hours: Hours) -> dict[str, Any]:
    """Write hours so that ``hours_of`` reads the same; what subscribed calendars say is not part of it."""
    return {
        "zone": hours.zone,
        "weekly": {name: written(each) for name, each in zip(WEEKDAYS, hours.weekly, strict=True)},
        "holidays": hours.holidays,
        "half_day_ends": {written_yearly(day): written_time(end) for day, end in hours.half_days},
        "exceptions": {day.isoformat(): written(each) for day, each in hours.exceptions},
        "own_holidays": [written_yearly(day) for day in hours.own_holidays],
        "open_holidays": [written_yearly(day) for day in hours.open_holidays],
        "valid_from": hours.valid_from.isoformat() if hours.valid_from else None,
    }


def checked_zone(text: str) -> str:
    """Raises ``UnknownZone``."""
    if text not in _zones():
        raise UnknownZone(zone=text[:_SHOWN])
    return text


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def offered_zones() -> list[str]:
    """Give the names of all time zones, for a form."""
    return sorted(_zones())


def check_opens(hours: Hours) -> None:
    """Raises ``NeverOpen`` when there is no instant at all at which these hours are open."""
    if not any(hours.weekly) and not any(intervals for _, intervals in (*hours.exceptions, *hours.feed)):
        raise NeverOpen
    begins = min([date(2000, 1, 1), *(day for day, _ in hours.exceptions)]) - timedelta(days=3)
    asked = max(EARLIEST, datetime(begins.year, begins.month, begins.day, tzinfo=EARLIEST.tzinfo))
    calendar = Calendar([_from_the_beginning(hours)])
    if not calendar.open_at(asked) and calendar.next_open(asked) is None:
        raise NeverOpen


def _from_the_beginning(hours: Hours) -> Hours:
    return Hours(
        hours.zone, hours.weekly, hours.holidays, hours.half_days, hours.exceptions,
        hours.own_holidays, hours.open_holidays, None, hours.feed,
    )  # fmt: skip


def _weekly(given: Mapping[str, Any]) -> tuple[Intervals, ...]:
    for day in given:
        if day not in WEEKDAYS:
            raise UnknownWeekday(day=day[:_SHOWN])
    return tuple(intervals_of(day, given.get(day) or ()) for day in WEEKDAYS)


def intervals_of(where: str, given: Sequence[Sequence[str]]) -> Intervals:
    """Read ``[["09:00", "12:30"], …]``; an end that is not after its start is on the next day."""
    if len(given) > MOST_INTERVALS:
        raise TooManyDates(limit=MOST_DATES, intervals=MOST_INTERVALS)
    return tuple(sorted(_interval(where[:_SHOWN], pair) for pair in given))


def _interval(where: str, pair: Sequence[str]) -> Interval:
    if len(pair) != 2:  # noqa: PLR2004 - an opening and a closing
        raise BadInterval(where=where)
    start, end = minutes_of(pair[0]), minutes_of(pair[1])
    if start == end:
        raise EmptyInterval(where=where, time=pair[0])
    if start == DAY:
        raise OpensAtMidnight(where=where)
    return Interval(start, end if end > start else end + DAY)


def minutes_of(text: str) -> int:
    """Read ``09:00``, ``24:00``; raises ``BadTime``."""
    if not _TIME.fullmatch(text):
        raise BadTime(time=text[:_SHOWN])
    return int(text[:2]) * 60 + int(text[3:])


def day_of(text: str) -> date:
    """Read ``2026-12-31``; raises ``BadDate`` or ``DateOutOfRange``."""
    if not _DATE.fullmatch(text):
        raise BadDate(date=text[:_SHOWN])
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadDate(date=text) from None
    if not EARLIEST.date() < day < LATEST.date():
        first, last = EARLIEST.date() + timedelta(days=1), LATEST.date() - timedelta(days=1)
        raise DateOutOfRange(date=text, first=first.isoformat(), last=last.isoformat())
    return day


def yearly(text: str) -> Yearly:
    """Read ``12-24``, also ``02-29``; raises ``BadYearly``."""
    found = _YEARLY.fullmatch(text)
    try:
        day = date(_LEAP, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise BadYearly(date=text[:_SHOWN])
    return day.month, day.day


def written(intervals: Intervals) -> list[list[str]]:
    """Write intervals as they were read."""
    return [
        [written_time(each.start), written_time(each.end if each.end <= DAY else each.end - DAY)]
        for each in intervals
    ]


def written_time(minutes: int) -> str:
    """Write ``09:00``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def written_yearly(day: Yearly) -> str:
    """Write ``12-24``."""
    return f"{day[0]:02}-{day[1]:02}"
