"""Whom to call back and until when: missed calls by themselves, in opening hours; others when an agent says so."""

import uuid
from datetime import datetime

from hilft import cases, clocks
from hilft.calls import store
from hilft.calls.actions.finding import find_call
from hilft.calls.model import Call
from hilft.calls.problems import BadMinutes, NoSuchCall
from hilft.db import Transaction
from hilft.hours import NeverOpen, calendar_of
from hilft.ids import AgentId, new_id
from hilft.staff import Agent

MINUTES = 60
"Business minutes within which a missed call is called back."
_MOST_MINUTES = 7 * 24 * 60


async def call_back_missed(tx: Transaction, call: Call, now: datetime) -> None:
    """Ask for a call-back within an hour of opening time; nothing happens where there is one, open or done."""
    if call.number and call.ended_at is not None:
        await _ask(tx, call, call.ended_at, MINUTES, now, None)


async def ask_for_call_back(
    tx: Transaction, agent: Agent, call_id: uuid.UUID, minutes: int, now: datetime
) -> None:
    """Ask for a call-back in so many minutes of opening hours; asked again, the time moves. Raises ``BadMinutes``."""
    if not 1 <= minutes <= _MOST_MINUTES:
        raise BadMinutes
    await _ask(tx, await find_call(tx, agent, call_id), now, minutes, now, agent.id)


async def _ask(
    tx: Transaction, call: Call, since: datetime, minutes: int, now: datetime, agent_id: AgentId | None
) -> None:
    calendar = await calendar_of(tx.conn, call.brand_id, call.account_id)
    try:
        due_at = calendar.add(since, minutes)
    except NeverOpen:
        due_at = since  # no hour will ever come: it is due at once
    made = await store.insert_call_back(
        tx.conn, call.brand_id, new_id(), call.id, call.case_id, due_at, now, agent_id
    )
    if made is None:
        return
    if call.case_id is not None:
        if agent_id is not None:
            await cases.stop_clock(tx, call.brand_id, call.case_id, clocks.Kind.CALL_BACK, made, now)
        await cases.start_clock(tx, call.brand_id, call.case_id, clocks.Kind.CALL_BACK, made, now, due_at)
    tx.nudge(call.brand_id, "calls")


async def called_back(tx: Transaction, agent: Agent, call_back_id: uuid.UUID, now: datetime) -> None:
    """Note that somebody called back. Raises ``NoSuchCall``; done twice is done once."""
    if await store.call_back_exists(tx.conn, agent.brand_id, call_back_id) is None:
        raise NoSuchCall
    case_id = await store.call_back_done(tx.conn, agent.brand_id, call_back_id, now, agent.id)
    if case_id is not None:
        await cases.stop_clock(tx, agent.brand_id, case_id, clocks.Kind.CALL_BACK, call_back_id, now)
    tx.nudge(agent.brand_id, "calls")
