"""Whatever order the steps of a call come in, and however often: the same call."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hilft.calls.model import CallState, Leg, fold, seconds_of, state_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
_times = st.none() | st.integers(0, 600).map(lambda seconds: NOON + timedelta(seconds=seconds))
_users = st.lists(st.sampled_from(["21", "22", "w0"]), max_size=2)
_legs = st.builds(Leg, _times, _times, _times, _users, _users).filter(
    lambda leg: leg.rang_at is not None or leg.answered_at is not None or leg.ended_at is not None
)


@given(st.lists(_legs, min_size=1, max_size=4))
def test_the_order_of_legs_changes_nothing_that_has_a_time(legs: list[Leg]) -> None:
    once = fold(legs)
    again = fold(list(reversed(legs)))
    assert (once.rang_at, once.answered_at, once.ended_at) == (
        again.rang_at,
        again.answered_at,
        again.ended_at,
    )
    assert all(once.rang_at <= at for at in (once.answered_at, once.ended_at) if at is not None)


def test_a_transfer_does_not_end_the_call() -> None:
    first = Leg(NOON, NOON, NOON + timedelta(seconds=60), ["21"], ["21"])
    second = Leg(NOON + timedelta(seconds=55), NOON + timedelta(seconds=58), None, ["22"], ["22"])
    talking = fold([first, second])
    assert talking.ended_at is None
    assert talking.answered_by == ("22",)
    assert state_of(talking.answered_at, talking.ended_at) is CallState.TALKING


def test_nobody_answered() -> None:
    missed = fold([Leg(NOON, None, NOON + timedelta(seconds=20), ["21"], [])])
    assert state_of(missed.answered_at, missed.ended_at) is CallState.MISSED
    assert seconds_of(missed.answered_at, missed.ended_at) is None
    assert seconds_of(NOON, NOON + timedelta(seconds=77)) == 77
