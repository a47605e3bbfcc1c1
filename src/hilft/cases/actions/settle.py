"""Bring a case's row to what its messages add up to; used by everything that adds or removes a message."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.model import Case, CaseState, standing_so
from hilft.clocks import Facts, follow, having_clocks
from hilft.db import Transaction
from hilft.ids import BrandId, CaseId


async def locked(tx: Transaction, brand_id: BrandId, case_id: CaseId) -> Case:
    """Give the case with its row locked until the transaction ends, following a case that was joined."""
    case = await store.case_by_id(tx.conn, brand_id, case_id)
    assert case is not None  # a foreign key points here
    if case.joined_into_id is not None:
        return await locked(tx, brand_id, case.joined_into_id)
    return case


async def settle(
    tx: Transaction, case: Case, now: datetime, *, spoken: bool = True, voices: bool = False
) -> Case:
    """Recompute who waits since when and what state follows, write it, nudge.

    ``spoken``: something was said, so a page that was read before is stale. ``voices``: who speaks may have
    changed, so the customer (the first voice) and the number of participants are counted again.
    """
    standing = await store.standing_of(tx.conn, case.brand_id, case.id)
    if voices:
        first = await store.first_voice(tx.conn, case.brand_id, case.id) or case.handle_id
        others = await store.count_participants(tx.conn, case.brand_id, case.id, first)
        case = replace(case, handle_id=first, participants=others)
    return await save(tx, standing_so(case, standing, now, spoken=spoken), now)


async def settle_all(tx: Transaction, cases: Sequence[Case], now: datetime) -> None:
    """Settle several locked cases of a brand in which customers, and nobody new, have spoken."""
    brand_id, ids = cases[0].brand_id, [case.id for case in cases]
    standings = {each.case_id: each for each in await store.standings_of(tx.conn, brand_id, ids)}
    timed = await having_clocks(tx.conn, brand_id, ids)
    kept = []
    for case in cases:
        settled = standing_so(case, standings[case.id], now, spoken=True)
        kept.append(await on_the_clock(tx, settled, now) if case.id in timed else settled)
    await store.save_cases(
        tx.conn, brand_id, ids, [case.state for case in kept], [case.waiting_since for case in kept],
        [case.queue_at for case in kept], [case.last_message_id for case in kept],
        [case.last_message_at for case in kept], [case.version for case in kept],
        [case.waiting_for for case in kept], [case.risk for case in kept], [case.due_at for case in kept],
    )  # fmt: skip
    _nudge(tx, kept)


async def save(tx: Transaction, case: Case, now: datetime) -> Case:
    """Write the row of a case whose lock the transaction holds, its clocks with it, and nudge the pages that show it."""
    timed = await having_clocks(tx.conn, case.brand_id, [case.id])
    kept = await on_the_clock(tx, case, now) if timed else case
    await store.save_case(
        tx.conn, kept.brand_id, kept.id, kept.state, kept.owner_id, kept.waiting_since, kept.snoozed_until,
        kept.queue_at, kept.solved_at, kept.closed_at, kept.last_message_id, kept.last_message_at, kept.handle_id,
        kept.participants, kept.version, kept.joined_into_id, kept.priority, kept.tags, kept.waiting_for, kept.risk,
        kept.due_at,
    )  # fmt: skip
    _nudge(tx, [kept])
    return kept


def _nudge(tx: Transaction, cases: Sequence[Case]) -> None:
    for case in cases:
        tx.nudge(case.brand_id, "inbox")
        tx.nudge(case.brand_id, f"case:{case.id}")


async def on_the_clock(tx: Transaction, case: Case, now: datetime) -> Case:
    """Bring the clocks of a case to what it adds up to; give the case with what its row keeps of them."""
    found = await store.answered_by_people(tx.conn, case.brand_id, case.id, case.opened_at)
    facts = Facts(
        brand_id=case.brand_id,
        case_id=case.id,
        account_id=case.account_id,
        priority=case.priority,
        tags=frozenset(case.tags),
        asked_at=found.asked_at or case.opened_at,
        waiting_since=case.waiting_since,
        first_answer_at=found.first_answer_at,
        answers=tuple(found.answers),
        open=case.state is CaseState.OPEN,
        ended_at=_ended_at(case, now),
        for_others=case.state is CaseState.WAITING and case.waiting_for != "",
    )
    verdict = await follow(tx, facts, now)
    return replace(case, risk=verdict.risk.value, due_at=verdict.due_at)


def _ended_at(case: Case, now: datetime) -> datetime | None:
    if case.joined_into_id is not None:
        return now
    if case.state in {CaseState.SOLVED, CaseState.CLOSED}:
        return case.solved_at or case.closed_at or now
    return None
