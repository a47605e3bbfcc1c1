"""The one door to a call: another brand's does not exist."""

import uuid

from hilft.calls import store
from hilft.calls.model import Call
from hilft.calls.problems import NoSuchCall
from hilft.db import Transaction
from hilft.staff import Agent


async def find_call(tx: Transaction, agent: Agent, call_id: uuid.UUID) -> Call:
    """Give a call of the agent's brand, its row locked. Raises ``NoSuchCall``."""
    found = await store.call_by_id(tx.conn, agent.brand_id, call_id)
    if found is None:
        raise NoSuchCall
    return found
