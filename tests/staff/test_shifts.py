"""Weeks, times of day, and shifts that do not overlap."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hilft import staff
from hilft.ids import AgentId
from hilft.problems import Problem
from hilft.staff.shifts.model import DAY, check_apart, read_times, read_week

MONDAY = date(2026, 11, 23)
ROMINA, KAI = AgentId(UUID(int=1)), AgentId(UUID(int=2))
wishes = some.lists(
    some.builds(
        lambda who, day, starts, length: staff.Wish(
            who, MONDAY + timedelta(days=day), starts * 60, (starts + length) * 60
        ),
        some.sampled_from([ROMINA, KAI]),
        some.integers(0, 2),
        some.integers(0, 23),
        some.integers(1, 24),
    ),
    max_size=6,
)


@given(some.dates(date(2000, 1, 3), date(2200, 12, 21)))
def test_a_week_is_read_as_it_is_written(day: date) -> None:
    week = staff.Week.of(day)
    assert read_week(str(week)) == week
    assert day in week.days
    assert (week.days[0].weekday(), week.days[-1].weekday()) == (0, 6)
    assert str(week.later(1)) > str(week)


@pytest.mark.parametrize(
    "text", ["", "2026-W00", "2026-W54", "2025-W53", "2026-48", "1999-W01", "W48", "2026-W4x"]
)
def test_what_is_no_week(text: str) -> None:
    with pytest.raises(staff.BadWeek):
        read_week(text)


@pytest.mark.parametrize(
    ("start", "end", "read"),
    [
        ("09:00", "17:30", (540, 1050)),
        ("22:00", "06:00", (1320, 1800)),
        ("00:00", "24:00", (0, 1440)),
        ("18:00", "24:00", (1080, 1440)),
        ("18:00", "0:00", (1080, 1440)),
    ],
)
def test_times_of_day(start: str, end: str, read: tuple[int, int]) -> None:
    assert read_times(start, end) == read


@pytest.mark.parametrize(
    ("start", "end"),
    [("9", "17"), ("09:60", "17:00"), ("24:00", "06:00"), ("25:00", "6:00"), ("09:00", "09:00"), ("", "")],
)
def test_times_that_cannot_be(start: str, end: str) -> None:
    with pytest.raises(Problem):
        read_times(start, end)


@given(wishes)
def test_two_at_once_are_found_as_minute_by_minute(wanted: list[staff.Wish]) -> None:
    taken: dict[tuple[AgentId, int], int] = {}
    for each in wanted:
        for hour in range(each.begin // 60, each.end // 60):
            taken[each.agent_id, hour] = taken.get((each.agent_id, hour), 0) + 1
    twice = any(count > 1 for count in taken.values())
    try:
        check_apart(wanted, {ROMINA: "Romina"})
    except staff.TwoShiftsAtOnce:
        assert twice
    else:
        assert not twice


def test_a_change_of_clocks_moves_no_shift() -> None:
    shift = staff.Shift(UUID(int=3), KAI, "kai", "Kai", "ka", "", date(2026, 10, 24), 22 * 60, 30 * 60)
    assert (shift.start_text, shift.end_text) == ("22:00", "06:00")
    assert shift.instants(ZoneInfo("Europe/Berlin")) == (
        datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC),
    )  # fmt: skip
    assert staff.covered([shift], date(2026, 10, 25), 5) == 60
    assert staff.covered([shift], date(2026, 10, 25), 6) == 0
    assert shift.ends < 2 * DAY
