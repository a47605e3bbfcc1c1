"""The definitions one by one, and what a document may not say."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from hilft.hours import (
    WEEKDAYS,
    Calendar,
    NeverEnds,
    WrongOrder,
    document_of,
    hours_of,
    instant_of,
    minutes_of,
)
from hilft.problems import Problem

OFFICE = {day: [["09:00", "12:30"], ["13:30", "18:00"]] for day in WEEKDAYS[:5]}


def calendar(**document: Any) -> Calendar:
    return Calendar([hours_of({"zone": "Europe/Berlin", "weekly": OFFICE} | document)])


def at(text: str) -> datetime:
    """Read a time of Berlin in winter unless it says otherwise."""
    return instant_of(text if text[-6] in "+-" or text.endswith("Z") else f"{text}+01:00")


def test_an_opening_instant_is_open_and_a_closing_one_closed() -> None:
    asked = calendar()
    assert asked.open_at(at("2026-11-23T09:00"))
    assert not asked.open_at(at("2026-11-23T12:30"))
    assert asked.until(at("2026-11-23T09:00")) == at("2026-11-23T12:30")
    assert asked.next_open(at("2026-11-23T09:00")) == at("2026-11-23T13:30")
    assert asked.next_open(at("2026-11-23T08:59")) == at("2026-11-23T09:00")
    assert asked.until(at("2026-11-23T12:30")) is None
    assert asked.next_open(at("2026-11-20T18:00")) == at("2026-11-23T09:00")


def test_a_deadline_that_uses_up_a_day_is_its_closing_instant() -> None:
    asked = calendar()
    start = at("2026-11-20T16:00")
    assert asked.add(start, 0) == start
    assert asked.add(at("2026-11-21T16:00"), 0) == at("2026-11-21T16:00")
    assert asked.add(start, 120) == at("2026-11-20T18:00")
    assert asked.add(start, Decimal("120.5")) == at("2026-11-23T09:00:30")
    assert asked.minutes_between(start, at("2026-11-23T09:00:30")) == Decimal("120.5")


def test_an_exception_beats_a_holiday_beats_a_half_day_beats_the_week() -> None:
    asked = calendar(
        holidays="DE-BY",
        half_day_ends={"12-24": "14:00", "12-25": "14:00"},
        exceptions={"2026-12-28": [], "2026-01-06": [["10:00", "11:00"]]},
    )
    assert asked.minutes_between(at("2026-12-24T00:00"), at("2026-12-25T00:00")) == 240
    assert asked.minutes_between(at("2026-12-25T00:00"), at("2026-12-29T00:00")) == 0
    assert asked.minutes_between(at("2026-01-06T00:00"), at("2026-01-07T00:00")) == 60
    assert asked.closed_by(date(2026, 12, 25)) == "Erster Weihnachtstag"


def test_own_holidays_close_and_open_ones_do_not() -> None:
    asked = calendar(holidays="DE-BY", own_holidays=["11-23"], open_holidays=["01-06"])
    assert not asked.open_at(at("2026-11-23T10:00"))
    assert asked.open_at(at("2026-01-06T10:00"))


def test_an_evening_reaches_into_a_closed_date() -> None:
    late = {day: [["18:00", "03:00"]] for day in WEEKDAYS}
    asked = calendar(weekly=late, exceptions={"2026-11-24": []}, half_day_ends={"11-26": "20:00"})
    assert asked.until(at("2026-11-23T20:00")) == at("2026-11-24T03:00")
    assert asked.next_open(at("2026-11-23T20:00")) == at("2026-11-25T18:00")
    assert asked.until(at("2026-11-26T01:00")) == at("2026-11-26T03:00")
    assert asked.until(at("2026-11-26T18:00")) == at("2026-11-26T20:00")


def test_a_night_is_shorter_in_spring_and_longer_in_autumn() -> None:
    asked = calendar(weekly={day: [["18:00", "03:00"]] for day in WEEKDAYS})
    assert asked.minutes_between(at("2026-03-28T12:00"), at("2026-03-29T12:00")) == 480
    assert asked.minutes_between(at("2026-10-24T12:00"), at("2026-10-25T12:00")) == 600


def test_a_skipped_time_is_read_with_the_offset_before_and_a_repeated_one_is_the_first() -> None:
    asked = calendar(weekly={"sun": [["02:30", "05:00"]]})
    assert asked.next_open(at("2026-03-28T12:00")) == at("2026-03-29T01:30Z")
    assert asked.until(at("2026-03-29T01:30Z")) == at("2026-03-29T03:00Z")
    assert asked.next_open(at("2026-10-24T12:00Z")) == at("2026-10-25T00:30Z")
    assert asked.until(at("2026-10-25T00:30Z")) == at("2026-10-25T04:00Z")
    lost = calendar(weekly={"sun": [["02:30", "03:00"]]})
    assert lost.minutes_between(at("2026-03-29T00:00"), at("2026-03-29T12:00")) == 0


def test_touching_and_overlapping_intervals_are_one() -> None:
    asked = calendar(
        weekly={
            "mon": [["12:00", "15:00"], ["09:00", "12:00"], ["14:00", "24:00"]],
            "tue": [["00:00", "02:00"]],
        }
    )
    assert asked.until(at("2026-11-23T09:00")) == at("2026-11-24T02:00")
    assert asked.next_open(at("2026-11-23T09:00")) == at("2026-11-30T09:00")


def test_round_the_clock_has_no_end() -> None:
    always = calendar(weekly={day: [["00:00", "24:00"]] for day in WEEKDAYS})
    for asked in (always, Calendar()):
        assert asked.open_at(at("2026-11-23T09:00"))
        assert asked.until(at("2026-11-23T09:00")) is None
        assert asked.next_open(at("2026-11-23T09:00")) is None
    assert Calendar().add(at("2026-11-23T09:00"), 525_600) == at("2027-11-23T09:00")
    closing = calendar(weekly={day: [["00:00", "24:00"]] for day in WEEKDAYS}, exceptions={"2099-06-01": []})
    assert closing.until(at("2026-11-23T09:00")) == at("2099-06-01T00:00+02:00")
    assert closing.until(at("2099-06-02T00:00")) is None


def test_what_only_was_never_comes_again() -> None:
    asked = calendar(weekly={}, exceptions={"2026-01-05": [["09:00", "10:00"]]})
    assert asked.next_open(at("2026-01-05T08:00")) == at("2026-01-05T09:00")
    assert asked.next_open(at("2026-01-05T09:00")) is None
    assert asked.add(at("2026-01-01T00:00"), 60) == at("2026-01-05T10:00")
    with pytest.raises(NeverEnds):
        asked.add(at("2026-01-01T00:00"), 61)
    with pytest.raises(NeverEnds):
        asked.add(at("2030-01-01T00:00"), 1)


def test_what_comes_every_fortieth_year_is_found() -> None:
    """Only a Monday that is a 29 February: 2088, and then, because 2100 has none, 2128."""
    closed = {
        f"{month:02}-{day:02}": "00:00"
        for month in range(1, 13)
        for day in range(1, 32)
        if _exists(month, day)
    }
    closed.pop("02-29")
    asked = calendar(weekly={"sun": [["09:00", "10:00"]]}, half_day_ends=closed)
    assert asked.next_open(at("2088-03-01T00:00")) == at("2128-02-29T09:00")


def _exists(month: int, day: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


def test_new_hours_hold_from_their_date_on() -> None:
    base = {"zone": "Europe/Berlin"}
    asked = Calendar([
        hours_of(base | {"weekly": {"fri": [["10:00", "11:00"]]}, "valid_from": "2027-01-01"}),
        hours_of(base | {"weekly": {"thu": [["22:00", "02:00"]]}}),
    ])  # fmt: skip
    assert asked.until(at("2026-12-31T23:00")) == at("2027-01-01T02:00")
    assert asked.next_open(at("2026-12-31T23:00")) == at("2027-01-01T10:00")
    assert asked.next_open(at("2027-01-01T12:00")) == at("2027-01-08T10:00")


def test_before_the_first_version_it_is_open() -> None:
    asked = Calendar([hours_of({"zone": "Europe/Berlin", "weekly": OFFICE, "valid_from": "2027-01-01"})])
    assert asked.open_at(at("2026-12-31T03:00"))
    assert asked.until(at("2026-12-31T03:00")) == at("2027-01-01T00:00")


def test_a_document_comes_back_as_it_was() -> None:
    hours = hours_of({
        "zone": "Europe/Vienna", "weekly": OFFICE | {"sat": [["18:00", "03:00"], ["00:00", "24:00"]]},
        "holidays": "AT-9", "half_day_ends": {"12-24": "14:00"}, "exceptions": {"2026-12-31": []},
        "own_holidays": ["02-29"], "open_holidays": ["12-08"], "valid_from": "2026-01-01",
    })  # fmt: skip
    assert hours_of(document_of(hours)) == hours


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"zone": "Europe/Wattenmeer"}, "Wattenmeer"),
        ({"zone": "../etc/passwd"}, "time zone"),
        ({"zone": ""}, "time zone"),
        ({"holidays": "DE-XX"}, "DE-XX"),
        ({"holidays": "Bayern"}, "Bayern"),
        ({"holidays": "DE-"}, "DE-"),
        ({"weekly": {"monday": []}}, "monday"),
        ({"weekly": {"mon": [["9:00", "12:00"]]}}, "9:00"),
        ({"weekly": {"mon": [["09:00", "25:00"]]}}, "25:00"),
        ({"weekly": {"mon": [["09:00", "12:60"]]}}, "12:60"),
        ({"weekly": {"mon": [["09:00", "09:00"]]}}, "begin and end"),
        ({"weekly": {"mon": [["24:00", "02:00"]]}}, "24:00"),
        ({"weekly": {"mon": [["09:00"]]}}, "opening and a closing"),
        ({"weekly": {"mon": [["09:00", "10:00"]] * 49}}, "too much"),
        ({"weekly": {}}, "never be open"),
        ({"weekly": {"mon": []}, "exceptions": {"2026-12-31": []}}, "never be open"),
        ({"weekly": {"thu": [["09:00", "10:00"]]}, "holidays": "DE", "own_holidays": [f"{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 32) if _exists(m, d)]}, "never be open"),
        ({"half_day_ends": {"12-32": "14:00"}}, "12-32"),
        ({"half_day_ends": {"12-24": "14"}}, "14"),
        ({"exceptions": {"2026-02-30": []}}, "2026-02-30"),
        ({"exceptions": {"31.12.2026": []}}, "31.12.2026"),
        ({"exceptions": {"9999-12-31": []}}, "too far"),
        ({"own_holidays": ["1231"]}, "1231"),
        ({"valid_from": "soon"}, "soon"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(document: dict[str, Any], word: str) -> None:
    with pytest.raises(Problem) as told:
        calendar(**document)
    assert word in str(told.value)
    assert told.value.status == 422


@pytest.mark.parametrize(
    "text", ["2026-11-23T09:00:00", "2026-11-23", "now", "", "2026-13-01T00:00Z", "2026-11-23T09:00:60Z", "0001-01-01T00:00:00+23:59", "\uff12026-11-23T09:00Z"]
)  # fmt: skip
def test_no_instant_without_its_offset(text: str) -> None:
    with pytest.raises(Problem):
        instant_of(text)


def test_instants_are_read_as_the_standard_writes_them() -> None:
    nine = datetime(2026, 11, 23, 8, tzinfo=UTC)
    for text in ("2026-11-23T09:00:00+01:00", "2026-11-23t08:00:00z", "2026-11-23T08:00Z", "2026-11-23T09:00:00 01:00", "2026-11-23 08:00:00.000Z"):  # fmt: skip
        assert instant_of(text) == nine


@pytest.mark.parametrize("text", ["-1", "1e3", "nan", "", "1,5", "99999999999", "\u0663"])
def test_minutes_are_plain_numbers(text: str) -> None:
    with pytest.raises(Problem):
        minutes_of(text)


def test_questions_beyond_the_calendar_are_refused() -> None:
    asked = calendar()
    for text in (
        "1969-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
    ):
        with pytest.raises(Problem):
            asked.open_at(instant_of(text))
    with pytest.raises(WrongOrder):
        asked.minutes_between(at("2026-11-24T09:00"), at("2026-11-23T09:00"))
    last = calendar().state(at("2199-12-31T23:59:59Z"))
    assert last.next_open is not None
    with pytest.raises(NeverEnds):
        calendar().add(at("2199-12-31T00:00:00Z"), 999_999_999)
