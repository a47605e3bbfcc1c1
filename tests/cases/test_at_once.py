"""Many at once: first messages of one new customer, agents on one case, digesters in several processes."""

import asyncio

import pytest

from hilft import cases
from hilft.cases import Answer, Arrival, Case, take_in
from hilft.channels import Visibility
from hilft.channels.testing import Post
from hilft.db import transaction
from hilft.intake import receive
from hilft.problems import Problem
from tests.cases.world import PRIVATE, PUBLIC, WINDOW, World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("visibility", [PRIVATE, PUBLIC])
async def test_64_first_messages_of_one_new_customer_give_one_customer_and_one_case(
    world: World, visibility: Visibility
) -> None:
    first = world.post("otto", "Eins", visibility=visibility)
    parent = None if visibility is PRIVATE else first
    posts = [first, *(world.post("otto", f"{n}", parent, visibility=visibility) for n in range(63))]
    channel = await world.switchboard.channel_of(world.service)

    async def one(number: int) -> None:
        (event,) = channel.read(world.item(posts[number]).payload)
        async with transaction(world.pool) as tx:
            await take_in(tx, Arrival(world.service, event, world.clock(), WINDOW, frozenset({"hilft"})))

    await asyncio.gather(*(one(number) for number in range(64)))
    assert await world.pool.fetchval("select count(*) from customers") == 1
    assert await world.pool.fetchval("select count(*) from handles") == 1
    assert await world.pool.fetchval("select count(*) from cases") == 1
    assert await world.pool.fetchval("select count(*) from messages") == 64


async def test_several_digesters_share_the_work_and_do_nothing_twice(world: World) -> None:
    posts: list[Post] = []
    for number in range(60):
        posts.append(
            world.post(f"kunde{number % 20}", f"Frage {number}", posts[-20] if number >= 20 else None)
        )
    for start in range(0, 60, 3):
        async with transaction(world.pool) as tx:
            items = [world.item(post) for post in posts[start : start + 3]]
            await receive(tx, world.service, items, world.clock())
    await asyncio.gather(*(world.digestion.digest(world.brand.id) for _ in range(4)))
    await world.digest()
    assert await world.pool.fetchval("select count(*) from messages") == 60
    assert len(await world.cases()) == 20


async def test_two_who_join_the_same_cases_crosswise_make_one_case(world: World) -> None:
    await world.hear("Eins")
    await world.hear("Zwei")
    one, two = await world.cases()

    async def join(case: Case, into: Case) -> Case | Problem:
        try:
            async with transaction(world.pool) as tx:
                return await cases.join(tx, world.romina, case.code, into.code, world.clock())
        except Problem as problem:
            return problem

    done = await asyncio.gather(join(one, two), join(two, one), join(one, two))
    assert len([each for each in done if isinstance(each, Case)]) == 1
    assert {type(each) for each in done if isinstance(each, Problem)} == {cases.SameCase}
    assert await world.texts(await world.only()) == ["Eins", "Zwei"]
    gone = one if (await world.only()).id == two.id else two

    async def part() -> None:
        async with transaction(world.pool) as tx:
            await cases.part(tx, world.romina, gone.code, world.clock())

    await asyncio.gather(part(), part())
    assert [await world.texts(case) for case in (one, two)] == [["Eins"], ["Zwei"]]


async def test_agents_and_digesters_do_not_block_each_other_for_good(world: World) -> None:
    first = await world.hear("Kein Internet.")
    mias = await world.hear("Hier auch.", who="mia", parent=first)
    case = await world.only()
    row = (await world.talk(case))[1]

    async def hear(number: int) -> None:
        visibility = PRIVATE if number % 2 else PUBLIC
        await world.deliver(world.post("otto", f"Noch {number}", first, visibility=visibility))

    async def answer(number: int) -> None:
        await world.reply(
            case, Answer(f"Antwort {number}", PRIVATE if number % 2 else PUBLIC, hold_seconds=0)
        )

    async def part() -> None:
        async with transaction(world.pool) as tx:
            await cases.split(tx, world.kai, case.code, row.spoken.id, world.clock())

    deeds = [*(hear(n) for n in range(8)), *(answer(n) for n in range(8)), part()]
    async with asyncio.timeout(30):
        await asyncio.gather(*deeds)
        await world.digest()
    assert await world.pool.fetchval("select count(*) from messages") == 18
    assert len(await world.cases()) == 2
    assert mias.id in {row.spoken.external_id for row in await world.talk((await world.cases())[-1])}
    broken = "select count(*) from messages m join conversations k using (brand_id) where k.id = m.conversation_id and k.case_id <> m.case_id"
    assert await world.pool.fetchval(broken) == 0
