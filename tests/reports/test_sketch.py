"""The error of quantiles is what is stated, histograms add up, periods are cut without a gap."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.problems import Problem
from hilft.reports import ERROR, Period, Step
from hilft.reports.period import cut, days, pieces, read_by, read_period
from hilft.reports.sketch import bands_of, bucket_of, quantile, seconds_of, spread_of

NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
YEARS = 10 * 366 * 24 * 3600 * 1000
DURATIONS = st.lists(st.integers(1000, YEARS), min_size=1, max_size=200)
DATES = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def exact(values: list[int], share: float) -> float:
    """Give the quantile of real values, in seconds (SQL's percentile_cont)."""
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    low, high = ranked[int(place)], ranked[min(int(place) + 1, len(ranked) - 1)]
    return (low + (high - low) * (place - int(place))) / 1000


@given(DURATIONS, st.sampled_from([0.0, 0.1, 0.5, 0.9, 0.99, 1.0]))
def test_a_quantile_is_as_close_as_stated(values: list[int], share: float) -> None:
    told = quantile(Counter(map(bucket_of, values)), share)
    assert told == pytest.approx(exact(values, share), rel=ERROR)


@given(st.integers(1000, YEARS))
def test_a_duration_is_told_as_close_as_stated(value: int) -> None:
    assert abs(seconds_of(bucket_of(value)) - value / 1000) <= ERROR * value / 1000
    assert bucket_of(value) <= bucket_of(value + 1)


@given(DURATIONS, DURATIONS)
def test_histograms_add_up(one: list[int], other: list[int]) -> None:
    added = Counter(map(bucket_of, one)) + Counter(map(bucket_of, other))
    assert added == Counter(map(bucket_of, one + other))
    assert sum(band.count for band in bands_of(added)) == len(one) + len(other)


def test_nothing_has_no_median_and_less_than_a_second_is_no_time() -> None:
    nothing = spread_of({}, 0)
    assert (nothing.count, nothing.median, nothing.p90, nothing.mean) == (0, None, None, None)
    assert (bucket_of(0), bucket_of(999), seconds_of(0)) == (0, 0, 0.0)
    assert spread_of({bucket_of(90_000): 2}, 180_000).mean == 90.0


@given(DATES, st.integers(0, 900))
def test_a_cut_period_holds_every_day_once(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    found = cut(period, daily=False)
    held = Counter[date]()
    if found.months.first <= found.months.last:
        end = (found.months.last + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        assert found.months.first.day == found.months.last.day == 1
        held.update(days(Period(found.months.first, end)))
    for day in (*days(found.before), *days(found.behind)):
        held[day] += 1 if period.first <= day <= period.last else -1
    assert {day: count for day, count in held.items() if count} == dict.fromkeys(days(period), 1)


@given(DATES, st.integers(0, 700), st.sampled_from(list(Step)))
def test_pieces_make_up_the_period(first: date, length: int, step: Step) -> None:
    period = Period(first, first + timedelta(days=length))
    assert [day for piece in pieces(period, step) for day in days(piece)] == list(days(period))


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("", "", date(2026, 10, 25), date(2026, 11, 23)),
        ("2026-11-01", "2026-11-01", date(2026, 11, 1), date(2026, 11, 1)),
        ("2026-11-01", "", date(2026, 11, 1), date(2026, 11, 23)),
        ("", "2026-11-01", date(2026, 10, 3), date(2026, 11, 1)),
        ("2026-10-31T23:30:00Z", "2026-11-01T23:00:00Z", date(2026, 11, 1), date(2026, 11, 1)),
        ("2026-11-01T09:00:00+01:00", "2026-11-01T09:00:01+01:00", date(2026, 11, 1), date(2026, 11, 1)),
    ],
)
def test_a_period_is_read(start: str, end: str, first: date, last: date) -> None:
    assert read_period(start, end, "Europe/Berlin", NOW) == Period(first, last)


@pytest.mark.parametrize(
    ("start", "end", "by"),
    [
        ("yesterday", "", ""),
        ("2026-13-01", "", ""),
        ("2026-11-01T09:00:00", "", ""),
        ("2026-11-02", "2026-11-01", ""),
        ("1960-01-01", "1960-01-02", ""),
        ("9999-12-31", "9999-12-31", ""),
        ("2000-01-01", "2026-11-01", ""),
        ("2020-01-01", "2026-11-01", "day"),
        ("2026-11-01", "2026-11-02", "moon"),
    ],
)
def test_what_is_no_period_gets_a_sentence(start: str, end: str, by: str) -> None:
    with pytest.raises(Problem) as caught:
        read_by(by, read_period(start, end, "Europe/Berlin", NOW))
    assert caught.value.status == 422
    assert caught.value.sentence().endswith(".")
