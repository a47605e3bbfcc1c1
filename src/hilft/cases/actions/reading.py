"""What pages and the API read of cases. Each verb is one or two queries, whatever the history."""

import base64
import binascii
import uuid
from datetime import UTC, datetime, timedelta

from hilft.accounts import Switchboard
from hilft.cases import store
from hilft.cases.actions.mentioned import MENTIONS
from hilft.cases.actions.reply import find_way
from hilft.cases.answer import ComposerFacts, Measured, measure, signed, why_not
from hilft.cases.model import Case, Conversation, DraftKind
from hilft.cases.problems import CannotReply, NoSuchMessage, WiderThanParent
from hilft.cases.rows import (
    AttachmentRow,
    CaseLine,
    CountsOfAll,
    CustomerPanel,
    DraftRow,
    InboxFilter,
    InboxPage,
    InboxRow,
    LaidOut,
    MentionRow,
    MessageRow,
    NoteRow,
    TimelineRow,
    UnsettledRow,
    View,
)
from hilft.channels import PrivateLink, Visibility
from hilft.customers import find_handle, handles_of_customer, person
from hilft.db import Connection, storable
from hilft.ids import ConversationId, CustomerId, MessageId
from hilft.outbox import DeliveryState, states_of
from hilft.problems import Invalid
from hilft.staff import Agent

PAGE = 50
_REFUSED_SHOWN = timedelta(days=14)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class BadCursor(Invalid):
    """The cursor is not one of this list. Start again without it."""


async def page(
    conn: Connection, agent: Agent, chosen: InboxFilter, after: str | None, limit: int = PAGE
) -> InboxPage:
    """Give one page of a view; ``after`` is the ``next`` of the page before."""
    start = _read_cursor(after) if after else None
    rows = await store.inbox_page(conn, agent.brand_id, agent.id, chosen, start, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    return InboxPage(rows, _cursor(chosen.view, rows[-1]) if more else None)


def _cursor(view: View, row: InboxRow) -> str:
    own = {View.SNOOZED: row.snoozed_until, View.AT_RISK: row.due_at}
    at = own.get(view) or row.queue_at
    microseconds = (at - _EPOCH) // _MICROSECOND
    return base64.urlsafe_b64encode(f"{microseconds}.{row.id.hex}".encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[datetime, uuid.UUID]:
    try:
        at, _, last = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(".")
        return _EPOCH + int(at) * _MICROSECOND, uuid.UUID(last)
    except (ValueError, binascii.Error, OverflowError, OSError) as error:
        raise BadCursor from error


async def counts(conn: Connection, agent: Agent) -> CountsOfAll:
    """Count the cases of each view, up to a thousand, for everybody of the agent's brand."""
    return await store.count_cases(conn, agent.brand_id)


async def conversation(
    conn: Connection, agent: Agent, case: Case, before: MessageId | None = None, limit: int = PAGE
) -> list[MessageRow]:
    """Give the newest messages of a case, or those before one, the oldest of them first."""
    at = store.END_OF_TIME
    if before is not None:
        known = await store.message_by_id(conn, agent.brand_id, before)
        if known is None or known.case_id != case.id:
            raise NoSuchMessage
        at = known.occurred_at
    spoken = await store.messages_before(
        conn, agent.brand_id, case.id, at, before or MessageId(store.LAST_ID), limit
    )
    ids = [row.id for row in spoken]
    deliveries = await states_of(conn, agent.brand_id, ids) if ids else {}
    files = await store.attachments_of_messages(conn, agent.brand_id, ids) if ids else []
    rows = []
    for row in reversed(spoken):
        delivery = deliveries.get(row.id)
        if delivery is not None and delivery.state is DeliveryState.UNDONE:
            continue
        rows.append(
            MessageRow(
                row,
                delivery.id if delivery else None,
                delivery.state.value if delivery else None,
                delivery.reason if delivery else "",
                delivery.run_at if delivery and delivery.state is DeliveryState.HELD else None,
                delivery.delivered_at if delivery else None,
                tuple(f for f in files if f.message_id == row.id),
            )
        )
    return rows


async def conversations(conn: Connection, agent: Agent, case: Case) -> list[Conversation]:
    """Give the conversations of a case, the oldest first."""
    return await store.conversations_of_case(conn, agent.brand_id, case.id)


async def notes(conn: Connection, agent: Agent, case: Case) -> list[NoteRow]:
    """Give the notes of a case, the oldest first."""
    return await store.notes_of_case(conn, agent.brand_id, case.id)


async def history(conn: Connection, agent: Agent, case: Case, limit: int = 100) -> list[TimelineRow]:
    """Give what happened to a case, newest first."""
    return await store.history_of_case(conn, agent.brand_id, case.id, limit)


async def mentions(conn: Connection, agent: Agent, case: Case, told: list[TimelineRow]) -> list[MentionRow]:
    """Give the cases of other people whose codes were written in this one; ``told`` is its history.

    Not those that were joined with it since, nor what its author took back.
    """
    named = [line.refs for line in told if line.kind == MENTIONS]
    if not named:
        return []
    return await store.mentioned_cases(
        conn,
        agent.brand_id,
        [uuid.UUID(refs["case"]) for refs in named],
        [uuid.UUID(refs["message"]) for refs in named],
        case.id,
    )


async def customer_panel(conn: Connection, agent: Agent, case: Case) -> CustomerPanel:
    """Give who the customer is: name, every handle, the last five cases on any channel."""
    handle = await find_handle(conn, agent.brand_id, case.handle_id)
    assert handle is not None  # a foreign key points here
    somebody = await person(conn, agent.brand_id, handle.customer_id)
    assert somebody is not None  # a foreign key points here
    return CustomerPanel(
        somebody.id,
        somebody.name,
        await handles_of_customer(conn, agent.brand_id, somebody.id),
        await store.cases_of_customer(conn, agent.brand_id, somebody.id, 5),
    )


async def cases_of(
    conn: Connection, agent: Agent, customer_id: CustomerId, limit: int = PAGE
) -> list[CaseLine]:
    """Give the newest cases of a customer, over all handles."""
    return await store.cases_of_customer(conn, agent.brand_id, customer_id, limit)


async def composer(
    conn: Connection,
    switchboard: Switchboard,
    agent: Agent,
    case: Case,
    visibility: Visibility,
    now: datetime,
    conversation_id: ConversationId | None = None,
) -> ComposerFacts | None:
    """Say where an answer of this visibility would go; None where there is nothing to answer at all."""
    try:
        way = await find_way(conn, switchboard, case, visibility, conversation_id)
    except (WiderThanParent, CannotReply):
        return None
    able, limit = way.channel.capabilities, way.channel.capabilities.text[visibility]
    against = why_not(way.target.reply_policy, visibility, now)
    return ComposerFacts(
        account_handle=way.account.handle,
        channel=way.account.channel,
        visibility=visibility,
        allowed=against is None,
        reason=against or "",
        limit=limit.maximum,
        unit=limit.unit,
        signature=agent.signature if visibility in able.signature_in else "",
        recipient_handle=way.recipient.handle if way.recipient else "",
        conversation_id=way.home.id if way.home.visibility is visibility else None,
        may_attach=able.attachments,
        attachment_types=able.attachment_types,
        may_copy=able.copies,
    )


async def private_page(conn: Connection, switchboard: Switchboard, case: Case) -> str | None:
    """Give where the customer can write in private, on a network without private messages; None: nowhere told."""
    try:
        way = await find_way(conn, switchboard, case, Visibility.PUBLIC)
    except (WiderThanParent, CannotReply):
        return None
    if way.recipient is None or not isinstance(way.channel, PrivateLink):
        return None
    return way.channel.private_link(way.recipient, "")


async def measure_draft(
    conn: Connection, switchboard: Switchboard, agent: Agent, case: Case, visibility: Visibility, text: str
) -> Measured:
    """Count a draft as the network will: with the handle it puts in front and the agent's signature."""
    way = await find_way(conn, switchboard, case, visibility)
    full = signed(storable(text), agent.signature, way.channel, visibility)
    return measure(way.channel, full, visibility, way.recipient)


async def drafts_of(conn: Connection, agent: Agent, case: Case) -> dict[DraftKind, DraftRow]:
    """Give the agent's own unsent texts in a case."""
    rows = await store.drafts_of(conn, agent.brand_id, agent.id, case.id)
    return {row.kind: row for row in rows}


async def draft_attachments(conn: Connection, agent: Agent, case: Case) -> list[AttachmentRow]:
    """Give the files the agent has put to an unsent answer."""
    return await store.draft_attachments(conn, agent.brand_id, case.id, agent.id)


async def unsettled(conn: Connection, agent: Agent, now: datetime, limit: int = PAGE) -> list[UnsettledRow]:
    """Give the answers that have not arrived, newest first; refused ones for two weeks."""
    return await store.unsettled_answers(conn, agent.brand_id, now - _REFUSED_SHOWN, limit)


async def attachment(conn: Connection, agent: Agent, attachment_id: uuid.UUID) -> AttachmentRow:
    """Give one file's row; raises `NoSuchMessage` for one of another brand."""
    row = await store.attachment_by_id(conn, agent.brand_id, attachment_id)
    if row is None:
        raise NoSuchMessage
    return row


async def laid_out(conn: Connection, agent: Agent, message_id: uuid.UUID) -> LaidOut:
    """Give a message as its author laid it out; raises ``NoSuchMessage`` for one without, or of another brand."""
    found = await store.html_of_message(conn, agent.brand_id, MessageId(message_id))
    if found is None:
        raise NoSuchMessage
    return found
