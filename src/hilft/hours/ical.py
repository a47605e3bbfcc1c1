"""Opening hours and iCalendar (RFC 5545): single days read from a calendar, openings written as one. Pure.

Read: an event without times closes its days; an event with times is a special opening, and on its date only such ones
hold. Both ways are the same, so the calendar one desk gives can be read by another.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar as CalendarFile
from icalendar import Component, Event

from hilft.hours.calendar import EARLIEST, LATEST, Calendar
from hilft.hours.document import MOST_DATES, MOST_INTERVALS, written_time
from hilft.hours.model import DAY
from hilft.hours.problems import BadCalendar, CalendarTooLarge, OddRepetition

Days = dict[str, list[list[str]]]
"Dates as in a document's ``exceptions``."

LARGEST = 500_000
"Bytes."
_MOST_EVENTS = 5000
_LONGEST_EVENT = timedelta(days=62)
_BACK, _AHEAD = timedelta(days=400), timedelta(days=3660)
_REPEATS = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"What the parsers raise for texts that are none."


def days_in(content: bytes, zone: str, today: date) -> Days:
    """Read what a calendar says of single days, from a year ago to ten years ahead.

    Raises ``BadCalendar``, ``CalendarTooLarge`` or ``OddRepetition``.
    """
    if len(content) > LARGEST:
        raise CalendarTooLarge
    try:
        root = CalendarFile.from_ical(content)
        if root.name != "VCALENDAR":
            raise BadCalendar
        return _gathered(root, ZoneInfo(zone), today)
    except _BROKEN as error:
        raise BadCalendar from error


def _gathered(root: Component, zone: ZoneInfo, today: date) -> Days:
    events = [each for each in root.walk("VEVENT") if str(each.get("STATUS", "")).upper() != "CANCELLED"]
    if len(events) > _MOST_EVENTS:
        raise CalendarTooLarge
    replaced = {
        (str(each.get("UID")), _date_of(_value(each, "RECURRENCE-ID").dt, zone))
        for each in events
        if "RECURRENCE-ID" in each
    }
    closed: set[date] = set()
    opened: dict[date, set[tuple[int, int]]] = {}
    for each in events:
        for start in _starts(each, zone, today):
            if "RRULE" in each and (str(each.get("UID")), _date_of(start, zone)) in replaced:
                continue
            if isinstance(start, datetime):
                for day, interval in _openings(start, _length(each), zone):
                    opened.setdefault(day, set()).add(interval)
            else:
                closed.update(start + timedelta(days=number) for number in range(max(1, _length(each).days)))
        if len(closed) + len(opened) > MOST_DATES:
            raise CalendarTooLarge
    return _written(closed, opened, today)


def _written(closed: set[date], opened: Mapping[date, set[tuple[int, int]]], today: date) -> Days:
    first, last = max(EARLIEST.date() + _BACK, today) - _BACK, min(LATEST.date(), today + _AHEAD)
    if any(len(each) > MOST_INTERVALS for each in opened.values()):
        raise CalendarTooLarge
    return {
        day.isoformat(): [
            [written_time(start), written_time(end)] for start, end in sorted(opened.get(day, ()))
        ]
        for day in sorted(closed | opened.keys())
        if first < day < last
    }


def _starts(event: Component, zone: ZoneInfo, today: date) -> Iterator[date | datetime]:
    """Give every start of an event that may still matter; a ``datetime`` where it has times, in its own zone."""
    start = _value(event, "DTSTART").dt
    if not isinstance(start, date):
        raise BadCalendar
    if "RRULE" not in event:
        yield start
    else:
        yield from _repeated(event, start, zone, today)
    for given in _listed(event.get("RDATE")):
        yield from (each.dt for each in given.dts if isinstance(each.dt, date))


def _repeated(event: Component, start: date, zone: ZoneInfo, today: date) -> Iterator[date | datetime]:
    rules = _listed(_value(event, "RRULE"))
    if len(rules) != 1 or {str(each).upper() for each in rules[0].get("FREQ", ())} - _REPEATS:
        raise OddRepetition
    rule = {key: value for key, value in rules[0].items() if key != "UNTIL"}
    wall = start.replace(tzinfo=None) if isinstance(start, datetime) else _midnight(start)
    end = _midnight(today) + _AHEAD
    for given in rules[0].get("UNTIL", ()):
        end = min(end, _wall_of(given, start, zone))
    excluded = {_date_of(each.dt, zone) for given in _listed(event.get("EXDATE")) for each in given.dts}
    if wall.year < EARLIEST.year:
        raise OddRepetition
    text = type(rules[0])(rule).to_ical().decode()
    # The end goes in as its own rule, so that one which never comes true ends there too.
    until = "" if "COUNT" in rule else f";UNTIL={end:%Y%m%dT%H%M%S}"
    for number, each in enumerate(rrulestr(text + until, dtstart=wall)):
        if each > end or number > _MOST_EVENTS:
            return
        if each.date() not in excluded:
            yield each.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else each.date()


def _wall_of(until: date, start: date, zone: ZoneInfo) -> datetime:
    if not isinstance(until, datetime):
        return datetime.combine(until, time(23, 59, 59))
    hands = (start.tzinfo if isinstance(start, datetime) else None) or zone
    return until.astimezone(hands).replace(tzinfo=None) if until.tzinfo else until


def _openings(start: datetime, length: timedelta, zone: ZoneInfo) -> Iterator[tuple[date, tuple[int, int]]]:
    """Cut an event with times at each midnight of the desk's zone."""
    if length > _LONGEST_EVENT:
        raise CalendarTooLarge
    begins = start.astimezone(zone).replace(tzinfo=None) if start.tzinfo else start
    ends = (start + length).astimezone(zone).replace(tzinfo=None) if start.tzinfo else start + length
    day = begins.date()
    while _midnight(day) < ends:
        first = begins.hour * 60 + begins.minute if day == begins.date() else 0
        last = ends.hour * 60 + ends.minute if day == ends.date() else DAY
        if first < last:
            yield day, (first, last)
        day += timedelta(days=1)


def _length(event: Component) -> timedelta:
    start = _value(event, "DTSTART").dt
    if "DTEND" in event:
        length = _value(event, "DTEND").dt - start
    elif "DURATION" in event:
        length = _value(event, "DURATION").dt
    else:
        length = timedelta(0)
    if not isinstance(length, timedelta) or length < timedelta(0):
        raise BadCalendar
    return length


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _date_of(at: date, zone: ZoneInfo) -> date:
    if not isinstance(at, datetime):
        return at
    return (at.astimezone(zone) if at.tzinfo else at).date()


def _value(event: Component, name: str) -> Any:  # noqa: ANN401 - a stranger's file says what it is
    """Give a property; what it is, the calendar says, and every use of it may fail (``_BROKEN``)."""
    return event[name]


def _listed(found: object) -> list[Any]:
    return [] if found is None else found if isinstance(found, list) else [found]


def calendar_file(
    calendar: Calendar, *, name: str, slug: str, word: str, closed: str, now: datetime
) -> bytes:
    """Write a year of openings, and the holidays that close, as a calendar to subscribe to.

    ``word`` and ``closed`` are what the events are called, ``slug`` makes their names unique.
    """
    root = CalendarFile()
    root.add("prodid", "-//hilft//opening hours//EN")
    root.add("version", "2.0")
    root.add("method", "PUBLISH")
    root.add("x-wr-calname", name)
    first, last = now - timedelta(days=31), min(now + timedelta(days=366), LATEST - timedelta(days=1))
    for start, end in calendar.intervals(first, last):
        root.add_component(_opening(max(start, first), min(end, last), f"open-{slug}", word, now))
    day = first.date()
    while day < last.date():
        holiday = calendar.closed_by(day)
        if holiday is not None:
            event = Event()
            event.add("uid", f"closed-{day:%Y%m%d}-{slug}@hilft")
            event.add("dtstamp", now)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("summary", f"{closed}: {holiday}" if holiday else closed)
            event.add("transp", "TRANSPARENT")
            root.add_component(event)
        day += timedelta(days=1)
    written: bytes = root.to_ical()
    return written


def _opening(start: datetime, end: datetime, slug: str, word: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}-{slug}@hilft")
    event.add("dtstamp", now)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", word)
    return event
