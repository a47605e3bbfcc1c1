"""Reading: the list of cases, one case with everything in it, search."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BeforeValidator

from hilft import accounts, cases, clocks, staff
from hilft.cases import Case, InboxFilter, MessageRow, View
from hilft.db import Connection
from hilft.ids import AccountId, MessageId
from hilft.outbox import DeliveryState, states_of
from hilft.staff import Agent
from hilft.web.api import shapes, shaping
from hilft.web.api.edge import Conn, DeskRoute, SignedIn

MESSAGES = 200
TIMELINE = 500

router = APIRouter(route_class=DeskRoute, tags=["cases"])

Limit = Annotated[int, Query(ge=1, le=200)]
State = Annotated[View, BeforeValidator(lambda given: given or View.ALL)]
OneAccount = Annotated[UUID | None, BeforeValidator(lambda given: given or None)]
"An empty parameter is one that was not given, as in ``?state=&after=``."


@router.get("/cases")
async def list_cases(
    conn: Conn,
    agent: SignedIn,
    state: State = View.ALL,
    account: OneAccount = None,
    after: Annotated[str | None, Query(max_length=500)] = None,
    limit: Limit = 50,
) -> shapes.CasePage:
    """List cases, open ones by who waits longest, others newest first; ``next`` goes into the next ``after``."""
    wanted = InboxFilter(view=state, account_id=AccountId(account) if account else None)
    page = await cases.page(conn, agent, wanted, after, limit)
    return shapes.CasePage(items=[shaping.case_item(row) for row in page.rows], next=page.next)


@router.get("/cases/{code}")
async def read_case(conn: Conn, agent: SignedIn, code: str, before: UUID | None = None) -> shapes.CaseDetail:
    """Give a case with its conversations, messages, notes and timeline."""
    case = await cases.find(conn, agent, code)
    person = await cases.customer_panel(conn, agent, case)
    owner = await owner_of(conn, agent, case)
    conversations = await cases.conversations(conn, agent, case)
    used = {row.account_id for row in conversations}
    known = {one: await accounts.account(conn, agent.brand_id, one) for one in used}
    earlier = MessageId(before) if before else None
    messages = await cases.conversation(conn, agent, case, before=earlier, limit=MESSAGES)
    notes = await cases.notes(conn, agent, case)
    history = await cases.history(conn, agent, case, limit=TIMELINE)
    return shapes.CaseDetail(
        code=case.written_code,
        state=case.state,
        customer=person.name,
        handle=next((handle.handle for handle in person.handles if handle.id == case.handle_id), ""),
        owner=owner.first_name if owner else None,
        owner_initials=owner.initials if owner else None,
        waiting_since=case.waiting_since,
        snoozed_until=case.snoozed_until,
        opened_at=case.opened_at,
        solved_at=case.solved_at,
        closed_at=case.closed_at,
        version=case.version,
        priority=case.priority,
        tags=case.tags,
        waiting_for=case.waiting_for,
        risk=case.risk,
        due_at=case.due_at,
        clocks=[shaping.clock_item(each) for each in await clocks.clocks_of(conn, agent.brand_id, case.id)],
        conversations=[shaping.conversation_item(row, known) for row in conversations],
        messages=await _message_items(conn, agent, messages),
        notes=[shaping.note_item(row) for row in notes],
        timeline=[shaping.timeline_item(row) for row in reversed(history)],
    )


async def _message_items(
    conn: Connection, agent: Agent, rows: Sequence[MessageRow]
) -> list[shapes.MessageItem]:
    """Leave out what was taken back. What has just left is named by its delivery until the case has taken that in."""
    shown = [row for row in rows if row.delivery_state != DeliveryState.UNDONE]
    unnamed = [
        row.id for row in shown if row.delivery_state == DeliveryState.SENT and row.external_id is None
    ]
    sent = await states_of(conn, agent.brand_id, unnamed) if unnamed else {}
    return [shaping.message_item(row, sent.get(row.id)) for row in shown]


@router.get("/search")
async def search(
    conn: Conn, agent: SignedIn, q: Annotated[str, Query(max_length=500)], limit: Limit = 50
) -> shapes.FoundPage:
    """Find cases by code, name, handle or words of their messages."""
    found = await cases.search(conn, agent, q, limit=limit)
    return shapes.FoundPage(items=[shaping.found_item(row) for row in found])


async def owner_of(conn: Connection, agent: Agent, case: Case) -> Agent | None:
    """Give the colleague who owns the case, None while it is free."""
    return await staff.agent_by_id(conn, agent.brand_id, case.owner_id) if case.owner_id else None
