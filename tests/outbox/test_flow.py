"""The worker's loop while answers flow: the next of an account follow at once, in order, over all workers."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hilft.accounts import account, pause, resume
from hilft.channels import Later
from hilft.db import transaction
from hilft.ids import ConversationId, new_id
from hilft.outbox import Deliverer
from tests.outbox.conftest import Desk
from tests.outbox.network import Fault

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def at_work(*workers: Deliverer) -> AsyncIterator[None]:
    running = [asyncio.create_task(worker.run()) for worker in workers]
    yield
    await asyncio.gather(*(worker.stop() for worker in workers), *running)


async def test_three_workers_let_answers_flow_in_order_and_keep_to_the_account_s_number(desk: Desk) -> None:
    talks = [ConversationId(new_id()) for _ in range(8)]
    for number in range(96):
        await desk.put(f"{number % 8}/{number:02}", talks[number % 8])
    async with at_work(*(desk.worker(per_account=5) for _ in range(3))):
        await desk.network.reaches(96)
    texts = desk.network.texts
    assert len(texts) == len(set(texts)) == 96
    for talk in range(8):
        own = [text for text in texts if text.startswith(f"{talk}/")]
        assert own == sorted(own)
    assert desk.network.busiest <= 5


async def test_what_flows_is_not_asked_for_in_rounds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One conversation, so each answer waits for the one before it."""
    talk, worker, rounds = ConversationId(new_id()), desk.worker(), 0
    for number in range(40):
        await desk.put(f"{number:02}", talk)

    async def count(told: Deliverer) -> object:
        nonlocal rounds
        rounds += 1
        return await look(told)

    look = Deliverer._round
    monkeypatch.setattr(Deliverer, "_round", count)
    began = time.monotonic()
    async with at_work(worker):
        await desk.network.reaches(40)
    assert desk.network.texts == sorted(desk.network.texts)
    # At most one in forty milliseconds and a few at the ends, however slow the machine.
    assert rounds < 8 + (time.monotonic() - began) / 0.04


async def test_an_account_paused_in_the_middle_of_the_flow_sends_no_more(desk: Desk) -> None:
    talk, worker = ConversationId(new_id()), desk.worker()
    for number in range(60):
        await desk.put(f"{number:02}", talk)
    async with at_work(worker):
        await desk.network.reaches(3)
        async with transaction(desk.pool) as tx:
            there = await account(tx.conn, desk.brand_id, desk.account_id)
            await pause(tx, there, "By hand.", desk.clock())
        await asyncio.sleep(0.1)  # one that was claimed before may still leave
        left = len(desk.network.posts)
        await asyncio.sleep(0.3)
        assert len(desk.network.posts) == left < 60
        async with transaction(desk.pool) as tx:
            await resume(tx, there, desk.clock())
        worker.wake("accounts")
        await desk.network.reaches(60)


async def test_trouble_in_the_flow_is_forgotten_with_the_next_answer(desk: Desk) -> None:
    desk.network.fail("10", Fault(Later("Busy.")))
    for number in range(20):
        await desk.put(f"{number:02}", ConversationId(new_id()))
    async with at_work(desk.worker(per_account=1)):
        await desk.network.reaches(19)
    async with transaction(desk.pool) as tx:
        assert (await account(tx.conn, desk.brand_id, desk.account_id)).send_error == ""


async def test_being_stopped_during_a_nap_is_noticed(desk: Desk) -> None:
    worker = desk.worker()
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    await worker.stop()
    await asyncio.wait_for(running, 5)
