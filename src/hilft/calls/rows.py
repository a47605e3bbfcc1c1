"""Rows as pages and the API show them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hilft.calls.model import CallState, seconds_of, state_of
from hilft.ids import AgentId, CustomerId


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call in a list."""

    id: uuid.UUID
    incoming: bool
    number: str
    line: str
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    agent_id: AgentId | None
    agent_name: str
    note: str
    note_version: int
    noted: bool
    "Whether the note was given to a case."
    code: str
    "Of the case it belongs to; empty: none yet."
    customer_id: CustomerId | None
    customer: str
    "Whose number it is, as far as known."
    due_at: datetime | None
    "Until when to call back, while nobody has."

    @property
    def state(self) -> CallState:
        return state_of(self.answered_at, self.ended_at)

    @property
    def seconds(self) -> int | None:
        return seconds_of(self.answered_at, self.ended_at)


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """Somebody to call back."""

    id: uuid.UUID
    call_id: uuid.UUID
    number: str
    customer: str
    code: str
    due_at: datetime
    rang_at: datetime
    missed: bool


@dataclass(frozen=True, slots=True)
class CallerCase:
    """One of the caller's last cases."""

    code: str
    state: str
    opened_at: datetime
    text: str
    "How its newest message begins."
