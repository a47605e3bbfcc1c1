"""Calendars in and out (RFC 5545)."""

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilft.hours import Calendar, calendar_file, days_in, hours_of
from hilft.problems import Problem

TODAY = date(2026, 11, 23)
BERLIN = "Europe/Berlin"


def ics(*events: str) -> bytes:
    """Write a calendar; each event is its lines, separated by blanks."""
    told = "".join(
        "\r\n".join(["BEGIN:VEVENT", f"UID:{number}", *event.split(" "), "END:VEVENT", ""])
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{told}END:VCALENDAR\r\n".encode()


def days(*events: str) -> dict[str, list[list[str]]]:
    return days_in(ics(*events), BERLIN, TODAY)


def test_an_event_without_times_closes_its_days() -> None:
    assert days("DTSTART;VALUE=DATE:20261228 DTEND;VALUE=DATE:20261231") == {
        "2026-12-28": [], "2026-12-29": [], "2026-12-30": [],
    }  # fmt: skip
    assert days("DTSTART;VALUE=DATE:20261228") == {"2026-12-28": []}


def test_an_event_with_times_is_a_special_opening_in_our_zone() -> None:
    assert days("DTSTART:20261229T090000Z DTEND:20261229T120000Z", "DTSTART;VALUE=DATE:20261229") == {
        "2026-12-29": [["10:00", "13:00"]]
    }
    assert days("DTSTART;TZID=America/New_York:20261229T180000 DURATION:PT2H") == {
        "2026-12-30": [["00:00", "02:00"]]
    }
    assert days("DTSTART:20261229T180000 DTEND:20261230T020000") == {
        "2026-12-29": [["18:00", "24:00"]], "2026-12-30": [["00:00", "02:00"]],
    }  # fmt: skip


def test_what_repeats_is_followed() -> None:
    yearly = days("DTSTART;VALUE=DATE:20201231 RRULE:FREQ=YEARLY")
    assert yearly["2026-12-31"] == []
    assert yearly["2035-12-31"] == []
    assert "2020-12-31" not in yearly
    weekly = days(
        "DTSTART;TZID=Europe/Berlin:20261201T190000 DTEND;TZID=Europe/Berlin:20261201T210000"
        " RRULE:FREQ=WEEKLY;COUNT=4 EXDATE;TZID=Europe/Berlin:20261215T190000"
    )
    assert list(weekly) == ["2026-12-01", "2026-12-08", "2026-12-22"]
    until = days("DTSTART;VALUE=DATE:20261201 RRULE:FREQ=DAILY;UNTIL=20261203")
    assert list(until) == ["2026-12-01", "2026-12-02", "2026-12-03"]


def test_a_moved_and_a_cancelled_event() -> None:
    moved = ics(
        "DTSTART;VALUE=DATE:20261201 RRULE:FREQ=DAILY;COUNT=2",
        "DTSTART;VALUE=DATE:20261209 RECURRENCE-ID;VALUE=DATE:20261202",
    )
    same = moved.replace(b"UID:1", b"UID:0")
    assert list(days_in(same, BERLIN, TODAY)) == ["2026-12-01", "2026-12-09"]
    assert days("DTSTART;VALUE=DATE:20261201 STATUS:CANCELLED") == {}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html>", b"BEGIN:VCALENDAR\r\n", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe", b"x" * 600_000,
        ics("DTSTART:gestern"), ics("SUMMARY:ohne"), ics("DTSTART;VALUE=DATE:20261302"),
        ics("DTSTART:20261229T090000Z DTEND:20261228T090000Z"),
        ics("DTSTART:20261229T090000Z RRULE:FREQ=SECONDLY"),
        ics("DTSTART:20261229T090000Z RRULE:FREQ=NEVER"),
        ics("DTSTART:20261229T090000Z RRULE:KARL"),
        ics("DTSTART;VALUE=DATE:00010101 RRULE:FREQ=DAILY"),
        ics("DTSTART;VALUE=DATE:20260101 DTEND;VALUE=DATE:20400101"),
        ics("DTSTART:20260101T000000Z DTEND:20280101T000000Z"),
    ],
)  # fmt: skip
def test_a_broken_calendar_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(Problem, match="Nothing was changed"):
        days_in(content, BERLIN, TODAY)


def test_a_rule_that_never_comes_true_ends() -> None:
    assert days("DTSTART;VALUE=DATE:20260101 RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") == {}


def days_around() -> set[str]:
    return {(TODAY + timedelta(days=number)).isoformat() for number in range(-500, 4000)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from('ABDEGINRSTUVWXYZ:;=,0123456789\r\n\\"-+'), max_size=200))
def test_whatever_stands_in_an_event_is_read_or_refused(text: str) -> None:
    content = ics("DTSTART;VALUE=DATE:20261201").replace(b"END:VEVENT", text.encode() + b"\r\nEND:VEVENT")
    with contextlib.suppress(Problem):
        assert days_in(content, BERLIN, TODAY).keys() <= {"2026-12-01"} | days_around()


def test_what_one_desk_writes_another_reads() -> None:
    week = {day: [["09:00", "12:30"], ["18:00", "03:00"]] for day in ("mon", "tue", "sat")}
    hours = hours_of({"zone": BERLIN, "weekly": week, "holidays": "DE-BY"})
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    first = Calendar([hours])
    content = calendar_file(first, name="Wattkabel", slug="wattkabel", word="Offen", closed="Zu", now=now)
    assert b"SUMMARY:Zu: Erster Weihnachtstag" in content
    other = hours_of({"zone": BERLIN, "weekly": {}, "exceptions": days_in(content, BERLIN, TODAY)})
    second = Calendar([other])
    for day in range(300):
        start = now + timedelta(days=day)
        assert second.minutes_between(start, start + timedelta(days=1)) == first.minutes_between(
            start, start + timedelta(days=1)
        )


def test_a_desk_without_hours_has_a_calendar_too() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    content = calendar_file(Calendar(), name="W", slug="w", word="Open", closed="Closed", now=now)
    assert content.count(b"BEGIN:VEVENT") == 1
