"""What pages and the API read: one dataclass per query, its fields the columns."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from hilft.cases.codes import written
from hilft.cases.model import CaseState, Direction, DraftKind
from hilft.channels import Visibility
from hilft.customers import Handle
from hilft.ids import (
    AccountId,
    AgentId,
    BrandId,
    CaseId,
    ConversationId,
    CustomerId,
    DeliveryId,
    HandleId,
    MessageId,
)


class View(StrEnum):
    """The lists of the inbox."""

    OPEN = "open"
    MINE = "mine"
    FREE = "free"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    SOLVED = "solved"
    CLOSED = "closed"
    AT_RISK = "at_risk"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which cases a page of the inbox shows."""

    view: View = View.OPEN
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    id: CaseId
    code: str
    state: CaseState
    customer: str
    handle: str
    handle_id: HandleId
    has_avatar: bool
    channel: str
    account_handle: str
    account_role: str
    owner_id: AgentId | None
    owner_initials: str | None
    owner_name: str | None
    waiting_since: datetime | None
    queue_at: datetime
    opened_at: datetime
    snoozed_until: datetime | None
    preview: str | None
    preview_direction: Direction | None
    visibility: Visibility | None
    to_main: bool
    participants: int
    version: int
    last_message_at: datetime | None
    priority: str
    tags: list[str]
    risk: str
    due_at: datetime | None
    promise: str = ""
    "``open``: one is due soon; ``broken``: nobody has said yet what became of it; empty: none presses."

    @property
    def written_code(self) -> str:
        """The code as people write it: ``K7Q-4PXM``."""
        return written(self.code)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """At most ``limit`` rows; ``next`` is the cursor behind the last one, None at the end."""

    rows: list[InboxRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases per view, counted up to a thousand."""

    open: int
    mine: int
    free: int
    waiting: int
    snoozed: int
    solved: int
    at_risk: int


@dataclass(frozen=True, slots=True)
class CountsOfAll:
    """The same for everybody at once. ``mine``: by the agent's id, as text; who has none is missing."""

    open: int
    mine: dict[str, int]
    free: int
    waiting: int
    snoozed: int
    solved: int
    at_risk: int

    def of(self, agent_id: AgentId) -> Counts:
        """Give the counts as one agent sees them."""
        mine = self.mine.get(str(agent_id), 0)
        return Counts(self.open, mine, self.free, self.waiting, self.snoozed, self.solved, self.at_risk)


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    id: uuid.UUID
    message_id: MessageId | None
    kind: str
    content_type: str
    name: str
    alt: str
    state: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as the database gives it; `MessageRow` adds delivery and files."""

    id: MessageId
    conversation_id: ConversationId
    direction: Direction
    visibility: Visibility
    network_visibility: str
    author_name: str
    author_handle: str
    author_id: HandleId | None
    has_avatar: bool
    is_participant: bool
    agent_name: str | None
    agent_initials: str | None
    agent_photo: str
    outside: bool
    to_main: bool
    account_handle: str
    channel: str
    text: str
    language: str
    edited_at: datetime | None
    deleted_at: datetime | None
    occurred_at: datetime
    external_id: str | None
    url: str | None
    withdrawn: bool
    subject: str
    quoted: str
    has_html: bool
    automatic: bool
    origin: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A message's HTML, sanitised; ``files`` maps ``cid:…`` to the id of an attachment."""

    case_id: CaseId
    html: str
    language: str
    files: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as a page shows it: what was said, on its way or arrived, with its files."""

    spoken: Spoken
    delivery_id: DeliveryId | None
    delivery_state: str | None
    delivery_reason: str
    hold_until: datetime | None
    delivered_at: datetime | None
    attachments: tuple[AttachmentRow, ...]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - templates read the message through its row
        return getattr(object.__getattribute__(self, "spoken"), name)


@dataclass(frozen=True, slots=True)
class UnsettledRow:
    """An answer that has not arrived: held, on its way, unclear or refused."""

    id: DeliveryId
    state: str
    reason: str
    run_at: datetime
    text: str
    visibility: Visibility
    code: str
    customer: str
    agent_name: str
    account_handle: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: uuid.UUID
    agent_name: str
    agent_initials: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TimelineRow:
    id: uuid.UUID
    at: datetime
    kind: str
    agent_name: str | None
    agent_initials: str | None
    refs: dict[str, Any]
    reason: str
    "Why an agent did what the desk advised against; gone with the message it was given for."


@dataclass(frozen=True, slots=True)
class CaseLine:
    code: str
    state: CaseState
    opened_at: datetime
    preview: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    """Somebody else's case whose code was written in a case: ``customer`` is whose it is."""

    code: str
    state: CaseState
    customer: str


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    customer_id: CustomerId
    name: str
    handles: list[Handle]
    cases: list[CaseLine]


@dataclass(frozen=True, slots=True)
class FoundRow:
    code: str
    state: CaseState
    customer: str
    handle: str
    snippet: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ranked:
    """What fits best among the newest ``of`` messages that hold the words."""

    rows: list[FoundRow]
    of: int


@dataclass(frozen=True, slots=True)
class DraftRow:
    kind: DraftKind
    text: str
    version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """The message an answer goes to."""

    id: MessageId
    external_id: str | None
    network_visibility: str
    url: str | None
    ref: dict[str, Any]
    reply_policy: dict[str, Any]
    author_id: HandleId | None
    names: list[str]


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What a request key was used for."""

    id: MessageId
    case_id: CaseId
    request_hash: str | None
    text: str


@dataclass(frozen=True, slots=True)
class NotedBefore:
    id: uuid.UUID
    case_id: CaseId
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ToFetch:
    id: uuid.UUID
    case_id: CaseId
    source_url: str


@dataclass(frozen=True, slots=True)
class ToReread:
    external_id: str
    scope: str
    account_id: AccountId
    occurred_at: datetime
    names: list[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that may still be answered."""

    id: uuid.UUID
    brand_id: BrandId
    case_id: CaseId
    agent_id: AgentId
    expires_at: datetime
    answered_at: datetime | None
