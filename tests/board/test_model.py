"""What is usual at this hour, and what is expected at an hour of the week."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from hilft.board.model import DAY, HOUR, WEEKS, first_answers, general_target, load, usual, windows
from hilft.clocks import Kind, Measure, Target

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=300)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def target(kind: Kind, minutes: int, tag: str = "") -> Target:
    return Target(uuid.uuid4(), kind, None, tag, "", Decimal(minutes), Measure.WALL, 75)


def test_the_same_time_on_the_wall_across_a_change_of_clocks() -> None:
    ends = windows(NOW, BERLIN)
    assert len(ends) == WEEKS
    assert {end.astimezone(BERLIN).strftime("%a %H:%M") for end in ends} == {"Mon 10:30"}
    assert ends[0] == NOW - timedelta(weeks=1)
    assert ends[-1] == NOW - timedelta(weeks=8) - timedelta(hours=1)  # summer time until 25 October


def test_of_the_hours_at_the_edges_a_part_counts() -> None:
    ends = windows(NOW, BERLIN)
    week_ago = NOW - timedelta(weeks=1)
    first, last = week_ago - DAY - timedelta(minutes=30), week_ago - timedelta(minutes=30)
    found = usual({first: 10, last: 4, last - HOUR: 3}, ends, LONG_AGO)
    assert found.usual == (Decimal(5) + Decimal(2) + 3) / 8
    assert found.weeks == 8


def test_weeks_before_anything_was_kept_are_left_out() -> None:
    ends = windows(NOW, BERLIN)
    week_ago = NOW - timedelta(weeks=1)
    counts = {week_ago - timedelta(hours=2, minutes=30): 8}
    assert usual(counts, ends, NOW - timedelta(days=9)).usual == 8
    assert usual(counts, ends, NOW - timedelta(days=9)).weeks == 1
    assert usual(counts, ends, NOW - timedelta(days=3)).usual is None
    assert usual({}, ends, None).usual is None


@given(some.dictionaries(some.integers(1, 24 * 56), some.integers(1, 50), max_size=40))
def test_every_arrival_is_expected_at_its_hour(kept: dict[int, int]) -> None:
    this_hour = NOW.replace(minute=0)
    counts = {this_hour - timedelta(hours=back): cases for back, cases in kept.items()}
    since = NOW - timedelta(weeks=8)
    known = {hour: cases for hour, cases in counts.items() if hour >= since}
    found = load(counts, since, NOW, BERLIN)
    assert found.weeks == 8
    assert sum(found.by_hour.values()) * 8 == sum(known.values())
    assert all(0 <= day <= 6 and 0 <= hour <= 23 for day, hour in found.by_hour)


def test_a_young_brand_divides_by_the_weeks_it_has() -> None:
    hour = MONDAY + timedelta(hours=8)
    found = load({hour: 6}, hour, NOW, BERLIN)
    assert (found.weeks, found.by_hour) == (2, {(0, 9): Decimal(3)})
    assert load({}, None, NOW, BERLIN).weeks == 0


@given(some.lists(some.decimals(0, 10_000, places=2), min_size=1))
def test_nine_of_ten_were_answered_within_p90(minutes: list[Decimal]) -> None:
    found = first_answers(minutes, [None for _ in minutes], None)
    assert found.p90 is not None
    assert found.median is not None
    assert sum(each <= found.p90 for each in minutes) >= 0.9 * len(minutes)
    assert sum(each < found.p90 for each in minutes) < 0.9 * len(minutes)
    assert found.median <= max(minutes)


def test_the_target_for_every_case_and_each_ones_own_clock() -> None:
    general = target(Kind.FIRST_ANSWER, 30)
    assert (
        general_target([target(Kind.SOLUTION, 5), target(Kind.FIRST_ANSWER, 10, "eil"), general]) is general
    )
    found = first_answers([Decimal(5), Decimal(40)], ["", "broken", None, "at_risk"], general)
    assert (found.timed, found.in_time, found.target, found.measure) == (3, 2, Decimal(30), Measure.WALL)
    assert first_answers([], [], None).median is None
