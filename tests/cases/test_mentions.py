"""Somebody else's case code in a text: the agent is told, the writer learns nothing."""

import pytest

from hilft import cases
from hilft.cases import Case
from hilft.db import transaction
from tests.cases.world import PRIVATE, World

pytestmark = pytest.mark.anyio


async def test_the_code_of_somebody_elses_case_is_a_hint_to_the_agent_and_nothing_else(world: World) -> None:
    await world.hear("Kein Internet.")
    ottos = await world.only()
    post = await world.hear(f"Meine Nachbarin hat {ottos.written_code}, bei mir auch!", who="mia")
    _, mias = await world.cases()
    assert await hints(world, mias) == [(ottos.code, "Otto")]
    assert await hints(world, ottos) == []
    assert "case.mentions" in await world.history(mias)
    assert "case.mentions" not in await world.history(ottos)
    await world.hear(f"Ich bin auch {ottos.code}", who="mia", visibility=PRIVATE)
    assert await hints(world, mias) == [(ottos.code, "Otto")]
    await world.hear(f"Und ich bin {ottos.code} und {mias.code}")
    assert await hints(world, ottos) == [(mias.code, "Mia")]
    await world.deliver(post, kind="deleted")
    assert await hints(world, mias) == [(ottos.code, "Otto")]
    async with transaction(world.pool) as tx:
        await cases.join(tx, world.romina, mias.code, ottos.code, world.clock())
    assert await hints(world, await world.case(mias.code)) == []


async def test_what_its_author_took_back_is_no_hint_any_more(world: World) -> None:
    await world.hear("Kein Internet.")
    ottos = await world.only()
    post = await world.hear(f"Ich meine {ottos.code}.", who="mia")
    _, mias = await world.cases()
    assert await hints(world, mias)
    await world.deliver(post, kind="deleted")
    assert await hints(world, mias) == []


async def hints(world: World, case: Case) -> list[tuple[str, str]]:
    async with world.pool.acquire() as conn:
        told = await cases.history(conn, world.romina, case)
        return [(each.code, each.customer) for each in await cases.mentions(conn, world.romina, case, told)]
