"""Every page has a budget of queries, and it does not grow with what is shown."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg
import pytest
from asyncpg.pool import PoolConnectionProxy

from hilft.db import Pool, transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

_FRAME = ("begin", "commit", "rollback", "start transaction")


@asynccontextmanager
async def counted(pool: Pool) -> AsyncIterator[list[str]]:
    """Collect what runs on the pool's connections; the words around a transaction are not counted."""
    asked: list[str] = []

    def note(record: asyncpg.connection.LoggedQuery) -> None:
        if not record.query.lower().startswith(_FRAME):
            asked.append(record.query)

    async with all_of(pool) as connections:
        for connection in connections:
            connection.add_query_logger(note)
    yield asked
    async with all_of(pool) as connections:
        for connection in connections:
            connection.remove_query_logger(note)


@asynccontextmanager
async def all_of(pool: Pool) -> AsyncIterator[list[PoolConnectionProxy]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(pool.acquire()) for _ in range(pool.get_size())]


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/", 6),
        ("/desk/sign-in", 1),
        ("/desk/inbox", 7),
        ("/desk/inbox?view=all", 7),
        ("/desk/inbox?case={code}", 43),
        ("/desk/case/{code}", 39),
        ("/desk/accounts", 4),
        ("/desk/accounts/add", 2),
        ("/desk/accounts/add/email", 2),
        ("/desk/outbox", 3),
        ("/desk/promises", 5),
        ("/desk/search?q=Internet", 5),
        ("/desk/search?q=Internet&order=best", 6),
        ("/desk/settings", 2),
        ("/desk/hours", 7),
        ("/desk/auto-replies", 6),
        ("/hours.ics", 3),
        ("/desk/targets", 4),
        ("/reports", 18),
        ("/desk/presence", 4),
        ("/desk/shifts", 8),
        ("/live", 15),
        ("/live/waiting", 14),
        ("/live/answers", 18),
        ("/desk/news", 3),
        ("/desk/ratings", 7),
        ("/desk/team", 11),
        ("/desk/letters", 5),
        ("/desk/letters/new", 3),
        ("/desk/patterns", 2),
        ("/feed.atom", 3),
        ("/status", 1),
        ("/status/{code}", 6),
        ("/desk/calls", 7),
        ("/desk/counter", 4),
        ("/desk/counter/new", 4),
        ("/desk/counter/{code}", 22),
    ],
)
async def test_a_page_asks_no_more_than_its_budget(
    office: Office, romina: Visitor, stranger: Visitor, path: str, budget: int
) -> None:
    parent = await office.hear("Kein Internet")
    (code,) = await office.codes()
    visitor = stranger if path in {"/", "/desk/sign-in"} or path.startswith("/status") else romina
    if path.startswith("/desk/accounts/add"):
        async with transaction(office.house.pool) as tx:
            await tx.conn.execute("update agents set role = 'admin'")
    address = path.format(code=code)
    await visitor.page(address)
    async with counted(office.house.pool) as first:
        await visitor.page(address)
    assert 0 < len(first) <= budget, first
    for number in range(10):
        office.clock.move(seconds=1)
        await office.hear(f"Noch etwas {number}", parent=parent)
        await office.hear(f"Anderes {number}", who=f"kunde{number}")
    await visitor.page(address)  # what was just said is read for facts, once
    async with counted(office.house.pool) as then:
        await visitor.page(address)
    assert len(then) == len(first), path
