"""API tokens: made once, kept as a hash, revoked for good."""

import secrets
from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.staff import store
from hilft.staff.model import SEEN_EVERY, Agent, api_token, brand_of_api_token, hash_of
from hilft.staff.problems import TokenTaken


async def create_token(
    tx: Transaction, agent: Agent, label: str, now: datetime, secret: str | None = None
) -> str:
    """Give the agent's programs a token; it is shown this once.

    With a ``secret`` of the caller's (the demo) the same call gives the same token again; a revoked one stays
    revoked. Raises ``TokenTaken`` when another agent has it.
    """
    token = api_token(agent.brand_id, secret or secrets.token_urlsafe(32))
    kept = await store.insert_token(tx.conn, agent.brand_id, hash_of(token), agent.id, label, now)
    if kept is None:
        raise TokenTaken
    return token


async def by_token(conn: Connection, token: str, now: datetime) -> Agent | None:
    """Find whose token this is; None: nobody's, or not any more. Its use is noted at most every five minutes."""
    brand_id = brand_of_api_token(token)
    if brand_id is None:
        return None
    token_hash = hash_of(token)
    row = await store.agent_of_token(conn, brand_id, token_hash)
    if row is None:
        return None
    if row.last_used_at is None or now - row.last_used_at >= SEEN_EVERY:
        await store.set_token_used(conn, brand_id, token_hash, now)
    return store.agent_in(row)


async def revoke_token(tx: Transaction, brand_id: BrandId, token_hash: bytes, now: datetime) -> None:
    """Close the door to a token, named by its hash as listed by ``tokens_of``."""
    await store.set_token_revoked(tx.conn, brand_id, token_hash, now)
