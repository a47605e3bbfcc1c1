"""Sign in.

1. The counter of the login is locked, so guesses at one login queue up behind each other; the counter of the origin
   is only read, so that an office behind one address does not queue.
2. A closed door answers before the password is looked at.
3. A password is compared in any case: for an unknown or disabled login with the hash of nobody, so that the time
   tells nothing.
4. A failure is counted under both keys; success clears the login's.
"""

import secrets
from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import AgentId, BrandId
from hilft.staff import store
from hilft.staff.actions import passwords
from hilft.staff.model import Presence, Rejected, SignedIn, expiry, hash_of, plain_login, session_token
from hilft.staff.presence.store import set_presence
from hilft.staff.problems import TooManyAttempts, WrongLogin
from hilft.staff.throttle import (
    LOGIN_FAILURES,
    ORIGIN_FAILURES,
    Attempts,
    failed,
    login_key,
    minutes,
    origin_key,
    wait,
)


async def sign_in(
    tx: Transaction, brand_id: BrandId, login: str, password: str, *, origin_ip: str, now: datetime
) -> SignedIn | Rejected:
    """Open a session, or say why not (``WrongLogin``, ``TooManyAttempts``); commit in both cases.

    The agent is here from now on.
    """
    login = plain_login(login)
    by_login, by_origin = login_key(login), origin_key(origin_ip)
    tries = await store.lock_attempts(tx.conn, brand_id, by_login, now) or Attempts(0, now, now)
    from_origin = await store.find_attempts(tx.conn, brand_id, by_origin) or Attempts(0, now, now)
    closed = max(wait(tries, LOGIN_FAILURES, now), wait(from_origin, ORIGIN_FAILURES, now))
    if closed:
        return Rejected(TooManyAttempts(minutes=minutes(closed)))
    known = await store.credentials_of_login(tx.conn, brand_id, login)
    right = await passwords.matches(known.password_hash if known else passwords.OF_NOBODY, password)
    if known is None or not right:
        await _count(tx.conn, brand_id, by_login, LOGIN_FAILURES, now)
        await _count(tx.conn, brand_id, by_origin, ORIGIN_FAILURES, now)
        return Rejected(WrongLogin())
    await store.delete_attempts(tx.conn, brand_id, by_login)
    if passwords.outdated(known.password_hash):
        await store.set_password(tx.conn, brand_id, known.id, await passwords.hashed(password))
    return await _open(tx, brand_id, known.id, now)


async def _count(conn: Connection, brand_id: BrandId, key: str, limit: int, now: datetime) -> None:
    before = await store.lock_attempts(conn, brand_id, key, now) or Attempts(0, now, now)
    after = failed(before, limit, now)
    await store.set_attempts(conn, brand_id, key, after.failures, after.first_at, after.last_at)


async def _open(tx: Transaction, brand_id: BrandId, agent_id: AgentId, now: datetime) -> SignedIn | Rejected:
    agent = await set_presence(tx.conn, brand_id, agent_id, Presence.HERE, "", now)
    if agent is None:  # disabled while the password was compared
        return Rejected(WrongLogin())
    token = session_token(brand_id, secrets.token_urlsafe(32))
    csrf = secrets.token_urlsafe(32)
    expires_at = expiry(now, now)
    await store.insert_session(tx.conn, brand_id, hash_of(token), agent_id, csrf, now, expires_at)
    tx.nudge(brand_id, "staff")
    return SignedIn(agent, token, csrf, expires_at)
