"""Households and companies: customers who belong together and stay persons of their own."""

import uuid
from datetime import datetime

from hilft.customers import store
from hilft.customers.linking import customer
from hilft.customers.model import MAX_NAME, Group, GroupKind
from hilft.customers.problems import NoGroupName, NoSuchGroup
from hilft.db import Connection, Transaction, storable
from hilft.ids import BrandId, CustomerId, new_id


async def found_group(
    tx: Transaction, brand_id: BrandId, kind: GroupKind, name: str, first: CustomerId, now: datetime
) -> uuid.UUID:
    """Make a household or a company with its first member; raises ``NoGroupName``, ``NoSuchCustomer``."""
    called = " ".join(storable(name).split())
    if not 0 < len(called) <= MAX_NAME:
        raise NoGroupName(limit=MAX_NAME)
    group_id = new_id()
    await store.insert_group(tx.conn, brand_id, group_id, kind, called, now)
    await add_member(tx, brand_id, group_id, first, now)
    return group_id


async def add_member(
    tx: Transaction, brand_id: BrandId, group_id: uuid.UUID, customer_id: CustomerId, now: datetime
) -> None:
    """Put a customer into a group; who is in it stays in it once. Raises ``NoSuchGroup``, ``NoSuchCustomer``."""
    person = await customer(tx.conn, brand_id, customer_id)
    if await store.insert_member(tx.conn, brand_id, group_id, person.id, now):
        return
    if all(each.id != group_id for each in await store.groups_of(tx.conn, brand_id, person.id)):
        raise NoSuchGroup


async def drop_member(
    tx: Transaction, brand_id: BrandId, group_id: uuid.UUID, customer_id: CustomerId
) -> None:
    """Take a customer out of a group; raises ``NoSuchGroup`` when they are not in it."""
    if not await store.drop_member(tx.conn, brand_id, group_id, customer_id):
        raise NoSuchGroup


async def groups_of(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[Group]:
    """Give the households and companies a customer belongs to."""
    return await store.groups_of(conn, brand_id, customer_id)
