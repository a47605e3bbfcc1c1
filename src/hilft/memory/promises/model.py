"""A promise: what was said, until when, by whom, kept or broken. Pure."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from hilft.ids import AgentId, CaseId, MessageId

CLOSING = time(18)
"When a day's work ends where nobody said otherwise."


class BusinessDays(Protocol):
    """The brand's calendar as far as promises need it."""

    def closes(self, day: date) -> time | None:
        """Give when the brand closes on this day, in its own zone; None: it stays closed."""
        ...


class WeekdaysOnly:
    """Monday to Friday until six in the evening: for brands that keep no hours."""

    def closes(self, day: date) -> time | None:
        """Give 18:00 on weekdays."""
        return CLOSING if day.isoweekday() < 6 else None  # noqa: PLR2004 - Saturday


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """A promise in a text: ``text`` is the clause from ``start`` to ``end`` (characters), ``due_at`` aware, in UTC."""

    text: str
    due_at: datetime
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vague:
    """Words that promise something without a time."""

    text: str
    start: int
    end: int


class PromiseState(StrEnum):
    """``open`` until somebody says how it ended, or its time passes."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    "The answer that held it never left."


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise somebody keeps track of."""

    id: uuid.UUID
    case_id: CaseId
    message_id: MessageId | None
    "The answer it was given in."
    agent_id: AgentId
    "Who gave it."
    agent_name: str
    text: str
    due_at: datetime
    state: PromiseState
    made_at: datetime
    warned_at: datetime | None
    "When the team was warned that its time comes near."
    offered_at: datetime | None
    "When a later answer in time made it look kept: a person decides."
    settled_at: datetime | None
    settled_by: AgentId | None
    "None: its time passed."
    how: str
    "In a person's words, how it was kept or why it was broken."


@dataclass(frozen=True, slots=True)
class ListedPromise:
    """A line of the team's list: a promise with its case and its people."""

    id: uuid.UUID
    code: str
    customer: str
    agent_id: AgentId
    agent_name: str
    agent_initials: str
    owner_name: str | None
    text: str
    due_at: datetime
    state: PromiseState
    warned_at: datetime | None
    offered_at: datetime | None
    settled_at: datetime | None
    how: str


@dataclass(frozen=True, slots=True)
class DuePromise:
    """A promise something happens to by itself now."""

    id: uuid.UUID
    case_id: CaseId
    agent_id: AgentId
    due_at: datetime
    warned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wish:
    """A promise to be kept track of, as the agent confirmed it."""

    text: str
    due_at: datetime


WARNING = timedelta(minutes=30)
"So long before it is due the team is warned."


def warn_at(now: datetime, due_at: datetime) -> datetime:
    """Give when to warn: half an hour before, or when half of a shorter time has passed."""
    return max(due_at - WARNING, now + (due_at - now) / 2)


@dataclass(frozen=True, slots=True)
class PromiseRates:
    """How promises due in a span of time ended."""

    made: int
    kept: int
    broken: int
    open: int

    @property
    def kept_rate(self) -> float | None:
        """Give the share kept of those that ended, 0 to 1; None: none has ended."""
        ended = self.kept + self.broken
        return self.kept / ended if ended else None
