"""The calendar against twenty years of minutes, in zones whose clocks change in every way there is."""

import os
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hilft.hours import Calendar, Hours, Interval, holidays_of
from tests.hours.wall import FIRST, LAST, MINUTES, Wall, moment, number

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # changes by half an hour
    "America/Sao_Paulo",  # changed at midnight: 00:00 was skipped
    "Asia/Kathmandu",
    "Africa/Casablanca",  # winter time in Ramadan
)
QUESTIONS = 40
EXAMPLES = 200 if os.environ.get("HILFT_PROVE") else 12
"Each lays out ten million minutes."

minutes_of_day = st.one_of(st.sampled_from([0, 60, 90, 120, 150, 180, 540, 1080, 1439]), st.integers(0, 1439))


@st.composite
def intervals(draw: st.DrawFn, most: int = 3) -> tuple[Interval, ...]:
    starts = draw(st.lists(minutes_of_day, max_size=most))
    return tuple(sorted(Interval(start, start + draw(st.integers(1, 1440))) for start in starts))


@st.composite
def opening_hours(draw: st.DrawFn) -> Hours:
    weekly = tuple(draw(intervals()) for _ in range(7))
    days = st.dates(FIRST.date(), LAST.date())
    yearly = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
    return Hours(
        zone=draw(st.sampled_from(ZONES)),
        weekly=weekly if any(weekly) else ((Interval(540, 1080),), *weekly[1:]),
        holidays=draw(st.sampled_from([None, "DE-BY", "US-CA"])),
        half_days=tuple(sorted(draw(st.dictionaries(yearly, minutes_of_day, max_size=4)).items())),
        exceptions=tuple(sorted(draw(st.dictionaries(days, intervals(2), max_size=6)).items())),
    )


def closed_by(hours: Hours) -> set[date]:
    return {day for year in range(2014, 2037) if hours.holidays for day in holidays_of(hours.holidays, year)}


changes = st.sampled_from([
    number(at) for year in range(2016, 2034) for at in (
        FIRST.replace(year=year, month=3, day=27), FIRST.replace(year=year, month=10, day=27),
        FIRST.replace(year=year, month=12, day=24), FIRST.replace(year=year, month=11, day=4),
    )
])  # fmt: skip
moments = st.one_of(
    st.integers(0, MINUTES - 600_000),
    st.builds(lambda around, by: around + by, changes, st.integers(-10_000, 10_000)),
)
LATE = Hours("Europe/Berlin", (((Interval(1080, 1620),),) * 7))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@example(hours=LATE, asked=[(number(FIRST.replace(year=2026, month=3, day=28)), 3000, 480)])
@given(
    hours=opening_hours(),
    asked=st.lists(
        st.tuples(moments, st.integers(0, 500_000), st.integers(0, 3000)),
        min_size=QUESTIONS,
        max_size=QUESTIONS,
    ),
)
def test_every_answer_is_the_walls(hours: Hours, asked: list[tuple[int, int, int]]) -> None:
    wall, calendar = Wall(hours, closed_by(hours)), Calendar([hours])
    for minute, later, needed in asked:
        at = moment(minute)
        assert calendar.open_at(at) == wall.open(minute)
        if wall.open(minute):
            ends = wall.until(minute)
            assert ends is None or calendar.until(at) == moment(ends)
        else:
            assert calendar.until(at) is None
        opens = wall.next_open(minute)
        assert opens is None or calendar.next_open(at) == moment(opens)
        between = calendar.minutes_between(at, at + timedelta(minutes=later))
        assert between == wall.between(minute, minute + later)
        due = wall.add(minute, needed)
        assert due is None or calendar.add(at, needed) == moment(due)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    hours=opening_hours(),
    minute=moments,
    microseconds=st.integers(0, 10**11),
    parts=st.decimals(0, 5000, places=4),
)
def test_adding_is_measuring_backwards(hours: Hours, minute: int, microseconds: int, parts: Decimal) -> None:
    calendar, start = Calendar([hours]), moment(minute) + timedelta(microseconds=microseconds % 10**8)
    due = calendar.add(start, parts)
    assert 0 <= calendar.minutes_between(start, due) - parts < Decimal("0.00000002")
    if parts:
        just_before = due - timedelta(microseconds=1)
        assert calendar.open_at(just_before)
        assert calendar.minutes_between(start, just_before) < parts
    middle = start + timedelta(microseconds=microseconds)
    end = middle + timedelta(days=9)
    parts_of_it = calendar.minutes_between(start, middle) + calendar.minutes_between(middle, end)
    # A third of a minute has no end as a decimal; 28 digits are kept.
    assert abs(parts_of_it - calendar.minutes_between(start, end)) < Decimal("1e-20")


def test_the_row_holds_twenty_years_of_a_simple_week() -> None:
    """The second way is itself right: eight hours on five days, but for the night the clocks change."""
    simple = Wall(Hours("Europe/Berlin", ((Interval(540, 1020),),) * 5 + ((),) * 2), set())
    days = [FIRST.date() + timedelta(days=number) for number in range((LAST - FIRST).days)]
    assert simple.row.count(1) == 480 * sum(1 for day in days if day.weekday() < 5)
    night = Wall(LATE, set())
    spring, autumn, plain = (
        number(FIRST.replace(year=2026, month=m, day=d, hour=12)) for m, d in ((3, 28), (10, 24), (6, 6))
    )
    assert [night.between(one, one + 1440) for one in (spring, autumn, plain)] == [480, 600, 540]
