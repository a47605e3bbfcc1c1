"""The one door to a case: every page, stream, draft, file and API call comes through here."""

from datetime import datetime

from hilft.accounts import account
from hilft.cases import store
from hilft.cases.actions.settle import locked
from hilft.cases.codes import read_code
from hilft.cases.model import Case
from hilft.cases.problems import NoSuchCase
from hilft.db import Connection, Transaction
from hilft.ids import BrandId, CaseId, CustomerId
from hilft.staff import Agent


async def find(conn: Connection, agent: Agent, code: str) -> Case:
    """Give the case with this code, however it is written, if the agent may see it.

    Another brand's case does not exist for the agent: the brand is part of every key. A case that was joined into
    another one gives that one.
    """
    read = read_code(code)
    case = await store.case_by_code(conn, agent.brand_id, read) if read else None
    if case is None:
        raise NoSuchCase(code=code[:20])
    if case.joined_into_id is not None:
        return await _survivor(conn, case)
    return case


async def _survivor(conn: Connection, case: Case) -> Case:
    while case.joined_into_id is not None:
        found = await store.read_case(conn, case.brand_id, case.joined_into_id)
        assert found is not None  # it was joined into a case of its own brand
        case = found
    return case


async def keep_threads_still(tx: Transaction, *touched: Case) -> None:
    """Let nothing come into the threads around these cases until the transaction ends.

    Digestion takes this lock before it locks cases; so does whoever opens conversations or locks several cases, and
    nobody waits in a circle.
    """
    there = [await account(tx.conn, case.brand_id, case.account_id) for case in touched]
    for brand_id, scope in sorted({(each.brand_id, each.scope) for each in there}):
        await store.lock_scope(tx.conn, brand_id, scope)


async def find_to_change(tx: Transaction, agent: Agent, code: str) -> Case:
    """Give the case as `find`, its row locked until the transaction ends."""
    case = await find(tx.conn, agent, code)
    return await locked(tx, agent.brand_id, case.id)


async def by_id(tx: Transaction, agent: Agent, case_id: CaseId) -> Case:
    """Give the case another room keeps the id of, or the one it was joined into; its row stays locked."""
    return await locked(tx, agent.brand_id, case_id)


async def open_case_of(
    tx: Transaction, brand_id: BrandId, customer_id: CustomerId, now: datetime
) -> CaseId | None:
    """Give the customer's open case, of several the one answered last."""
    return await store.cases_for_private(tx.conn, brand_id, customer_id, now)
