"""Open a case, or find the one a person's private words belong to."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from hilft.cases import store
from hilft.cases.actions.settle import locked
from hilft.cases.codes import make_code
from hilft.cases.model import Case
from hilft.customers import Handle
from hilft.db import Transaction
from hilft.ids import AccountId, BrandId, CaseId, HandleId, new_id
from hilft.timeline import Line, Subject, append, append_all


async def open_case(
    tx: Transaction,
    brand_id: BrandId,
    *,
    handle_id: HandleId,
    account_id: AccountId,
    waiting_since: datetime,
    now: datetime,
    follows: CaseId | None = None,
) -> Case:
    """Open a case for the customer behind the handle; ``follows`` is the customer's case it comes after."""
    case_id = CaseId(new_id())
    while True:
        code = make_code(secrets.choice)
        made = await store.insert_case(
            tx.conn, brand_id, case_id, code, handle_id, account_id, waiting_since, now, follows
        )
        if made is not None:
            break
    await append(tx.conn, brand_id, Subject.CASE, case_id, "case.opened", now, follows=follows)
    return await locked(tx, brand_id, case_id)


Beginning: TypeAlias = tuple[HandleId, AccountId, datetime, CaseId | None]
"Whose case by which account, waiting since when, after which case."


async def open_cases(
    tx: Transaction, brand_id: BrandId, beginnings: Sequence[Beginning], now: datetime
) -> list[Case]:
    """Open several cases; give them in the order of ``beginnings``, locked."""
    ids = [CaseId(new_id()) for _ in beginnings]
    left = dict(zip(ids, beginnings, strict=True))
    while left:
        handles, accounts, since, follows = (list(column) for column in zip(*left.values(), strict=True))
        codes = [make_code(secrets.choice) for _ in left]
        made = await store.insert_cases(
            tx.conn, brand_id, list(left), codes, handles, accounts, since, now, follows
        )
        left = {each: beginning for each, beginning in left.items() if each not in set(made)}
    lines = [
        Line(each, "case.opened", now, {"follows": beginning[3]})
        for each, beginning in zip(ids, beginnings, strict=True)
    ]
    await append_all(tx.conn, brand_id, Subject.CASE, lines)
    found = {case.id: case for case in await store.cases_by_ids(tx.conn, brand_id, ids)}
    return [found[each] for each in ids]


async def case_of_person(
    tx: Transaction, brand_id: BrandId, person: Handle, account_id: AccountId, at: datetime, now: datetime
) -> Case:
    """Give the open case of a person, of several the one answered last, or a new one."""
    found = await store.cases_for_private(tx.conn, brand_id, person.customer_id, now)
    if found is not None:
        return await locked(tx, brand_id, found)
    return await open_case(
        tx, brand_id, handle_id=person.id, account_id=account_id, waiting_since=at, now=now
    )
