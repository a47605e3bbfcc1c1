"""Take in what a telephone system tells of a call, in any order, however often."""

import uuid
from datetime import datetime

from hilft import cases, clocks
from hilft.accounts import Account
from hilft.calls import store
from hilft.calls.actions.calling_back import call_back_missed
from hilft.calls.actions.telling import tell_timeline
from hilft.calls.model import Call, CallState, Folded, fold
from hilft.channels import CallStep, CallTold
from hilft.customers import find_handle
from hilft.db import Transaction, storable
from hilft.ids import AgentId, BrandId, CaseId, new_id

LONGEST = 200


async def take_in(tx: Transaction, account: Account, told: CallTold, at: datetime, now: datetime) -> None:
    """Fold one step into its call; the same step again, and every other order of steps, gives the same call."""
    brand_id, at = account.brand_id, min(at, now)
    await store.lock_calls(tx.conn, brand_id, account.id)
    call = await _call_of(tx, account, told, at)
    before = await store.legs_of_call(tx.conn, brand_id, call.id)
    await _keep(tx, account, told, at, call.id)
    folded = fold(await store.legs_of_call(tx.conn, brand_id, call.id))
    agents = await _agents(tx, brand_id, folded.answered_by)
    await store.save_call(
        tx.conn, brand_id, call.id, list(folded.users), folded.rang_at, folded.answered_at, folded.ended_at,
        agents[0] if agents else None, told.number, storable(told.line)[:LONGEST],
    )  # fmt: skip
    after = await store.call_by_id(tx.conn, brand_id, call.id)
    assert after is not None  # it was written a moment ago, and its account is locked
    await _follow(tx, call if before else None, after, now)
    await _nudge(tx, after, folded)


async def _call_of(tx: Transaction, account: Account, told: CallTold, at: datetime) -> Call:
    """Give the call a leg belongs to, made now where nobody told of it; a leg known as a call of its own joins."""
    brand_id, key = account.brand_id, storable(told.call)[:LONGEST]
    leg_of = await store.find_leg(tx.conn, brand_id, account.id, storable(told.leg)[:LONGEST])
    if leg_of is not None and told.call == told.leg:
        known = await store.call_by_id(tx.conn, brand_id, leg_of)
        assert known is not None  # a foreign key points here
        return known
    whole = await store.call_by_key(tx.conn, brand_id, account.id, key)
    if whole is None:
        call_id = new_id()
        await store.insert_call(
            tx.conn, brand_id, call_id, account.id, key, told.incoming, told.number, storable(told.line)[:LONGEST], at
        )  # fmt: skip
        whole = await store.call_by_key(tx.conn, brand_id, account.id, key)
        assert whole is not None  # written a line above
    if leg_of is not None and leg_of != whole.id:
        await store.move_legs(tx.conn, brand_id, leg_of, whole.id)
        await _drop_call_back(tx, brand_id, leg_of, None, at)
        await store.drop_call(tx.conn, brand_id, leg_of)
    return whole


async def _keep(tx: Transaction, account: Account, told: CallTold, at: datetime, call_id: uuid.UUID) -> None:
    users = [storable(each)[:LONGEST] for each in told.users]
    await store.keep_leg(
        tx.conn, account.brand_id, account.id, storable(told.leg)[:LONGEST], call_id,
        at if told.step is CallStep.RINGING else None,
        at if told.step is CallStep.ANSWERED else None,
        at if told.step is CallStep.ENDED else None,
        users if told.step is CallStep.RINGING else [],
        users if told.step is CallStep.ANSWERED else [],
        storable(told.cause)[:LONGEST],
    )  # fmt: skip


async def _agents(tx: Transaction, brand_id: BrandId, extensions: tuple[str, ...]) -> list[AgentId]:
    """Give whose telephones these are, in their order."""
    if not extensions:
        return []
    found = {
        each.extension: each.agent_id for each in await store.agents_at(tx.conn, brand_id, list(extensions))
    }
    return [found[each] for each in extensions if each in found]


async def _follow(tx: Transaction, before: Call | None, after: Call, now: datetime) -> None:
    """Do what follows: a line on the case's timeline, a call-back for a missed one."""
    nobody = (
        after.message_id is None and after.agent_id is None
    )  # somebody may say they had it, whatever was told
    if after.state is CallState.MISSED and after.incoming and nobody:
        if after.case_id is None:
            after = await _missed_in(tx, after, now)
        await call_back_missed(tx, after, now)
    else:
        await _drop_call_back(tx, after.brand_id, after.id, after.case_id, now)
    if after.case_id is not None:
        await tell_timeline(tx, before, after)


async def _missed_in(tx: Transaction, call: Call, now: datetime) -> Call:
    """Show a missed call with the caller's open case, where they have one."""
    handle_id = await store.handle_of_number(tx.conn, call.brand_id, call.number) if call.number else None
    handle = await find_handle(tx.conn, call.brand_id, handle_id) if handle_id else None
    if handle is None:
        return call
    case_id = await cases.open_case_of(tx, call.brand_id, handle.customer_id, now)
    if case_id is None:
        return call
    await store.set_case(tx.conn, call.brand_id, call.id, case_id, None)
    found = await store.call_by_id(tx.conn, call.brand_id, call.id)
    assert found is not None  # its account is locked
    return found


async def _drop_call_back(
    tx: Transaction, brand_id: BrandId, call_id: uuid.UUID, case_id: CaseId | None, now: datetime
) -> None:
    dropped = await store.drop_own_call_back(tx.conn, brand_id, call_id)
    if dropped is not None and case_id is not None:
        await cases.stop_clock(tx, brand_id, case_id, clocks.Kind.CALL_BACK, dropped, now)


async def _nudge(tx: Transaction, call: Call, folded: Folded) -> None:
    """Wake the screens concerned: whose telephone it is, or everybody's when nobody claims it."""
    tx.nudge(call.brand_id, "calls")
    ringing = await _agents(tx, call.brand_id, folded.users)
    for agent_id in {*ringing, *([call.agent_id] if call.agent_id else [])}:
        tx.nudge(call.brand_id, f"calls:{agent_id}")
    if not ringing:
        tx.nudge(call.brand_id, "calls:nobody")
