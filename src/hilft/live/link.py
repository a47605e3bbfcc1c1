"""One connection that is kept: opened again, ever more slowly, until the database is back."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import asyncpg
import structlog

from hilft.db import LOST, connect
from hilft.problems import Problem

_log = structlog.get_logger(__name__)
_BACK_OFF = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
_PROOF_SECONDS = 15.0
"A server that vanished without a word is noticed after this time."


async def keep(
    dsn: str, use: Callable[[asyncpg.Connection], Awaitable[None]], *, prove: float = _PROOF_SECONDS
) -> None:
    """Call ``use`` with a connection each time one is there, hold it until it breaks, for ever (end it by cancelling)."""
    failures = 0
    while True:
        try:
            conn = await connect(dsn)
        except Problem as problem:
            if failures == 0:
                _log.warning("nudges wait for the database", problem=str(problem))
        else:
            try:
                await use(conn)
                failures = 0
                await _hold(conn, prove)
            except LOST as error:
                _log.warning("the connection for nudges was lost", error=str(error))
            finally:
                conn.terminate()
        await asyncio.sleep(_BACK_OFF[min(failures, len(_BACK_OFF) - 1)])
        failures += 1


async def _hold(conn: asyncpg.Connection, prove: float) -> None:
    lost = asyncio.Event()
    conn.add_termination_listener(lambda _: lost.set())
    while not lost.is_set() and not conn.is_closed():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(lost.wait(), prove)
            return
        await conn.execute("select 1", timeout=5)
