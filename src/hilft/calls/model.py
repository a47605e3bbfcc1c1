"""A call is what its legs add up to, whatever order their steps were told in. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hilft.ids import AccountId, AgentId, BrandId, CaseId, MessageId


class CallState(StrEnum):
    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a call: it rings somewhere, is answered, ends. Any of it may not have been told yet."""

    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    users: list[str]
    answered_by: list[str]


@dataclass(frozen=True, slots=True)
class Folded:
    """What the legs of a call add up to. ``answered_by``: who has it now, by the system's names."""

    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    users: tuple[str, ...]
    answered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One call from the first ring to the last hang-up."""

    brand_id: BrandId
    id: uuid.UUID
    account_id: AccountId
    call_key: str
    incoming: bool
    number: str
    "Of the other side, E.164; empty: suppressed."
    line: str
    users: list[str]
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    agent_id: AgentId | None
    case_id: CaseId | None
    message_id: MessageId | None
    note: str
    note_version: int
    note_by: AgentId | None
    put_away_at: datetime | None

    @property
    def state(self) -> CallState:
        return state_of(self.answered_at, self.ended_at)

    @property
    def seconds(self) -> int | None:
        """How long people talked."""
        return seconds_of(self.answered_at, self.ended_at)


def state_of(answered_at: datetime | None, ended_at: datetime | None) -> CallState:
    """Say how far a call is; one that ended and that nobody answered was missed."""
    if ended_at is None:
        return CallState.RINGING if answered_at is None else CallState.TALKING
    return CallState.MISSED if answered_at is None else CallState.ENDED


def seconds_of(answered_at: datetime | None, ended_at: datetime | None) -> int | None:
    if answered_at is None or ended_at is None:
        return None
    return max(0, int((ended_at - answered_at).total_seconds()))


def fold(legs: Sequence[Leg]) -> Folded:
    """Add legs up; needs one at least. A call ends when the last of its legs does."""
    times = [at for leg in legs for at in (leg.rang_at, leg.answered_at, leg.ended_at) if at is not None]
    answered = sorted((leg for leg in legs if leg.answered_at is not None), key=_answered_last)
    ends = [leg.ended_at for leg in legs]
    newest = max(legs, key=lambda leg: (_first(leg), sorted(leg.users)))
    return Folded(
        rang_at=min(times),
        answered_at=min((leg.answered_at for leg in answered if leg.answered_at is not None), default=None),
        ended_at=None if None in ends else max(at for at in ends if at is not None),
        users=tuple(newest.users),
        answered_by=tuple(answered[-1].answered_by) if answered else (),
    )


def _first(leg: Leg) -> datetime:
    return min(at for at in (leg.rang_at, leg.answered_at, leg.ended_at) if at is not None)


def _answered_last(leg: Leg) -> tuple[datetime, list[str]]:
    assert leg.answered_at is not None  # asked only of those
    return leg.answered_at, sorted(leg.answered_by)
