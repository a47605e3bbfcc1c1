"""Write down what a caller said: kept while it is typed, then given to a case as the customer's words."""

import uuid
from dataclasses import replace
from datetime import datetime

from hilft import accounts, cases, clocks, customers
from hilft.accounts import Account
from hilft.calls import store
from hilft.calls.actions.finding import find_call
from hilft.calls.actions.telling import tell_timeline
from hilft.calls.model import Call
from hilft.calls.problems import WhoCalled
from hilft.cases import Case
from hilft.channels import Profile
from hilft.customers import Evidence, Handle
from hilft.db import Transaction, storable
from hilft.staff import Agent


async def save_note(
    tx: Transaction, agent: Agent, call_id: uuid.UUID, text: str, version: int, now: datetime
) -> int:
    """Keep what is typed until it is with a case; the newer version wins. Gives the version that is kept."""
    call = await find_call(tx, agent, call_id)
    latest = int(now.timestamp() * 1000) + 86_400_000  # a clock that is years ahead must not win for ever
    if call.message_id is not None or not call.note_version < version <= latest:
        return call.note_version
    await store.save_note(
        tx.conn, agent.brand_id, call_id, storable(text)[: 4 * cases.LONGEST_WORDS], version, agent.id
    )
    return version


async def take_note(
    tx: Transaction,
    agent: Agent,
    call_id: uuid.UUID,
    text: str,
    code: str | None,
    now: datetime,
    *,
    spoken: bool = False,
) -> Case:
    """Give a call's note to a case (``code``), or to a new one, as the customer's words at the call's time.

    A number that calls for the first time becomes the customer's: because they said the case's code (``spoken``), else by
    the agent's decision. Asked again after it
    worked, nothing is written twice. Raises ``WhoCalled`` for a new case without a number, what ``cases.take_down``
    raises, and ``NoSuchCall``.
    """
    call = await find_call(tx, agent, call_id)
    if call.message_id is not None and call.case_id is not None:
        return await cases.by_id(tx, agent, call.case_id)
    account = await accounts.account(tx.conn, agent.brand_id, call.account_id)
    chosen = await cases.find(tx.conn, agent, code) if code else None
    who = await _speaker(tx, agent, account, call, chosen, now, spoken=spoken)
    case, message_id = await cases.take_down(
        tx, agent, account, who, text, now, chosen.code if chosen else None,
        said_at=call.answered_at or call.rang_at, name=f"call:{call.id}",
    )  # fmt: skip
    await store.set_case(tx.conn, agent.brand_id, call.id, case.id, message_id)
    await store.save_note(tx.conn, agent.brand_id, call.id, "", call.note_version + 1, agent.id)
    await store.put_away(tx.conn, agent.brand_id, call.id, now)
    await _call_back_follows(tx, call, case, now)
    await tell_timeline(tx, call, replace(call, case_id=case.id))
    tx.nudge(agent.brand_id, f"calls:{agent.id}")
    tx.nudge(agent.brand_id, "calls")
    return case


async def _speaker(
    tx: Transaction,
    agent: Agent,
    account: Account,
    call: Call,
    chosen: Case | None,
    now: datetime,
    *,
    spoken: bool,
) -> Handle:
    """Say as whom the caller speaks: with their number, unless that is hidden or somebody else's."""
    brand_id = agent.brand_id
    owner = await customers.find_handle(tx.conn, brand_id, chosen.handle_id) if chosen else None
    if not call.number:
        if owner is None:
            raise WhoCalled
        return owner
    is_new = await store.handle_of_number(tx.conn, brand_id, call.number) is None
    handle = await customers.recognise(
        tx.conn, brand_id, account.scope, Profile(call.number, call.number), now
    )
    if chosen is None or owner is None or owner.customer_id == handle.customer_id:
        return handle
    if not is_new:
        return owner
    await customers.link(
        tx, brand_id, owner.customer_id, handle.customer_id,
        Evidence.CODE_SPOKEN if spoken else Evidence.AGENT, now,
        reason=f"{call.number}: {chosen.written_code}", agent_id=agent.id,
    )  # fmt: skip
    linked = await customers.find_handle(tx.conn, brand_id, handle.id)
    return linked or handle


async def _call_back_follows(tx: Transaction, call: Call, case: Case, now: datetime) -> None:
    """A call-back asked for while nobody knew the case gets its clock there."""
    found = await store.call_back_of_call(tx.conn, call.brand_id, call.id)
    if found is None or found.done_at is not None or found.case_id == case.id:
        return
    if found.case_id is not None:
        await cases.stop_clock(tx, call.brand_id, found.case_id, clocks.Kind.CALL_BACK, found.id, now)
    await store.call_back_to_case(tx.conn, call.brand_id, found.id, case.id)
    await cases.start_clock(tx, call.brand_id, case.id, clocks.Kind.CALL_BACK, found.id, now, found.due_at)


async def answer_here(tx: Transaction, agent: Agent, call_id: uuid.UUID) -> None:
    """Say that one has the call, where the telephone system does not know who sits where."""
    call = await find_call(tx, agent, call_id)
    if call.agent_id is None:
        await store.set_agent(tx.conn, agent.brand_id, call_id, agent.id)
        tx.nudge(agent.brand_id, f"calls:{agent.id}")
        tx.nudge(agent.brand_id, "calls:nobody")


async def put_away(tx: Transaction, agent: Agent, call_id: uuid.UUID, now: datetime) -> None:
    """Take the card off the screen; what was typed stays with the call."""
    await find_call(tx, agent, call_id)
    await store.put_away(tx.conn, agent.brand_id, call_id, now)
    tx.nudge(agent.brand_id, f"calls:{agent.id}")
