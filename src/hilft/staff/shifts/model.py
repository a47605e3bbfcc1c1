"""Weeks and shifts. Pure: minutes since midnight of a day, on the clock of the brand's wall."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from hilft.ids import AgentId
from hilft.staff.shifts.problems import BadTime, BadWeek, NoLength, TwoShiftsAtOnce

DAY = 1440
MOST = 1000
"Shifts of a week, at most."

_WEEK = re.compile(r"(\d{4})-?[Ww](\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 2000, 2200


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of ISO 8601, Monday to Sunday, by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """Give the week a day is in."""
        return cls(day - timedelta(days=day.weekday()))

    def __str__(self) -> str:
        year, week, _ = self.monday.isocalendar()
        return f"{year:04}-W{week:02}"

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        return tuple(self.monday + timedelta(days=number) for number in range(7))

    def later(self, weeks: int) -> "Week":
        """Give the week so many weeks later; negative: earlier."""
        return Week(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class Wish:
    """A shift as somebody wants it: ``ends`` counts on past midnight."""

    agent_id: AgentId
    day: date
    starts: int
    ends: int

    @property
    def begin(self) -> int:
        """Minutes since the beginning of the calendar."""
        return self.day.toordinal() * DAY + self.starts

    @property
    def end(self) -> int:
        """Minutes since the beginning of the calendar."""
        return self.day.toordinal() * DAY + self.ends


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift as it stands in the plan."""

    id: UUID
    agent_id: AgentId
    login: str
    name: str
    initials: str
    photo: str
    day: date
    starts: int
    ends: int

    @property
    def wish(self) -> Wish:
        """Only who and when."""
        return Wish(self.agent_id, self.day, self.starts, self.ends)

    @property
    def start_text(self) -> str:
        """The start as people write it."""
        return spell(self.starts)

    @property
    def end_text(self) -> str:
        """The end as people write it."""
        return spell(self.ends if self.ends == DAY else self.ends % DAY)

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Give its start and end as instants; a time the wall skips is read with the offset before the change."""
        midnight = datetime.combine(self.day, datetime.min.time())
        return tuple(  # type: ignore[return-value]  # two of them
            (midnight + timedelta(minutes=minutes)).replace(tzinfo=zone).astimezone(UTC)
            for minutes in (self.starts, self.ends)
        )


def read_week(text: str) -> Week:
    """Read ``2026-W48``; raises ``BadWeek``."""
    found = _WEEK.fullmatch(text.strip())
    try:
        if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            raise BadWeek(text=text[:40] or "–")
        return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        raise BadWeek(text=text[:40]) from None


def read_times(start: str, end: str) -> tuple[int, int]:
    """Read two times of day; an end that is not after the start is on the next day. Raises ``BadTime``, ``NoLength``."""
    starts, ends = _minutes(start), _minutes(end)
    if starts == DAY:
        raise BadTime(text=start[:40])
    if ends == starts:
        raise NoLength(text=f"{spell(starts)}–{spell(ends)}")
    return starts, ends if ends > starts else ends + DAY


def _minutes(text: str) -> int:
    found = _TIME.fullmatch(text.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else DAY + 1  # noqa: PLR2004
    if minutes > DAY:
        raise BadTime(text=text[:40] or "–")
    return minutes


def spell(minutes: int) -> str:
    """Write minutes since midnight as ``09:00``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def check_apart(wishes: Iterable[Wish], names: dict[AgentId, str]) -> None:
    """Raise ``TwoShiftsAtOnce`` for the first two of one agent that overlap; they may touch."""
    ordered = sorted(wishes, key=lambda each: (each.agent_id, each.begin, each.end))
    for first, second in pairwise(ordered):
        if first.agent_id == second.agent_id and second.begin < first.end:
            raise TwoShiftsAtOnce(
                name=names.get(first.agent_id, "?"), first=_told(first), second=_told(second)
            )


def _told(wish: Wish) -> str:
    return f"{wish.day.isoformat()} {spell(wish.starts)}–{spell(wish.ends % DAY or DAY)}"


def covered(shifts: Sequence[Shift], day: date, hour: int) -> int:
    """Say how many minutes people are planned for in an hour of a day, all of them together."""
    begin = day.toordinal() * DAY + hour * 60
    return sum(max(0, min(each.wish.end, begin + 60) - max(each.wish.begin, begin)) for each in shifts)


def wish(agent_id: AgentId, day: date, start: str, end: str) -> Wish:
    """Read a wish as it was typed; raises ``BadTime`` or ``NoLength``."""
    return Wish(agent_id, day, *read_times(start, end))
