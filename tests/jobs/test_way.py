"""Right of way: who can wait goes when nobody else does, or when they have waited long enough."""

import asyncio

import pytest

from hilft.jobs import Way

pytestmark = pytest.mark.anyio


async def test_whoever_can_wait_goes_as_soon_as_the_last_one_is_through() -> None:
    way, order = Way(), list[str]()

    async def patient() -> None:
        await way.clear(60)
        order.append("read")

    with way.taken():
        waiting = asyncio.create_task(patient())
        with way.taken():
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        order.append("digested")
    await waiting
    assert order == ["digested", "read"]
    await way.clear(0)


async def test_nobody_waits_for_ever() -> None:
    way = Way()
    with way.taken():
        await asyncio.wait_for(way.clear(0.01), 5)
