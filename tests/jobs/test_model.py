"""Pauses between attempts: doubling, bounded, spread."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hilft.jobs.model import delay_after


def test_doubles_up_to_ten_minutes() -> None:
    pauses = [delay_after(n, 0.5).total_seconds() for n in (1, 2, 3, 9, 10, 99)]
    assert pauses == [2, 4, 8, 512, 600, 600]


@given(attempts=st.integers(1, 10_000), chance=st.floats(0, 1))
def test_is_never_hasty_and_never_forgets(attempts: int, chance: float) -> None:
    assert timedelta(seconds=1) <= delay_after(attempts, chance) <= timedelta(minutes=15)
