"""Opening hours of a brand, overridden by an account: when is it open, until when, when again, and business time.

``calendar_of`` gives a ``Calendar``, which answers without asking anybody: ``open_at``, ``until``, ``next_open``,
``minutes_between``, ``add``. Whoever has written no hours down is always open.
"""

from hilft.hours.actions import TOPIC, Version, calendar_of, drop_version, put_hours, versions
from hilft.hours.asking import instant_of, minutes_of
from hilft.hours.calendar import EARLIEST, LATEST, Calendar, State
from hilft.hours.document import MOST_DATES, MOST_INTERVALS, WEEKDAYS, document_of, hours_of
from hilft.hours.feeds import Subscriptions, drop_feed, feeds, subscribe, take_file
from hilft.hours.ical import calendar_file, days_in
from hilft.hours.model import Hours, Interval
from hilft.hours.problems import BadCalendar, NeverEnds, NeverOpen, NoSuchVersion, UnknownRegion, WrongOrder
from hilft.hours.regions import holidays_of, offered_regions
from hilft.hours.script import (
    read_date,
    read_dates,
    read_day,
    read_half_days,
    read_yearly,
    write_dates,
    write_day,
    write_half_days,
)
from hilft.hours.store import Feed

__all__ = [
    "EARLIEST",
    "LATEST",
    "MOST_DATES",
    "MOST_INTERVALS",
    "TOPIC",
    "WEEKDAYS",
    "BadCalendar",
    "Calendar",
    "Feed",
    "Hours",
    "Interval",
    "NeverEnds",
    "NeverOpen",
    "NoSuchVersion",
    "State",
    "Subscriptions",
    "UnknownRegion",
    "Version",
    "WrongOrder",
    "calendar_file",
    "calendar_of",
    "days_in",
    "document_of",
    "drop_feed",
    "drop_version",
    "feeds",
    "holidays_of",
    "hours_of",
    "instant_of",
    "minutes_of",
    "offered_regions",
    "put_hours",
    "read_date",
    "read_dates",
    "read_day",
    "read_half_days",
    "read_yearly",
    "subscribe",
    "take_file",
    "versions",
    "write_dates",
    "write_day",
    "write_half_days",
]
