"""Say who is here."""

from datetime import datetime

from hilft.db import Transaction
from hilft.problems import NotFound
from hilft.staff import store
from hilft.staff.model import Agent, Presence


async def set_presence(tx: Transaction, agent: Agent, presence: Presence, now: datetime) -> Agent:
    """Be here, away or off; raises ``NotFound`` for somebody who was disabled meanwhile."""
    changed = await store.set_presence(tx.conn, agent.brand_id, agent.id, presence, now)
    if changed is None:
        raise NotFound
    tx.nudge(agent.brand_id, "staff")
    return changed
