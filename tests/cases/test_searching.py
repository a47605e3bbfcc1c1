"""Search in a long history: whichever way it takes, it gives the newest messages that hold the words, all of them."""

import pytest

from hilft import cases
from hilft.cases import FoundRow
from tests.cases.world import World

pytestmark = pytest.mark.anyio

# Ids older than every real one, in the order of n.
_PAST = """
insert into messages (brand_id, id, conversation_id, case_id, account_id, scope, direction, visibility, text,
                      occurred_at, received_at)
select m.brand_id, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, m.conversation_id, m.case_id,
       m.account_id, m.scope, 'in', 'public', case when n = 1 then 'Quittenweg' when n <= 5200 then 'Grünkohl ' || n
       else 'Hering' end, now(), now()
  from (select * from messages limit 1) m, generate_series(1, 10400) n
"""


@pytest.fixture
async def long_history(world: World) -> World:
    """10,400 old messages: one rare word in the first, another one in 5,199 after it, none of both in the newest 5,200."""
    await world.hear("Kein Internet.")
    async with world.pool.acquire() as conn:
        await conn.execute("set synchronous_commit = off")
        await conn.execute(_PAST)
    return world


async def found(world: World, words: str, limit: int = 50) -> list[FoundRow]:
    async with world.pool.acquire() as conn:
        return await cases.search(conn, world.romina, words, limit)


async def test_every_way_of_searching_gives_the_newest_hits(long_history: World) -> None:
    assert [row.snippet for row in await found(long_history, "Internet")] == ["Kein Internet."]
    assert [row.snippet for row in await found(long_history, "quittenweg")] == ["Quittenweg"]
    assert [row.snippet for row in await found(long_history, "Hering", 3)] == ["Hering"] * 3
    often = [row.snippet for row in await found(long_history, "Grünkohl")]
    assert often == [f"Grünkohl {number}" for number in range(5200, 5150, -1)]
    assert await found(long_history, "Nirgendwosonst") == []


async def test_a_walk_that_reaches_the_first_message_ends(long_history: World) -> None:
    assert len(await found(long_history, "Grünkohl -5200", 10_000)) == 5198


async def test_a_beginning_that_everybody_shares_is_answered(long_history: World) -> None:
    assert {row.handle for row in await found(long_history, "@")} == {"@otto@fake.example"}


async def best(world: World, words: str, limit: int = 50) -> cases.Ranked:
    async with world.pool.acquire() as conn:
        return await cases.search_best(conn, world.romina, words, limit)


async def test_what_fits_best_comes_first(world: World) -> None:
    for text in (
        "Router an, Router aus, Router tot",
        "Der Router blinkt seit gestern nur noch rot, was nun?",
        "Hallo",
    ):
        await world.hear(text)
    ranked = await best(world, "Router")
    assert [row.snippet[:15] for row in ranked.rows] == ["Router an, Rout", "Der Router blin"]
    assert ranked.of == 2
    assert await best(world, " ") == cases.Ranked([], 0)
    (case,) = [case for case in await world.cases() if (await world.texts(case))[0] == "Hallo"]
    assert [row.code for row in (await best(world, case.written_code)).rows] == [case.code]


async def test_ranked_are_the_newest_thousand(long_history: World) -> None:
    often = await best(long_history, "Hering")
    assert (often.of, len(often.rows)) == (1000, 50)
    assert (await best(long_history, "Grünkohl")).of == 1000, "walked to, slice by slice"
    assert [row.snippet for row in (await best(long_history, "quittenweg")).rows] == ["Quittenweg"]
    assert await best(long_history, "Nirgendwosonst") == cases.Ranked([], 0)
