"""A desk over a filled database, in this process: the real application, the clock standing where the history ends."""

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from asyncpg.connection import LoggedQuery
from asyncpg.pool import PoolConnectionProxy

from benchmarks.ground import key_file
from benchmarks.labour import Labour
from benchmarks.moments import NOW
from hilft import accounts, app, staff
from hilft.db import Pool, transaction
from hilft.ids import BrandId
from hilft.settings import Settings
from hilft.web import cookies

AGENT = "romina"
_PASSWORD = "Romina-Deichgraf-17"  # noqa: S105 - an invented agent's
ORIGIN = "http://desk.example"


@dataclass(slots=True)
class Counter:
    """Counts the queries of the pool's connections."""

    queries: int = 0

    def count(self, record: LoggedQuery) -> None:
        if not record.query.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            self.queries += 1


@dataclass(frozen=True, slots=True)
class Desk:
    """A client signed in as an agent, at the application itself: no socket in between."""

    client: httpx.AsyncClient
    pool: Pool = field(repr=False)
    brand_id: BrandId

    async def get(self, path: str, **query: str) -> httpx.Response:
        """Fetch a page whole; anything but 200 is a mistake of the benchmark."""
        answer = await self.client.get(path, params=query)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer

    async def queries_of(self, path: str, **query: str) -> int:
        """Count the queries that one page takes."""
        counter = Counter()
        async with self._all_connections() as connections:
            for conn in connections:
                conn.add_query_logger(counter.count)
        await self.get(path, **query)
        async with self._all_connections() as connections:
            for conn in connections:
                conn.remove_query_logger(counter.count)
        return counter.queries

    async def labour(self) -> Labour:
        """Give what counts the processor time of this process and of the database's sessions for it."""
        async with self._all_connections() as connections:
            return Labour([os.getpid(), *(conn.get_server_pid() for conn in connections)])

    @contextlib.asynccontextmanager
    async def _all_connections(self) -> AsyncIterator[list[PoolConnectionProxy]]:
        async with contextlib.AsyncExitStack() as stack:
            yield [await stack.enter_async_context(self.pool.acquire()) for _ in range(self.pool.get_size())]


@contextlib.asynccontextmanager
async def desk(dsn: str, slug: str = "wattkabel") -> AsyncIterator[Desk]:
    """Open the house on a filled database and sign in."""
    settings = Settings(data=key_file().parent, public_url=ORIGIN)
    async with app.open_house(settings, dsn, clock=_now) as house:
        async with transaction(house.pool) as tx:
            brand = next(one for one in await accounts.brands(tx.conn) if one.slug == slug)
            signed = await staff.sign_in(tx, brand.id, AGENT, _PASSWORD, origin_ip="127.0.0.1", now=NOW)
            assert isinstance(signed, staff.SignedIn)
            token = await staff.create_token(tx, signed.agent, "benchmark", NOW)
        transport = httpx.ASGITransport(app=app.asgi(house))
        async with httpx.AsyncClient(
            transport=transport,
            base_url=ORIGIN,
            cookies={cookies.SESSION: signed.session_token},
            headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip", "Accept-Language": "de"},
        ) as client:
            yield Desk(client, house.pool, brand.id)


def _now() -> datetime:
    return NOW
