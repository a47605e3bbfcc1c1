"""How the door closes on somebody who guesses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.staff.throttle import (
    LOGIN_FAILURES,
    LONGEST,
    MEMORY,
    WINDOW,
    Attempts,
    failed,
    minutes,
    origin_key,
    wait,
)

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
NONE = Attempts(0, NOW, NOW)
SHUT = timedelta()


def guesses(times: list[datetime]) -> Attempts:
    """Fail at these times."""
    attempts = NONE
    for at in times:
        attempts = failed(attempts, LOGIN_FAILURES, at)
    return attempts


def test_four_failures_close_nothing_and_the_fifth_does() -> None:
    assert wait(guesses([NOW] * 4), LOGIN_FAILURES, NOW) == SHUT
    assert wait(guesses([NOW] * 5), LOGIN_FAILURES, NOW) == timedelta(minutes=1)


def test_the_wait_grows_to_a_quarter_of_an_hour() -> None:
    waits = [wait(guesses([NOW] * n), LOGIN_FAILURES, NOW) for n in range(5, 12)]
    assert [w / timedelta(minutes=1) for w in waits] == [1, 2, 4, 8, 15, 15, 15]


def test_the_door_opens_again() -> None:
    assert wait(guesses([NOW] * 5), LOGIN_FAILURES, NOW + timedelta(seconds=61)) == SHUT


def test_few_failures_are_forgotten_after_the_window() -> None:
    later = NOW + WINDOW
    assert guesses([NOW, NOW, NOW, NOW, later]) == Attempts(1, later, later)


def test_a_closed_door_is_remembered_for_a_day() -> None:
    shut = guesses([NOW] * 5)
    assert failed(shut, LOGIN_FAILURES, NOW + timedelta(hours=23)).failures == 6
    assert failed(shut, LOGIN_FAILURES, NOW + MEMORY).failures == 1


@given(st.lists(st.integers(0, 3600), max_size=60))
def test_nobody_waits_longer_than_the_longest(seconds: list[int]) -> None:
    times = sorted(NOW + timedelta(seconds=s) for s in seconds)
    attempts = guesses(times)
    end = times[-1] if times else NOW
    assert SHUT <= wait(attempts, LOGIN_FAILURES, end) <= LONGEST


def test_a_tireless_guesser_gets_few_guesses_a_day() -> None:
    attempts, at, tried = NONE, NOW, 0
    while at < NOW + timedelta(days=1):
        if wait(attempts, LOGIN_FAILURES, at):
            at += timedelta(seconds=30)
            continue
        attempts, tried = failed(attempts, LOGIN_FAILURES, at), tried + 1
    assert tried < 110


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "ip:192.0.2.7"),
        ("::ffff:192.0.2.7", "ip:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "ip:2001:db8:1:2::/64"),
        ("fe80::1%eth0", "ip:fe80::/64"),
        ("nonsense\x00", "ip:?"),
        ("", "ip:?"),
    ],
)
def test_an_origin_is_an_address_or_a_household(address: str, key: str) -> None:
    assert origin_key(address) == key


def test_minutes_are_rounded_up() -> None:
    assert [minutes(timedelta(seconds=s)) for s in (1, 60, 61)] == [1, 1, 2]
