"""How many people an hour needs, and whether so many are planned. Pure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hilft.board.model import HOUR, Load
from hilft.staff import Shift, Week, covered

OpenMinutes = Callable[[datetime, datetime], Decimal]
"How many minutes the brand is open between two instants."


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of one day, on the clock of the brand's wall.

    ``expected``: new cases, from the weeks before. ``needed``: agents at the brand's own rate, none while closed.
    ``planned``: agents by the plan, in parts where a shift covers part of the hour.
    """

    day: date
    hour: int
    expected: Decimal
    needed: int
    planned: Decimal

    @property
    def short(self) -> bool:
        """Whether too few are planned."""
        return self.planned < self.needed


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours after each other on one day with equally too few; ``until`` is the first hour after."""

    day: date
    since: int
    until: int
    expected: Decimal
    needed: int
    planned: Decimal


@dataclass(frozen=True, slots=True)
class Staffing:
    """A week hour by hour. ``weeks``: of how many weeks the expectation is the average; 0: nothing is known."""

    hours: tuple[Hour, ...]
    weeks: int
    per_hour: Decimal

    def of(self, day: date) -> list[Hour]:
        """Give the hours of a day in which something is expected, needed or planned."""
        return [
            each for each in self.hours if each.day == day and (each.expected or each.needed or each.planned)
        ]

    @property
    def gaps(self) -> list[Gap]:
        """Where too few are planned, in order."""
        found: list[Gap] = []
        for each in self.hours:
            if not each.short:
                continue
            last = found[-1] if found else None
            if (
                last
                and (last.day, last.until) == (each.day, each.hour)
                and (last.needed, last.planned) == (each.needed, each.planned)
            ):
                found[-1] = Gap(
                    last.day,
                    last.since,
                    each.hour + 1,
                    last.expected + each.expected,
                    last.needed,
                    last.planned,
                )
            else:
                found.append(
                    Gap(each.day, each.hour, each.hour + 1, each.expected, each.needed, each.planned)
                )
        return found


def staffing_of(
    week: Week,
    shifts: Sequence[Shift],
    load: Load,
    per_hour: Decimal,
    open_minutes: OpenMinutes,
    zone: ZoneInfo,
    *,
    given: bool,
) -> Staffing:
    """Compare the plan with what is expected. ``given``: opening hours were written down, so while open somebody must be there."""
    hours = []
    for day in week.days:
        for hour in range(24):
            expected = load.by_hour.get((day.weekday(), hour), Decimal(0))
            start = datetime.combine(day, datetime.min.time()).replace(hour=hour, tzinfo=zone)
            is_open = open_minutes(start, start.astimezone(UTC) + HOUR) > 0
            planned = Decimal(covered(shifts, day, hour)) / 60
            hours.append(
                Hour(day, hour, expected, _needed(expected, per_hour, given=given) if is_open else 0, planned)
            )
    return Staffing(tuple(hours), load.weeks, per_hour)


def _needed(expected: Decimal, per_hour: Decimal, *, given: bool) -> int:
    return max(math.ceil(expected / per_hour), 1 if given else 0)
