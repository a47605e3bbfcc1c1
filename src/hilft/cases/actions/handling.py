"""What agents do with a case besides answering: take it, pass it on, park it, call it solved."""

from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.finding import find_to_change
from hilft.cases.actions.settle import save
from hilft.cases.model import Case, CaseState
from hilft.cases.problems import (
    EmptyText,
    NoSuchColleague,
    NoteTooLong,
    NotInThisState,
    OtherBody,
    SnoozeInPast,
    TakenBy,
)
from hilft.cases.rows import NoteRow
from hilft.db import Transaction, storable
from hilft.ids import new_id
from hilft.staff import Agent, agent_by_id, find_agent
from hilft.timeline import Subject, append

LONGEST_NOTE = 20_000
"Characters of a note."


async def claim(tx: Transaction, agent: Agent, code: str, now: datetime) -> Case:
    """Take a free case. Of two who try at once one wins; the other learns by ``TakenBy`` who did."""
    case = await find_to_change(tx, agent, code)
    if case.owner_id == agent.id:
        return case
    if case.owner_id is not None:
        owner = await agent_by_id(tx.conn, agent.brand_id, case.owner_id)
        raise TakenBy(agent=owner.name if owner else "?")
    return await _changed(tx, agent, replace(case, owner_id=agent.id), "case.claimed", now)


async def release(tx: Transaction, agent: Agent, code: str, now: datetime) -> Case:
    """Give a case back, so that anybody may take it."""
    case = await find_to_change(tx, agent, code)
    if case.owner_id is None:
        return case
    return await _changed(tx, agent, replace(case, owner_id=None), "case.released", now)


async def hand_over(tx: Transaction, agent: Agent, code: str, to: str, text: str, now: datetime) -> Case:
    """Give the case to a colleague (login or initials), with a word of what is to be done."""
    case = await find_to_change(tx, agent, code)
    colleague = await find_agent(tx.conn, agent.brand_id, to.strip().removeprefix("^"))
    if colleague is None:
        raise NoSuchColleague(name=to[:80])
    if text.strip():
        await _write_note(tx, agent, case, text, now, None)
    return await _changed(
        tx, agent, replace(case, owner_id=colleague.id, version=case.version + 1), "case.handed_over", now,
        to=colleague.id,
    )  # fmt: skip


async def note(
    tx: Transaction, agent: Agent, code: str, text: str, now: datetime, request_key: str | None = None
) -> NoteRow:
    """Leave a text for colleagues only. The same ``request_key`` again writes nothing; with another text it raises."""
    case = await find_to_change(tx, agent, code)
    return await _write_note(tx, agent, case, text, now, request_key)


async def _write_note(
    tx: Transaction, agent: Agent, case: Case, text: str, now: datetime, request_key: str | None
) -> NoteRow:
    kept = storable(text)
    if not kept.strip():
        raise EmptyText
    if len(kept) > LONGEST_NOTE:
        raise NoteTooLong(used=len(kept), limit=LONGEST_NOTE)
    note_id = await store.insert_note(
        tx.conn, agent.brand_id, new_id(), case.id, agent.id, kept, now, request_key
    )
    if note_id is None:
        before = await store.note_by_key(tx.conn, agent.brand_id, agent.id, request_key or "")
        if before is None or before.text != kept or before.case_id != case.id:
            raise OtherBody
        return NoteRow(before.id, agent.name, agent.initials, before.text, before.created_at)
    await append(
        tx.conn, agent.brand_id, Subject.CASE, case.id, "note.written", now, agent_id=agent.id, note=note_id
    )
    await save(tx, replace(case, version=case.version + 1), now)
    return NoteRow(note_id, agent.name, agent.initials, kept, now)


async def snooze(tx: Transaction, agent: Agent, code: str, until: datetime, now: datetime) -> Case:
    """Put the case out of sight until then; a word of the customer brings it back at once."""
    case = await find_to_change(tx, agent, code)
    if until <= now:
        raise SnoozeInPast
    if case.state not in {CaseState.OPEN, CaseState.WAITING}:
        raise NotInThisState(state=case.state)
    return await _changed(tx, agent, replace(case, snoozed_until=until), "case.snoozed", now)


async def wake(tx: Transaction, agent: Agent, code: str, now: datetime) -> Case:
    """Bring a snoozed case back now."""
    case = await find_to_change(tx, agent, code)
    if case.snoozed_until is None:
        return case
    return await _changed(tx, agent, replace(case, snoozed_until=None), "case.woken", now)


async def solve(tx: Transaction, agent: Agent, code: str, now: datetime) -> Case:
    """Call the problem solved. Whoever solves a free case owns it from then on."""
    case = await find_to_change(tx, agent, code)
    if case.state in {CaseState.SOLVED, CaseState.CLOSED}:
        return case
    solved = replace(
        case, state=CaseState.SOLVED, solved_at=now, queue_at=now, waiting_since=None, snoozed_until=None,
        owner_id=case.owner_id or agent.id,
    )  # fmt: skip
    await store.set_settled(tx.conn, agent.brand_id, case.id, settled=True)
    return await _changed(tx, agent, solved, "case.solved", now)


async def reopen(tx: Transaction, agent: Agent, code: str, now: datetime) -> Case:
    """Take a solved or closed case up again: what was asked and never answered waits again, too."""
    case = await find_to_change(tx, agent, code)
    if case.state in {CaseState.OPEN, CaseState.WAITING}:
        return case
    await store.set_settled(tx.conn, agent.brand_id, case.id, settled=False)
    since = (await store.standing_of(tx.conn, agent.brand_id, case.id)).waiting_since
    opened = replace(
        case, state=CaseState.OPEN, solved_at=None, closed_at=None, waiting_since=since, queue_at=since or now
    )
    return await _changed(tx, agent, opened, "case.reopened", now)


async def close(tx: Transaction, agent: Agent, code: str, now: datetime) -> Case:
    """Close a case for good: what the customer writes later opens a new one that follows it."""
    case = await find_to_change(tx, agent, code)
    if case.state is CaseState.CLOSED:
        return case
    closed = replace(
        case, state=CaseState.CLOSED, closed_at=now, queue_at=now, waiting_since=None, snoozed_until=None
    )
    await store.set_settled(tx.conn, agent.brand_id, case.id, settled=True)
    return await _changed(tx, agent, closed, "case.closed", now)


async def _changed(
    tx: Transaction, agent: Agent, case: Case, kind: str, now: datetime, **refs: object
) -> Case:
    plain = {name: str(ref) for name, ref in refs.items()}
    await append(tx.conn, agent.brand_id, Subject.CASE, case.id, kind, now, agent_id=agent.id, **plain)
    return await save(tx, case, now)
