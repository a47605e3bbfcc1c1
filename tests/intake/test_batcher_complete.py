"""'Complete up to' is true: it moves only when nothing is left to fetch, and says since when something may be missing."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random
from uuid import uuid4

import pytest

from hilft.accounts import Account, health
from hilft.channels import Later, RawItem
from hilft.db import Pool
from hilft.intake import Batcher, Beside, Listeners
from tests.cases.world import World
from tests.intake.test_listening import listening, now, until

pytestmark = pytest.mark.anyio


async def complete(world: World) -> datetime | None:
    return (await now(world, world.service)).complete_until


async def reaches(world: World, wanted: datetime) -> None:
    async def there() -> bool:
        found = await complete(world)
        return found is not None and found >= wanted

    await until(there)


async def missing(world: World) -> datetime | None:
    async with world.pool.acquire() as conn:
        found = {each.account.id: each for each in await health(conn, world.brand.id)}
    return found[world.service.id].missing_since(world.clock())


async def test_while_a_gap_is_being_filled_it_stays_where_it_was(world: World) -> None:
    async with listening(world):
        await reaches(world, world.clock())
    before = await complete(world)
    assert await missing(world) is None
    for number in range(200):
        world.post("otto", f"In der Pause {number}")
    world.clock.forward(minutes=10)
    assert await missing(world) == before
    world.network.fail("pull", Later("The network is in trouble."), times=50)
    async with listening(world):
        await asyncio.sleep(0.2)
        assert await complete(world) == before
        assert await missing(world) == before
    world.network._faults.clear()
    async with listening(world):
        await reaches(world, world.clock())
    assert await missing(world) is None


async def test_a_page_that_is_not_the_last_does_not_move_it(world: World) -> None:
    for number in range(200):
        world.post("otto", f"Frage {number}")
    world.clock.forward(minutes=1)
    batcher = Watched(world.pool, world.clock)
    listeners = Listeners(world.pool, world.switchboard, world.clock, Random(1), uuid4(), batcher)
    await listeners.look_round_now()
    await reaches(world, world.clock())
    await listeners._stop_all()
    assert batcher.moments == [(80, None), (80, None), (40, world.clock())]


class Watched(Batcher):
    """Notes after each commit of the service account's pages how many came and what was said to be complete."""

    __slots__ = ("moments",)

    def __init__(self, pool: Pool, clock: Callable[[], datetime]) -> None:
        super().__init__(pool, clock)
        self.moments: list[tuple[int, datetime | None]] = []

    async def keep(self, account: Account, items: Sequence[RawItem], beside: Beside | None = None) -> None:
        await super().keep(account, items, beside)
        if items and account.handle.startswith("@hilft"):
            found = await self.pool.fetchval("select complete_until from accounts where id = $1", account.id)
            self.moments.append((len(items), found))
