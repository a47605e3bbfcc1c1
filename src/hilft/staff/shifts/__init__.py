"""The week plan: who is to be here when, in the time of the wall of the brand's zone."""

from hilft.staff.shifts.actions import add_shifts, copy_week, drop_shift, put_shifts, shifts_of
from hilft.staff.shifts.model import Shift, Week, Wish, covered, read_times, read_week, spell, wish
from hilft.staff.shifts.problems import (
    BadTime,
    BadWeek,
    NoDay,
    NoLength,
    NoSuchShift,
    NothingToCopy,
    OutsideTheWeek,
    TooManyShifts,
    TwoShiftsAtOnce,
    UnknownAgent,
)

__all__ = [
    "BadTime",
    "BadWeek",
    "NoDay",
    "NoLength",
    "NoSuchShift",
    "NothingToCopy",
    "OutsideTheWeek",
    "Shift",
    "TooManyShifts",
    "TwoShiftsAtOnce",
    "UnknownAgent",
    "Week",
    "Wish",
    "add_shifts",
    "copy_week",
    "covered",
    "drop_shift",
    "put_shifts",
    "read_times",
    "read_week",
    "shifts_of",
    "spell",
    "wish",
]
