"""Say that two customers are one, and take it back: at any time, in any order, without loss.

Cases and facts hang on handles, so nothing moves. Every handle keeps the customer it came with; a link leads from
one customer to another, at most one from each. Whose a handle is, is where the links that stand lead to.
"""

import uuid
from datetime import datetime

from hilft.customers import store
from hilft.customers.model import LONGEST_REASON, Evidence, Link, Person
from hilft.customers.problems import NoReasonForLink, NoSuchCustomer, NoSuchLink, SameCustomer
from hilft.db import Connection, Transaction, storable
from hilft.ids import AgentId, BrandId, CustomerId, new_id


async def link(
    tx: Transaction,
    brand_id: BrandId,
    one: CustomerId,
    other: CustomerId,
    evidence: Evidence,
    now: datetime,
    *,
    reason: str = "",
    agent_id: AgentId | None = None,
) -> Link:
    """Make the other customer one with the first, with everything that is linked to either.

    Raises ``NoSuchCustomer``, ``SameCustomer`` when they are one already, ``NoReasonForLink`` when an agent decides
    without saying why. The same name or picture is no evidence.
    """
    said = " ".join(storable(reason).split())[:LONGEST_REASON]
    if evidence is Evidence.AGENT and not said:
        raise NoReasonForLink
    await store.lock_links(tx.conn, brand_id)
    into, gone = await _root(tx.conn, brand_id, one), await _root(tx.conn, brand_id, other)
    if into == gone:
        raise SameCustomer
    made = Link(new_id(), gone, into, evidence, said, agent_id, now, None)
    await store.insert_link(tx.conn, brand_id, made.id, gone, into, evidence, said, agent_id, now)
    await _settle(tx, brand_id, gone, into)
    return made


async def unlink(
    tx: Transaction, brand_id: BrandId, link_id: uuid.UUID, agent_id: AgentId | None, now: datetime
) -> Link:
    """Take a link back: every handle goes where the links that still stand lead it, with all that came since."""
    await store.lock_links(tx.conn, brand_id)
    found = await store.find_link(tx.conn, brand_id, link_id)
    if found is None or found.undone_at is not None:
        raise NoSuchLink
    await store.undo_link(tx.conn, brand_id, link_id, agent_id, now)
    await _settle(tx, brand_id, found.from_id, found.from_id)
    return found


async def links_of(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[Link]:
    """Give the links that made this customer one, the strongest evidence first."""
    root = await _root(conn, brand_id, customer_id)
    found = await store.links_below(conn, brand_id, root)
    return sorted(found, key=lambda each: (-each.evidence.rank, each.linked_at))


async def customer(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> Person:
    """Give a customer, or the one it is part of now; raises ``NoSuchCustomer``."""
    found = await store.person(conn, brand_id, await _root(conn, brand_id, customer_id))
    assert found is not None  # a link leads to customers only
    return found


async def _root(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> CustomerId:
    found = await store.root_of(conn, brand_id, customer_id)
    if found is None:
        raise NoSuchCustomer
    return found


async def _settle(tx: Transaction, brand_id: BrandId, top: CustomerId, root: CustomerId) -> None:
    """Tell the handles of a customer, and of all linked to it, whose they are now."""
    await store.give_handles(tx.conn, brand_id, top, root)
    tx.nudge(brand_id, "inbox")
