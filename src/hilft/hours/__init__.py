"""Opening hours of a brand, overridden by an account: when is it open, until when, when again, and business time.

``calendar_of`` gives a ``Calendar``, which answers without asking anybody: ``open_at``, ``until``, ``next_open``,
``minutes_between``, ``add``. Whoever has written no hours down is always open.
"""

from hilft.hours.actions import TOPIC, Version, calendar_of, drop_version, put_hours, versions
from hilft.hours.asking import instant_of, minutes_of
from hilft.hours.calendar import EARLIEST, LATEST, Calendar, State
from hilft.hours.document import MOST_DATES, MOST_INTERVALS, WEEKDAYS, document_of, hours_of
from hilft.hours.model import Hours, Interval
from hilft.hours.problems import NeverEnds, NeverOpen, NoSuchVersion, UnknownRegion, WrongOrder
from hilft.hours.regions import holidays_of, offered_regions

__all__ = [
    "EARLIEST",
    "LATEST",
    "MOST_DATES",
    "MOST_INTERVALS",
    "TOPIC",
    "WEEKDAYS",
    "Calendar",
    "Hours",
    "Interval",
    "NeverEnds",
    "NeverOpen",
    "NoSuchVersion",
    "State",
    "UnknownRegion",
    "Version",
    "WrongOrder",
    "calendar_of",
    "document_of",
    "drop_version",
    "holidays_of",
    "hours_of",
    "instant_of",
    "minutes_of",
    "offered_regions",
    "put_hours",
    "versions",
]
