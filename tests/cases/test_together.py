"""Plain messages are taken in together; what they come to is what one by one would come to."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from asyncpg.connection import LoggedQuery
from asyncpg.pool import PoolConnectionProxy

from hilft.cases import CaseState
from hilft.channels import Visibility
from tests.cases.world import PRIVATE, World

pytestmark = pytest.mark.anyio
MANY = 60


@asynccontextmanager
async def counted(world: World) -> AsyncIterator[list[str]]:
    """Give the statements that are run inside the block on the connections that are open now."""
    said: list[str] = []

    def note(record: LoggedQuery) -> None:
        said.append(record.query)

    async with _all(world) as connections:
        for conn in connections:
            conn.add_query_logger(note)
    yield said
    async with _all(world) as connections:
        for conn in connections:
            conn.remove_query_logger(note)


@asynccontextmanager
async def _all(world: World) -> AsyncIterator[list[PoolConnectionProxy]]:
    async with AsyncExitStack() as stack:
        count = world.pool.get_size()
        yield [await stack.enter_async_context(world.pool.acquire()) for _ in range(count)]


async def test_many_first_words_and_many_next_words_cost_a_few_statements(world: World) -> None:
    first = [world.post(f"person-{number}", f"no line {number}") for number in range(MANY)]
    async with counted(world) as said:
        await world.deliver(*first)
    assert len(said) < MANY
    asked = await world.cases()
    assert [await world.texts(case) for case in asked] == [[f"no line {n}"] for n in range(MANY)]

    second = [world.post(post.author, "still none", post) for post in first]
    async with counted(world) as said:
        await world.deliver(*second)
    assert len(said) < MANY
    for before, case in zip(asked, await world.cases(), strict=True):
        assert await world.texts(case) == [(await world.texts(case))[0], "still none"]
        assert case.waiting_since == before.waiting_since, "they wait since their first word"
        assert case.version == before.version + 1
        assert case.last_message_at is not None
        assert case.last_message_at > (before.last_message_at or case.last_message_at)
        assert await world.history(case) == ["case.opened", "message.in", "message.in"]


async def test_a_batch_of_everything_keeps_people_and_threads_apart(world: World) -> None:
    old = await world.hear("the old case")
    otto = await world.only()
    await world.reply(otto, "we look into it")
    await world.send()
    batch = [
        world.post("otto", "and the line is dead again", old),
        world.post("mia", "mine, too", old),
        world.post("mia", "my own trouble"),
        world.post("otto", "my number is 4711", to=("hilft",), visibility=PRIVATE),
        world.post("jonas", f"this is about {otto.written_code}"),
        world.post("nele", "first", visibility=PRIVATE),
        world.post("nele", "second", visibility=PRIVATE),
    ]
    await world.deliver(*batch)
    texts = {case.code: await world.texts(case) for case in await world.cases()}
    assert texts.pop(otto.code) == [
        "the old case", "we look into it ^ro", "and the line is dead again", "mine, too", "my number is 4711",
    ]  # fmt: skip
    assert sorted(texts.values()) == sorted(
        [["my own trouble"], [f"this is about {otto.written_code}"], ["first", "second"]]
    )
    again = await world.case(otto.code)
    assert (again.state, again.participants) == (CaseState.OPEN, 1)
    rows = await world.talk(again)
    assert [row.visibility is Visibility.PRIVATE for row in rows] == [False, False, False, False, True]
