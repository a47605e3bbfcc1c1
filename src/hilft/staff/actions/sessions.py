"""Find the session behind a cookie, and end it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.staff import store
from hilft.staff.model import SEEN_EVERY, Presence, Session, brand_of_session, expiry, hash_of
from hilft.staff.presence.store import set_presence


async def session(
    where: Transaction | Connection, token: str, now: datetime, *, used: bool = True
) -> Session | None:
    """Find who is signed in with this token; None: nobody, or not any more.

    Use moves the end on, written down at most every five minutes; ``used=False`` only looks, for streams that would
    otherwise keep an empty chair signed in.
    """
    conn = where.conn if isinstance(where, Transaction) else where
    brand_id = brand_of_session(token)
    if brand_id is None:
        return None
    token_hash = hash_of(token)
    row = await store.find_session(conn, brand_id, token_hash, now)
    return await _found(conn, row, token_hash, now, used=used) if row is not None else None


async def sessions(tx: Transaction, tokens: Collection[str], now: datetime) -> dict[str, Session]:
    """Find who is signed in with these tokens, by token, with one look per brand; use counts as in `session`."""
    by_brand: defaultdict[BrandId, dict[bytes, str]] = defaultdict(dict)
    for token in tokens:
        brand_id = brand_of_session(token)
        if brand_id is not None:
            by_brand[brand_id][hash_of(token)] = token
    found = {}
    for brand_id, hashes in by_brand.items():
        for row in await store.find_sessions(tx.conn, brand_id, list(hashes), now):
            token_hash = bytes(row.token_hash)
            found[hashes[token_hash]] = await _found(tx.conn, row, token_hash, now, used=True)
    return found


async def _found(
    conn: Connection, row: store.SessionRow, token_hash: bytes, now: datetime, *, used: bool
) -> Session:
    expires_at = row.expires_at
    if used and now - row.seen_at >= SEEN_EVERY:
        expires_at = expiry(row.created_at, now)
        await store.set_seen(conn, row.brand_id, token_hash, now, expires_at)
    return Session(store.agent_in(row), row.csrf, token_hash, expires_at, row.active_at, row.away_by_itself)


async def sign_out(tx: Transaction, ended: Session, now: datetime) -> None:
    """End this session; whoever is signed in nowhere else is off."""
    agent = ended.agent
    await store.delete_session(tx.conn, agent.brand_id, ended.token_hash)
    if not await store.count_sessions_of(tx.conn, agent.brand_id, agent.id, now):
        await set_presence(tx.conn, agent.brand_id, agent.id, Presence.OFF, "", now)
    tx.nudge(agent.brand_id, "staff")
