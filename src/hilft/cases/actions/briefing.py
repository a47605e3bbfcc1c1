"""The brief of a case: facts and timeline gathered, put together by memory."""

from datetime import datetime

from hilft.cases import store
from hilft.cases.model import Case, CaseState
from hilft.customers import find_handle, person
from hilft.db import Connection, Transaction
from hilft.memory import (
    Brief,
    Checked,
    Promised,
    PromiseState,
    Step,
    facts_of,
    finish_pending,
    make_brief,
    promises_of,
)
from hilft.staff import Agent, agent_by_id

_FIRST_WORDS = 5


async def brief(tx: Transaction, agent: Agent, case: Case, now: datetime) -> Brief:
    """Give what a colleague must know of a case, complete: what is pending is read first."""
    await finish_pending(tx, agent.brand_id, case.id, now)
    handle = await find_handle(tx.conn, agent.brand_id, case.handle_id)
    assert handle is not None  # a foreign key points here
    somebody = await person(tx.conn, agent.brand_id, handle.customer_id)
    assert somebody is not None  # a foreign key points here
    facts = await facts_of(tx.conn, agent.brand_id, case.id)
    heard = {fact.note_id for fact in facts if fact.note_id}
    notes = await store.notes_of_case(tx.conn, agent.brand_id, case.id)
    checks = [
        Checked(note.id, "note", note.text, note.created_at, note.agent_name)
        for note in notes
        if note.id not in heard
    ]
    words = await store.first_words(tx.conn, agent.brand_id, case.id, _FIRST_WORDS)
    promised = [
        Promised(
            one.id,
            one.text,
            one.due_at,
            one.state.value,
            one.made_at,
            one.agent_name,
            message_id=one.message_id,
            how=one.how,
        )
        for one in await promises_of(tx.conn, agent.brand_id, case.id)
        if one.state is not PromiseState.WITHDRAWN
    ]
    step = await _next(tx.conn, agent, case)
    return make_brief(case.code, somebody.name, facts, words, checks, promised, step)


async def _next(conn: Connection, agent: Agent, case: Case) -> Step:
    owner = await agent_by_id(conn, agent.brand_id, case.owner_id) if case.owner_id else None
    by = owner.first_name if owner else ""
    if case.state in {CaseState.SOLVED, CaseState.CLOSED}:
        return Step(case.state.value, by, case.solved_at or case.closed_at)
    if case.snoozed_until is not None:
        return Step("snoozed", by, case.snoozed_until)
    if case.state is CaseState.WAITING:
        return Step("wait", by, None)
    return Step("answer", by, case.waiting_since)
