"""The pool: connections that speak UTC and JSON, and know where nudges go after a commit."""

import json
from typing import Protocol, TypeAlias

import asyncpg
from asyncpg.connect_utils import SessionAttribute
from asyncpg.pool import PoolConnectionProxy

from hilft.db.errors import as_connect_problem
from hilft.ids import BrandId

Connection: TypeAlias = asyncpg.Connection | PoolConnectionProxy

_SESSION = {
    "application_name": "hilft",
    "timezone": "UTC",
    "jit": "off",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}
_COMMAND_SECONDS = 40
"Longer than statement_timeout, so that it fires only when the server is silent."


class Nudges(Protocol):
    """Where topics go once their transaction is committed; must not block (see ``hilft.live``)."""

    def publish(self, brand_id: BrandId, topic: str, /) -> None: ...


class Pool(asyncpg.Pool):
    """An asyncpg pool plus ``nudges``: set by whoever also runs the live hub, None in tools."""

    __slots__ = ("nudges",)
    nudges: Nudges | None


async def open_pool(dsn: str, *, min_size: int = 1, max_size: int = 10) -> Pool:
    """Open connections to ``dsn`` (libpq URL; several hosts allowed); raises ``DatabaseAway``.

    Unless the URL says otherwise only a writable server is accepted, so that a failover is followed.
    """
    pool = Pool(
        dsn,
        connection_class=asyncpg.Connection,
        record_class=asyncpg.Record,
        # Opened at the start, but no floor to restore: asyncpg does that in the background and prints a traceback
        # for each attempt while the database is away.
        init_size=min_size,
        min_size=0,
        max_size=max_size,
        max_queries=50_000,
        max_inactive_connection_lifetime=60.0,  # an idle backend gives its memory back soon
        loop=None,
        init=_teach_json,
        reset=_leave_as_is,
        server_settings=_SESSION,
        command_timeout=_COMMAND_SECONDS,
        timeout=10,
        target_session_attrs=None if "target_session_attrs" in dsn else "read-write",
    )
    pool.nudges = None
    try:
        await pool
    except Exception as error:
        problem = as_connect_problem(error)
        if problem is None:
            raise
        raise problem from error
    return pool


async def connect(dsn: str) -> asyncpg.Connection:
    """Open one connection outside the pool, for what listens or migrates; raises ``DatabaseAway``."""
    wanted = None if "target_session_attrs" in dsn else SessionAttribute.read_write
    try:
        return await asyncpg.connect(
            dsn, timeout=10, server_settings={"application_name": "hilft"}, target_session_attrs=wanted
        )
    except Exception as error:
        problem = as_connect_problem(error)
        if problem is None:
            raise
        raise problem from error


async def _teach_json(conn: asyncpg.Connection) -> None:
    for name in ("json", "jsonb"):
        await conn.set_type_codec(name, encoder=_dump, decoder=json.loads, schema="pg_catalog")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


async def _leave_as_is(_conn: asyncpg.Connection) -> None:
    """Skip the reset query: it costs 12 to 50 % of a short request.

    Safe because ``queries`` refuses, at import, SQL that leaves state in its session.
    """
