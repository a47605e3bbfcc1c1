"""The desk gives a free case to somebody who is here, and says why them."""

from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.settle import locked, save
from hilft.cases.model import Case, CaseState
from hilft.db import Connection, Transaction
from hilft.ids import AgentId, BrandId, CaseId
from hilft.timeline import Subject, append


async def free_cases(conn: Connection, brand_id: BrandId, limit: int) -> list[CaseId]:
    """Give open cases that are nobody's, whoever waits longest first."""
    return await store.free_cases(conn, brand_id, limit)


async def open_loads(conn: Connection, brand_id: BrandId, agent_ids: list[AgentId]) -> dict[AgentId, int]:
    """Give how many open cases each of these agents has, counted up to a thousand."""
    found = await store.open_loads(conn, brand_id, agent_ids)
    return {each.agent_id: each.open for each in found}


async def give(
    tx: Transaction, brand_id: BrandId, case_id: CaseId, to: AgentId, why: str, has_open: int, now: datetime
) -> Case | None:
    """Give a free case to an agent, with the reason on the timeline; None: it is not free any more.

    ``why``: ``only`` (nobody else is here), ``fewest`` (open cases), ``longest`` (of those with equally few, without a
    new one); ``has_open``: how many open ones they had.
    """
    case = await locked(tx, brand_id, case_id)
    if (
        case.id != case_id
        or case.owner_id is not None
        or case.state is not CaseState.OPEN
        or case.snoozed_until is not None
    ):
        return None
    await append(
        tx.conn, brand_id, Subject.CASE, case.id, "case.given", now, to=to, why=why, had_open=has_open
    )
    return await save(tx, replace(case, owner_id=to), now)
