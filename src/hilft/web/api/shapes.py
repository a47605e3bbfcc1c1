"""What the API says: JSON shapes. Times are ISO 8601 in UTC with a trailing Z; ids are UUIDs as text."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, PlainSerializer


def iso(at: datetime) -> str:
    """Write an instant as ``2026-11-23T04:15:00.123456Z``."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


Instant = Annotated[datetime, PlainSerializer(iso, return_type=str)]


class ClockItem(BaseModel):
    """A running service target: first_answer, next_answer, solution, promise or call_back.

    ``state``: running, paused or stopped. ``mark``: empty, at_risk or broken. ``minutes`` is an exact decimal as text,
    in business or wall time by ``measure``; both are null for a clock with an instant of its own.
    """

    kind: str
    state: str
    mark: str
    started_at: Instant
    stopped_at: Instant | None
    warn_at: Instant | None
    due_at: Instant | None
    minutes: str | None
    measure: str | None


class CaseItem(BaseModel):
    """One line of the list of cases. ``risk``: empty, at_risk or broken, by the worst of its running clocks."""

    code: str
    state: str
    customer: str
    handle: str
    channel: str
    account: str
    owner: str | None
    owner_initials: str | None
    waiting_since: Instant | None
    snoozed_until: Instant | None
    preview: str | None
    visibility: str | None
    to_main: bool
    participants: int
    version: int
    priority: str
    tags: list[str]
    risk: str
    due_at: Instant | None


class CasePage(BaseModel):
    items: list[CaseItem]
    next: str | None


class DeliveryState(BaseModel):
    """What became of an outbound message: held, queued, sending, sent, refused, unknown or undone."""

    id: UUID
    state: str
    reason: str
    hold_until: Instant | None
    delivered_at: Instant | None
    "When the network told that the person has it; most networks never tell."


class AttachmentItem(BaseModel):
    id: UUID
    kind: str
    content_type: str
    name: str
    alt: str
    state: str
    size: int | None


class MessageItem(BaseModel):
    """One message; ``agent`` is the first name of who answered, null for customers and for posts outside the desk.

    ``quoted`` was folded away from ``text``: earlier mails, a signature. ``automatic``: a machine wrote it. ``origin``:
    what is known of who really sent it, by check.
    """

    id: UUID
    conversation: UUID
    direction: str
    visibility: str
    network_visibility: str
    text: str
    subject: str
    quoted: str
    automatic: bool
    origin: dict[str, str]
    author: str | None
    handle: str | None
    participant: bool
    agent: str | None
    agent_initials: str | None
    outside: bool
    to_main: bool
    account: str
    occurred_at: Instant
    edited_at: Instant | None
    deleted_at: Instant | None
    external_id: str | None
    url: str | None
    delivery: DeliveryState | None
    attachments: list[AttachmentItem]


class ConversationItem(BaseModel):
    id: UUID
    visibility: str
    account: str
    channel: str
    last_at: Instant


class NoteItem(BaseModel):
    id: UUID
    agent: str
    agent_initials: str
    text: str
    created_at: Instant


class TimelineItem(BaseModel):
    """``reason``: why an agent sent personal data in public, or asked on purpose what is known; else null."""

    at: Instant
    kind: str
    agent: str | None
    refs: dict[str, Any]
    reason: str | None


class CaseDetail(BaseModel):
    """A case with everything in it; ``messages`` oldest first, the newest 200 unless ``before`` is given."""

    code: str
    state: str
    customer: str
    handle: str
    owner: str | None
    owner_initials: str | None
    waiting_since: Instant | None
    snoozed_until: Instant | None
    opened_at: Instant
    solved_at: Instant | None
    closed_at: Instant | None
    version: int
    priority: str
    tags: list[str]
    waiting_for: str
    risk: str
    due_at: Instant | None
    clocks: list[ClockItem]
    conversations: list[ConversationItem]
    messages: list[MessageItem]
    notes: list[NoteItem]
    timeline: list[TimelineItem]


class CaseState(BaseModel):
    """What an action made of the case."""

    code: str
    state: str
    owner: str | None
    owner_initials: str | None
    waiting_since: Instant | None
    snoozed_until: Instant | None
    version: int
    priority: str
    tags: list[str]
    waiting_for: str
    risk: str
    due_at: Instant | None


class ReplyDone(BaseModel):
    """The stored answer; the same Idempotency-Key gives the same ``id`` and ``delivery`` again."""

    id: UUID
    code: str
    direction: str
    visibility: str
    text: str
    agent: str
    delivery: UUID
    hold_until: Instant | None


class DraftText(BaseModel):
    """The text of an answer that was taken back in time."""

    text: str


class FoundItem(BaseModel):
    code: str
    state: str
    customer: str
    handle: str
    snippet: str
    at: Instant


class FoundPage(BaseModel):
    items: list[FoundItem]


class AccountItem(BaseModel):
    """How one of the brand's accounts is doing; counts are capped."""

    id: UUID
    channel: str
    handle: str
    role: str
    state: str
    reason: str
    last_ok_at: Instant | None
    last_error: str
    last_error_at: Instant | None
    send_error: str
    "Why an answer did not leave, since the last one that did."
    send_error_at: Instant | None
    complete_until: Instant | None
    missing_since: Instant | None
    "Since when messages may be missing that are fetched as soon as the network answers; null: nothing is."
    waiting_receipts: int
    failed_receipts: int
    unfinished_deliveries: int


class LogItem(BaseModel):
    """One attempt to post an answer, or what the network told of it later."""

    id: UUID
    at: Instant
    outcome: str
    "sent, refused, later, unknown, unauthorized, unclear, not there; told later: delivered, failed."
    detail: str
    delivery: UUID
    message: UUID
    state: str
    "Where the delivery stands today."
    attempts: int
    external_id: str | None
    opening: str


class LogPage(BaseModel):
    items: list[LogItem]
    next: UUID | None


class AccountPage(BaseModel):
    items: list[AccountItem]


class BriefSource(BaseModel):
    """Where a line comes from: ``kind`` is message, note, promise or line_check; ``case`` names another case, too."""

    kind: str
    id: UUID
    at: Instant
    by: str
    channel: str
    case: str | None


class BriefItem(BaseModel):
    """One line of a brief; ``text`` says it to a person. ``sure``, ``state`` and ``fact`` only where it is a fact."""

    key: str
    value: str
    detail: str
    text: str
    due_at: Instant | None
    sure: float | None
    state: str | None
    fact: UUID | None
    source: BriefSource


class BriefStep(BaseModel):
    """What comes next: answer, wait, snoozed, solved or closed; ``by`` is null when nobody owns the case."""

    what: str
    by: str | None
    at: Instant | None
    text: str


class BriefCard(BaseModel):
    """A case in ten seconds; ``text`` is all of it as plain text."""

    code: str
    customer: str
    problem: BriefItem | None
    said: list[BriefItem]
    tried: list[BriefItem]
    found: list[BriefItem]
    promised: list[BriefItem]
    next: BriefStep
    text: str


class FactItem(BaseModel):
    """Something said. ``holds``: neither superseded nor removed nor only proposed; ``sure`` is 0 to 1.

    ``start`` and ``end`` are offsets into the text of ``message`` or ``note``; ``agent`` decided on it.
    """

    id: UUID
    key: str
    value: str
    detail: str
    kind: str
    sure: float
    state: str
    holds: bool
    said_at: Instant
    said_by: str
    channel: str
    case: str
    message: UUID | None
    note: UUID | None
    start: int
    end: int
    agent: str | None
    decided_at: Instant | None
    replaces: UUID | None


class FactPage(BaseModel):
    items: list[FactItem]
