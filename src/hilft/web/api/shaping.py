"""From the rooms' rows to the API's shapes."""

from collections.abc import Mapping
from datetime import datetime

from hilft.accounts import Account, AccountHealth
from hilft.cases import Case, Conversation, FoundRow, InboxRow, MessageRow, NoteRow, TimelineRow, written
from hilft.clocks import Clock
from hilft.ids import AccountId
from hilft.outbox import Delivery, LogEntry
from hilft.staff import Agent
from hilft.web.api import shapes


def case_item(row: InboxRow) -> shapes.CaseItem:
    return shapes.CaseItem(
        code=row.written_code,
        state=row.state,
        customer=row.customer,
        handle=row.handle,
        channel=row.channel,
        account=row.account_handle,
        owner=row.owner_name,
        owner_initials=row.owner_initials,
        waiting_since=row.waiting_since,
        snoozed_until=row.snoozed_until,
        preview=row.preview,
        visibility=row.visibility,
        to_main=row.to_main,
        participants=row.participants,
        version=row.version,
        priority=row.priority,
        tags=row.tags,
        risk=row.risk,
        due_at=row.due_at,
    )


def case_state(case: Case, owner: Agent | None) -> shapes.CaseState:
    return shapes.CaseState(
        code=case.written_code,
        state=case.state,
        owner=owner.first_name if owner else None,
        owner_initials=owner.initials if owner else None,
        waiting_since=case.waiting_since,
        snoozed_until=case.snoozed_until,
        version=case.version,
        priority=case.priority,
        tags=case.tags,
        waiting_for=case.waiting_for,
        risk=case.risk,
        due_at=case.due_at,
    )


def clock_item(clock: Clock) -> shapes.ClockItem:
    return shapes.ClockItem(
        kind=clock.kind,
        state=clock.state,
        mark=clock.mark,
        started_at=clock.started_at,
        stopped_at=clock.stopped_at,
        warn_at=clock.warn_at,
        due_at=clock.due_at,
        minutes=None if clock.minutes is None else f"{clock.minutes.normalize():f}",
        measure=clock.measure,
    )


def message_item(row: MessageRow, sent: Delivery | None = None) -> shapes.MessageItem:
    arrived = sent.message if sent else None
    return shapes.MessageItem(
        id=row.id,
        conversation=row.conversation_id,
        direction=row.direction,
        visibility=row.visibility,
        network_visibility=row.network_visibility,
        text=row.text,
        subject=row.subject,
        quoted=row.quoted,
        automatic=row.automatic,
        origin=row.origin,
        author=row.author_name or None,
        handle=row.author_handle or None,
        participant=row.is_participant,
        agent=row.agent_name,
        agent_initials=row.agent_initials,
        outside=row.outside,
        to_main=row.to_main,
        account=row.account_handle,
        occurred_at=row.occurred_at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
        external_id=row.external_id or (arrived.external_id if arrived else None),
        url=row.url or (arrived.url if arrived else None),
        delivery=_delivery(row),
        attachments=[
            shapes.AttachmentItem(
                id=file.id,
                kind=file.kind,
                content_type=file.content_type,
                name=file.name,
                alt=file.alt,
                state=file.state,
                size=file.size,
            )
            for file in row.attachments
        ],
    )


def _delivery(row: MessageRow) -> shapes.DeliveryState | None:
    if row.delivery_id is None or row.delivery_state is None:
        return None
    return shapes.DeliveryState(
        id=row.delivery_id,
        state=row.delivery_state,
        reason=row.delivery_reason or "",
        hold_until=row.hold_until,
        delivered_at=row.delivered_at,
    )


def conversation_item(row: Conversation, accounts: Mapping[AccountId, Account]) -> shapes.ConversationItem:
    account = accounts.get(row.account_id)
    return shapes.ConversationItem(
        id=row.id,
        visibility=row.visibility,
        account=account.handle if account else "",
        channel=account.channel if account else "",
        last_at=row.last_at,
    )


def note_item(row: NoteRow) -> shapes.NoteItem:
    return shapes.NoteItem(
        id=row.id,
        agent=row.agent_name,
        agent_initials=row.agent_initials,
        text=row.text,
        created_at=row.created_at,
    )


def timeline_item(row: TimelineRow) -> shapes.TimelineItem:
    return shapes.TimelineItem(
        at=row.at, kind=row.kind, agent=row.agent_name, refs=dict(row.refs), reason=row.reason or None
    )


def found_item(row: FoundRow) -> shapes.FoundItem:
    return shapes.FoundItem(
        code=written(row.code),
        state=row.state,
        customer=row.customer,
        handle=row.handle,
        snippet=row.snippet,
        at=row.at,
    )


def account_item(health: AccountHealth, now: datetime) -> shapes.AccountItem:
    account = health.account
    return shapes.AccountItem(
        id=account.id,
        channel=account.channel,
        handle=account.handle,
        role=account.role,
        state=account.state,
        reason=account.reason,
        last_ok_at=account.last_ok_at,
        last_error=account.last_error,
        last_error_at=account.last_error_at,
        send_error=account.send_error,
        send_error_at=account.send_error_at,
        complete_until=account.complete_until,
        missing_since=health.missing_since(now),
        waiting_receipts=health.waiting_receipts,
        failed_receipts=health.failed_receipts,
        unfinished_deliveries=health.unfinished_deliveries,
    )


def log_item(entry: LogEntry) -> shapes.LogItem:
    return shapes.LogItem(
        id=entry.id,
        at=entry.at,
        outcome=entry.outcome,
        detail=entry.detail,
        delivery=entry.delivery_id,
        message=entry.message_id,
        state=entry.state,
        attempts=entry.attempts,
        external_id=entry.external_id,
        opening=entry.opening,
    )
