"""A job, a beat, and how long to wait after a failure."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hilft.ids import BrandId

TOPIC = "jobs"
"The nudge that wakes the loop for a new job."

_FIRST_DELAY = timedelta(seconds=2)
_LONGEST_DELAY = timedelta(minutes=10)


class LeaseLost(Exception):
    """The work took longer than its lease and another loop has taken it; this attempt is rolled back."""


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed job: ``attempts`` counts this one, ``lease`` proves that it is ours."""

    brand_id: BrandId
    id: uuid.UUID
    kind: str
    key: str | None
    payload: dict[str, Any]
    run_at: datetime
    attempts: int
    lease: uuid.UUID


@dataclass(frozen=True, slots=True)
class FailedJob:
    """One job that was given up, with its last error (one line)."""

    id: uuid.UUID
    kind: str
    key: str | None
    payload: dict[str, Any]
    attempts: int
    error: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that comes round in every process that works: ``every`` so often, and when one of ``topics`` is nudged.

    What only one process may do at a time takes a lease of its own.
    """

    name: str
    every: timedelta
    run: Callable[[], Awaitable[object]]
    topics: frozenset[str] = frozenset()


def delay_after(attempts: int, chance: float) -> timedelta:
    """Give the pause after the n-th failure: 2 s doubling up to 10 min, times 0.5 to 1.5 by ``chance`` (0 to 1)."""
    doublings = min(attempts - 1, 20)
    return min(_FIRST_DELAY * (1 << doublings), _LONGEST_DELAY) * (0.5 + chance)
