"""The pace of an account: never more than the network allows, in any window. Pure.

A bucket with one number (the generic cell rate algorithm, ITU-T I.371): a quarter of the allowance may leave at once,
the other three quarters flow evenly, so the sum in any window stays within the allowance.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hilft.channels import RateLimit


@dataclass(frozen=True, slots=True)
class Grant:
    """How many may leave now, and when one more may."""

    count: int
    next_at: datetime


def grant(limit: RateLimit | None, paced_until: datetime | None, now: datetime, wanted: int) -> Grant:
    """Say how many of ``wanted`` may leave at ``now``; ``paced_until`` is what ``spend`` gave last."""
    if limit is None:
        return Grant(wanted, now)
    burst, step = _shape(limit)
    start = max(paced_until or now, now)
    used = (start - now + step - timedelta(microseconds=1)) // step
    free = max(0, burst - used)
    return Grant(min(wanted, free), start - step * (burst - 1))


def spend(
    limit: RateLimit | None, paced_until: datetime | None, now: datetime, count: int
) -> datetime | None:
    """Give the new ``paced_until`` after ``count`` left at ``now``; None where the network sets no pace."""
    if limit is None:
        return None
    _burst, step = _shape(limit)
    return max(paced_until or now, now) + step * count


def _shape(limit: RateLimit) -> tuple[int, timedelta]:
    burst = max(1, limit.requests // 4)
    # Rounded up: a step that is a hair too short would let one too many through.
    step = timedelta(seconds=limit.seconds) / max(1, limit.requests - burst) + timedelta(microseconds=1)
    return burst, step
