"""Streams that look while changes keep coming: four times a second at most, and all at the same moments."""

from random import Random

from hilft.web.live.stream import next_look


def test_streams_fall_into_step_and_never_look_more_often_than_four_times_a_second() -> None:
    random = Random(7)
    dues = [1000 + random.random() for _ in range(200)]
    for _ in range(10):
        later = [next_look(due, due + random.uniform(0, 0.1)) for due in dues]
        assert all(0.25 - 1e-6 <= b - a < 0.31 for a, b in zip(dues, later, strict=True))
        dues = later
    assert max(due % 0.25 for due in [due + 0.125 for due in dues]) < 0.127
    assert min(due % 0.25 for due in [due + 0.125 for due in dues]) > 0.123


def test_a_look_that_took_long_is_followed_by_a_rest() -> None:
    assert next_look(1000.0, 1001.1) >= 1001.35
