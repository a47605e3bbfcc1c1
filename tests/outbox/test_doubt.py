"""Lost answers, crashes and leases: found out before anything is sent again, or put before a person."""

import asyncio
import contextlib
from datetime import timedelta

import asyncpg
import pytest

from hilft.accounts import account, resume
from hilft.channels import Gone, Later, OutboundMessage, Refused, Sent, Unauthorized, Unknown
from hilft.db import DatabaseAway, transaction
from hilft.outbox import Carrier, Deliverer, Delivery, DeliveryState
from hilft.outbox.deliver import LEASE, carry, claim
from tests.outbox.conftest import Desk
from tests.outbox.network import Fault, Line

pytestmark = pytest.mark.anyio
LOST = "The connection was cut."


async def go_on(desk: Desk, put: Delivery, *, steps: int = 12) -> Delivery:
    """Let time pass until the delivery is settled."""
    worker = desk.worker()
    for _ in range(steps):
        await worker.deliver_due()
        row = await desk.now_is(put.id)
        if row.state not in {DeliveryState.QUEUED, DeliveryState.SENDING}:
            return row
        desk.clock.forward(16)
    return row


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("key_seconds", [3600, 0])
async def test_a_lost_answer_is_found_out(desk: Desk, key_seconds: int, *, arrived: bool) -> None:
    desk.connect(key_seconds=key_seconds)
    desk.network.fail("1", Fault(Unknown(LOST), done=arrived))
    put = await desk.put("1")
    await desk.worker().deliver_due()
    row = await desk.now_is(put.id)
    assert (row.state, row.reason) == (DeliveryState.SENDING, LOST)
    assert await desk.worker().deliver_due() == 0, "not at once: the request may still be on its way"
    assert (await go_on(desk, put)).state is DeliveryState.SENT
    assert desk.network.texts == ["1"]
    assert len(desk.network.looked) == (0 if key_seconds else 1)


async def test_a_key_that_the_network_has_forgotten_is_not_trusted(desk: Desk) -> None:
    desk.network.fail("1", Fault(Unknown(LOST), done=True))
    put = await desk.put("1")
    await desk.worker().deliver_due()
    desk.clock.forward(3600)
    row = await go_on(desk, put)
    assert row.state is DeliveryState.SENT
    assert desk.network.texts == ["1"]
    (looked,) = desk.network.looked
    assert looked.first_tried_at == put.created_at


async def test_what_cannot_be_looked_up_is_put_before_a_person(desk: Desk) -> None:
    desk.connect(key_seconds=0, looks=False)
    desk.network.fail("1", Fault(Unknown(LOST), done=True))
    put = await desk.put("1")
    assert (await go_on(desk, put)).state is DeliveryState.UNKNOWN
    assert (await go_on(desk, put, steps=3)).state is DeliveryState.UNKNOWN
    assert len(desk.network.asked) == 1


async def test_a_network_that_stays_silent_is_asked_five_times_then_a_person(desk: Desk) -> None:
    desk.connect(key_seconds=0)
    desk.network.fail("1", Fault(Unknown(LOST)))
    desk.network.look_faults += [Unknown("No answer."), Later("Busy.")] * 10
    put = await desk.put("1")
    began = desk.clock()
    row = await go_on(desk, put)
    assert row.state is DeliveryState.UNKNOWN
    assert row.reason
    assert len(desk.network.looked) == 5
    assert desk.clock() - began < timedelta(minutes=4)


async def test_a_thread_that_is_gone_says_nothing_about_our_post(desk: Desk) -> None:
    desk.connect(key_seconds=0)
    desk.network.fail("1", Fault(Unknown(LOST), done=True))
    desk.network.look_faults.append(Gone("The thread is not there any more."))
    put = await desk.put("1")
    row = await go_on(desk, put)
    assert (row.state, row.reason) == (DeliveryState.UNKNOWN, "The thread is not there any more.")


@pytest.mark.parametrize("second", [Later("Busy."), Unauthorized("Who are you?")])
async def test_no_answer_to_a_second_attempt_clears_the_doubt_about_the_first(
    desk: Desk, second: Exception
) -> None:
    desk.network.fail("1", Fault(Unknown(LOST), done=True), Fault(second))
    put = await desk.put("1")
    await desk.worker().deliver_due()
    desk.clock.forward(4)
    await desk.worker().deliver_due()
    row = await desk.now_is(put.id)
    assert row.state is DeliveryState.SENDING
    assert row.first_tried_at == put.created_at
    async with transaction(desk.pool) as tx:
        await resume(tx, await account(tx.conn, desk.brand_id, desk.account_id), desk.clock())
    desk.clock.forward(7200)
    assert (await go_on(desk, put)).state is DeliveryState.SENT
    assert desk.network.texts == ["1"]


async def test_doubt_holds_back_the_rest_of_its_conversation_only(desk: Desk) -> None:
    desk.network.fail("1", Fault(Unknown(LOST)))
    first = await desk.put("1")
    await desk.put("2", first.conversation_id)
    await desk.put("a")
    await desk.worker().deliver_due()
    assert desk.network.texts == ["a"]
    await go_on(desk, first)
    await desk.worker().deliver_due()
    assert desk.network.texts == ["a", "1", "2"]


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("key_seconds", [3600, 0])
async def test_a_program_that_dies_while_sending_leaves_no_second_post(
    desk: Desk, key_seconds: int, *, done: bool
) -> None:
    desk.connect(key_seconds=key_seconds)
    desk.network.fail("1", Fault(done=done, hangs=True))
    put = await desk.put("1")
    await die_while_sending(desk, desk.worker())
    row = await desk.now_is(put.id)
    assert (row.state, row.finished_at) == (DeliveryState.SENDING, None)
    assert await desk.worker().deliver_due() == 0, "the lease still runs"
    desk.clock.forward(LEASE.total_seconds())
    await desk.worker().deliver_due()
    assert (await desk.now_is(put.id)).state is DeliveryState.SENT
    assert desk.network.texts == ["1"]


async def die_while_sending(desk: Desk, worker: Deliverer) -> None:
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(desk.network.hanging.wait(), 5)
    await worker.stop(seconds=0)
    await running


async def test_a_late_worker_s_truth_wins_over_what_others_concluded(desk: Desk) -> None:
    answer = asyncio.Event()

    class Slow(Line):
        async def send(self, message: OutboundMessage) -> Sent:
            sent = self.network.post(message)
            desk.network.hanging.set()
            await answer.wait()
            return sent

    desk.line = Slow(desk.network)
    put = await desk.put("1")
    late = asyncio.create_task(desk.worker().deliver_due())
    await desk.network.hanging.wait()
    desk.clock.forward(LEASE.total_seconds() + 1)
    desk.connect(key_seconds=0, looks=False)
    await desk.worker().deliver_due()
    assert (await desk.now_is(put.id)).state is DeliveryState.UNKNOWN
    answer.set()
    await late
    assert (await desk.now_is(put.id)).state is DeliveryState.SENT
    assert desk.network.texts == ["1"]


async def test_a_late_worker_s_failure_changes_nothing_any_more(desk: Desk) -> None:
    answer = asyncio.Event()

    class Slow(Line):
        async def send(self, message: OutboundMessage) -> Sent:
            self.network.asked.append(message)
            desk.network.hanging.set()
            await answer.wait()
            raise Refused("No.")

    desk.line = Slow(desk.network)
    put = await desk.put("1")
    late = asyncio.create_task(desk.worker().deliver_due())
    await desk.network.hanging.wait()
    desk.clock.forward(LEASE.total_seconds() + 1)
    desk.connect()
    await desk.worker().deliver_due()
    assert (await desk.now_is(put.id)).state is DeliveryState.SENT
    answer.set()
    await late
    assert (await desk.now_is(put.id)).state is DeliveryState.SENT


async def test_who_slept_over_the_lease_does_not_send(desk: Desk) -> None:
    await desk.put("1")
    carrier = Carrier(desk.pool, desk, desk.files, desk.clock, lambda: 0.5)
    async with transaction(desk.pool) as tx:
        owner = await account(tx.conn, desk.brand_id, desk.account_id)
    (claimed,), _again = await claim(carrier, owner, desk.line, 8)
    desk.clock.forward(LEASE.total_seconds() - 1)
    await carry(carrier, owner, desk.line, claimed)
    assert desk.network.asked == []


async def test_a_database_that_goes_away_before_the_record_costs_only_time(desk: Desk, database: str) -> None:
    put = await desk.put("1")
    other = await asyncpg.connect(database)

    class Cut(Line):
        async def send(self, message: OutboundMessage) -> Sent:
            sent = self.network.post(message)
            await other.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
                "and datname = current_database()"
            )
            return sent

    desk.line = Cut(desk.network)
    with contextlib.suppress(DatabaseAway):
        await desk.worker().deliver_due()
    await other.close()
    assert (await desk.now_is(put.id)).state is DeliveryState.SENT
    assert desk.network.texts == ["1"]


async def test_a_channel_that_breaks_is_doubt_not_a_crash(desk: Desk) -> None:
    desk.network.fail("1", Fault(KeyError("id"), done=True))
    put = await desk.put("1")
    assert (await go_on(desk, put)).state is DeliveryState.SENT
    assert desk.network.texts == ["1"]
