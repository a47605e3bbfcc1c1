"""The pace of an account: whatever is wanted and whenever, no window holds more than the network allows."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hilft.channels import RateLimit
from hilft.outbox.pacing import grant, spend

NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
limits = st.builds(RateLimit, st.integers(1, 60), st.integers(1, 300))
wishes = st.lists(st.tuples(st.floats(0, 60), st.integers(0, 80)), max_size=40)


@given(limits, wishes)
def test_no_window_holds_more_than_allowed(limit: RateLimit, wished: list[tuple[float, int]]) -> None:
    now, paced_until, left = NOW, None, list[datetime]()
    for seconds, wanted in wished:
        now += timedelta(seconds=seconds)
        given_now = grant(limit, paced_until, now, wanted).count
        paced_until = spend(limit, paced_until, now, given_now) if given_now else paced_until
        left += [now] * given_now
    window = timedelta(seconds=limit.seconds)
    for start in left:
        assert sum(start <= at < start + window for at in left) <= limit.requests


@given(limits, st.integers(1, 100))
def test_who_waits_as_told_gets_one_more(limit: RateLimit, spent: int) -> None:
    paced_until = spend(limit, None, NOW, spent)
    refused = grant(limit, paced_until, NOW, 1)
    if refused.count == 0:
        assert refused.next_at > NOW
        assert grant(limit, paced_until, refused.next_at, 1).count == 1
        assert grant(limit, paced_until, refused.next_at - timedelta(milliseconds=1), 1).count == 0


def test_most_of_the_allowance_is_used() -> None:
    limit, now, paced_until, sent = RateLimit(300, 300), NOW, None, 0
    for _ in range(3600):
        now += timedelta(seconds=1)
        count = grant(limit, paced_until, now, 10).count
        paced_until = spend(limit, paced_until, now, count) if count else paced_until
        sent += count
    assert 0.7 * 3600 <= sent <= 3600


def test_without_a_limit_everything_goes() -> None:
    assert grant(None, None, NOW, 500).count == 500
    assert spend(None, None, NOW, 500) is None
