"""What people do: hold, undo, settle; and what the rooms above read."""

import asyncio
from datetime import timedelta

import pytest

from hilft.channels import MessageRef, Profile, Refused, Unknown, Visibility
from hilft.db import transaction
from hilft.ids import BrandId, DeliveryId, MessageId, new_id
from hilft.outbox import (
    Delivery,
    DeliveryState,
    FileRef,
    NoSuchDelivery,
    Request,
    Settled,
    TooLate,
    adopt,
    by_external,
    confirm_sent,
    finished,
    mark_taken,
    resend,
    retry,
    states_of,
    take_back,
    undo,
    unfinished_of_account,
)
from tests.outbox.conftest import Desk
from tests.outbox.network import Fault

pytestmark = pytest.mark.anyio


async def test_what_was_frozen_reaches_the_network_unchanged(desk: Desk) -> None:
    name = await desk.files.put(b"a picture")
    request = Request(
        text="Ich schaue nach.\n^ro 🐙 ' \\ \u202e",
        visibility=Visibility.PRIVATE,
        idempotency_key="k1",
        network_visibility="direct",
        in_reply_to=MessageRef("post:0", ("local:0",), "https://x.test/0", {"cid": {"a": [1, None]}}),
        recipient=Profile("otto", "@otto", "Otto N.", bot=False, extra={"k": "v"}),
        language="de",
        attachments=(FileRef(name, "image/png", "a.png", "a picture"),),
    )
    put = await desk.put_request(request)
    assert put.to_send == request
    assert await desk.worker().deliver_due() == 1
    (post,) = desk.network.posts
    assert (post.text, post.visibility, post.network_visibility) == (
        request.text,
        Visibility.PRIVATE,
        "direct",
    )
    assert (post.in_reply_to, post.recipient) == (request.in_reply_to, request.recipient)
    assert [file.content for file in post.attachments] == [b"a picture"]
    assert post.first_tried_at is None
    row = await desk.now_is(put.id)
    assert row.state is DeliveryState.SENT
    assert row.message == MessageRef("post:1", ("local:1",))
    assert row.occurred_at == desk.clock()
    assert row.external_id == "post:1"


async def test_one_message_is_one_delivery_however_often_it_is_put(desk: Desk) -> None:
    message_id, request = MessageId(new_id()), Request("Hallo", Visibility.PUBLIC, "k")
    rows = await asyncio.gather(*(desk.put_request(request, message_id=message_id) for _ in range(8)))
    assert len({row.id for row in rows}) == 1
    await desk.worker().deliver_due()
    assert desk.network.texts == ["Hallo"]


async def test_held_leaves_at_its_time_and_can_be_taken_back_until_then(desk: Desk) -> None:
    kept, taken = await desk.put("bleibt", hold_seconds=10), await desk.put("weg", hold_seconds=10)
    assert kept.state is DeliveryState.HELD
    assert await desk.worker().deliver_due() == 0
    async with transaction(desk.pool) as tx:
        assert (await undo(tx, desk.brand_id, taken.id, desk.clock())).state is DeliveryState.UNDONE
    desk.clock.forward(10)
    assert await desk.worker().deliver_due() == 1
    assert desk.network.texts == ["bleibt"]
    async with transaction(desk.pool) as tx:
        with pytest.raises(TooLate, match="already left"):
            await undo(tx, desk.brand_id, kept.id, desk.clock())
        with pytest.raises(NoSuchDelivery):
            await undo(tx, desk.brand_id, DeliveryId(new_id()), desk.clock())


async def test_of_undo_and_claim_exactly_one_wins(desk: Desk) -> None:
    rows = [await desk.put(f"t{number}", hold_seconds=1) for number in range(30)]
    desk.clock.forward(1)
    workers = [desk.worker(per_account=100, altogether=100) for _ in range(2)]

    async def take_back(delivery_id: DeliveryId) -> bool:
        await asyncio.sleep(0.002)
        try:
            async with transaction(desk.pool) as tx:
                await undo(tx, desk.brand_id, delivery_id, desk.clock())
        except TooLate:
            return False
        return True

    undone, _carried = await asyncio.gather(
        asyncio.gather(*(take_back(row.id) for row in reversed(rows))),
        asyncio.gather(*(worker.deliver_due() for worker in workers)),
    )
    sent = desk.network.texts
    assert sorted(sent) == sorted(
        f"t{29 - index}" for index, taken_back in enumerate(undone) if not taken_back
    )
    assert len(sent) == len(set(sent))


async def test_what_is_queued_or_under_way_cannot_be_taken_back(desk: Desk) -> None:
    queued, sending = await desk.put("1"), await desk.put("2", hold_seconds=0)
    desk.network.fail("2", Fault(hangs=True))
    worker = desk.worker()
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(desk.network.hanging.wait(), 5)
    for row in (queued, sending):
        async with transaction(desk.pool) as tx:
            with pytest.raises(TooLate):
                await undo(tx, desk.brand_id, row.id, desk.clock())
    assert (await desk.now_is(sending.id)).state is DeliveryState.SENDING
    await worker.stop(seconds=0)
    await running
    again = await desk.put("3")
    async with transaction(desk.pool) as tx:
        with pytest.raises(TooLate):
            await undo(tx, desk.brand_id, again.id, desk.clock())


async def an_unknown(desk: Desk, text: str = "Hallo", *, arrived: bool = False) -> Delivery:
    desk.connect(key_seconds=0, looks=False)
    desk.network.fail(text, Fault(Unknown("No answer."), done=arrived))
    put = await desk.put(text)
    await desk.worker().deliver_due()
    desk.clock.forward(60)
    await desk.worker().deliver_due()
    row = await desk.now_is(put.id)
    assert row.state is DeliveryState.UNKNOWN
    assert "cannot say whether" in row.reason
    return row


async def test_unknown_is_settled_by_it_is_there(desk: Desk) -> None:
    row = await an_unknown(desk, arrived=True)
    async with transaction(desk.pool) as tx:
        settled = await confirm_sent(tx, desk.brand_id, row.id, desk.clock(), external_id="post:1")
    assert settled.state is DeliveryState.SENT
    assert settled.message == MessageRef("post:1")
    await desk.worker().deliver_due()
    assert desk.network.texts == ["Hallo"]
    async with transaction(desk.pool) as tx:
        with pytest.raises(Settled, match="clear by now"):
            await resend(tx, desk.brand_id, row.id, desk.clock())


async def test_unknown_is_settled_by_send_again(desk: Desk) -> None:
    row = await an_unknown(desk)
    async with transaction(desk.pool) as tx:
        assert (await resend(tx, desk.brand_id, row.id, desk.clock())).state is DeliveryState.QUEUED
    await desk.worker().deliver_due()
    assert desk.network.texts == ["Hallo"]
    assert (await desk.now_is(row.id)).state is DeliveryState.SENT


async def test_send_again_does_not_make_the_key_younger_than_it_is(desk: Desk) -> None:
    row = await an_unknown(desk)
    desk.network.fail("Hallo", Fault(Unknown("No answer."), done=True))
    async with transaction(desk.pool) as tx:
        await resend(tx, desk.brand_id, row.id, desk.clock())
    await desk.worker().deliver_due()
    now = await desk.now_is(row.id)
    assert (now.state, now.first_tried_at) == (DeliveryState.SENDING, row.created_at)


async def test_pressing_send_again_thrice_sends_once(desk: Desk) -> None:
    row = await an_unknown(desk)

    async def press() -> bool:
        try:
            async with transaction(desk.pool) as tx:
                await resend(tx, desk.brand_id, row.id, desk.clock())
        except Settled:
            return False
        return True

    assert sum(await asyncio.gather(press(), press(), press())) == 1
    await desk.worker().deliver_due()
    assert desk.network.texts == ["Hallo"]


async def test_refused_keeps_its_reason_and_may_be_tried_again(desk: Desk) -> None:
    desk.network.fail("Hallo", Fault(Refused("You are blocked.")))
    put = await desk.put("Hallo")
    await desk.worker().deliver_due()
    row = await desk.now_is(put.id)
    assert (row.state, row.reason) == (DeliveryState.REFUSED, "You are blocked.")
    async with transaction(desk.pool) as tx:
        again = await retry(tx, desk.brand_id, put.id, desk.clock())
    assert (again.state, again.reason, again.finished_at) == (DeliveryState.QUEUED, "", None)
    await desk.worker().deliver_due()
    assert desk.network.texts == ["Hallo"]


async def test_our_own_post_that_comes_back_settles_the_delivery(desk: Desk) -> None:
    row = await an_unknown(desk, arrived=True)
    ref = MessageRef("post:1", ("local:1",))
    async with transaction(desk.pool) as tx:
        (open_one,) = await unfinished_of_account(tx.conn, desk.brand_id, desk.account_id)
        assert open_one.id == row.id
        assert await by_external(tx.conn, desk.brand_id, desk.account_id, "post:1") is None
        adopted = await adopt(tx, desk.brand_id, row.id, ref, desk.clock(), desk.clock())
        assert (adopted.state, adopted.message) == (DeliveryState.SENT, ref)
        again = await adopt(tx, desk.brand_id, row.id, ref, desk.clock(), desk.clock())
        assert again.id == row.id
        known = await by_external(tx.conn, desk.brand_id, desk.account_id, "post:1")
        assert known is not None
        assert known.id == row.id


async def test_what_a_person_confirmed_gets_its_reference_when_it_comes_back(desk: Desk) -> None:
    row, ref = await an_unknown(desk, arrived=True), MessageRef("post:1", ("local:1",))
    async with transaction(desk.pool) as tx:
        await confirm_sent(tx, desk.brand_id, row.id, desk.clock())
        (open_one,) = await unfinished_of_account(tx.conn, desk.brand_id, desk.account_id)
        assert (open_one.id, open_one.state) == (row.id, DeliveryState.SENT)
        adopted = await adopt(tx, desk.brand_id, row.id, ref, desk.clock(), desk.clock())
        assert (adopted.state, adopted.message) == (DeliveryState.SENT, ref)
        assert await unfinished_of_account(tx.conn, desk.brand_id, desk.account_id) == []


async def test_outcomes_are_taken_in_once_and_a_new_outcome_anew(desk: Desk) -> None:
    row = await an_unknown(desk)
    undone = await desk.put("weg", hold_seconds=10)
    async with transaction(desk.pool) as tx:
        await undo(tx, desk.brand_id, undone.id, desk.clock())
    async with transaction(desk.pool) as tx:
        assert [each.id for each in await finished(tx.conn, desk.brand_id, 10)] == [row.id]
        async with transaction(desk.pool) as other:
            assert await finished(other.conn, desk.brand_id, 10) == []
        assert await mark_taken(tx.conn, desk.brand_id, [row.id], desk.clock()) == 1
    async with transaction(desk.pool) as tx:
        assert await finished(tx.conn, desk.brand_id, 10) == []
        await confirm_sent(tx, desk.brand_id, row.id, desk.clock() + timedelta(seconds=1))
        (news,) = await finished(tx.conn, desk.brand_id, 10)
        assert news.state is DeliveryState.SENT


async def test_pages_ask_by_message_and_see_only_their_brand(desk: Desk) -> None:
    put, strange = await desk.put("Hallo"), MessageId(new_id())
    async with desk.pool.acquire() as conn:
        found = await states_of(conn, desk.brand_id, [put.message_id, strange])
        assert {message: row.state for message, row in found.items()} == {
            put.message_id: DeliveryState.QUEUED
        }
        assert await states_of(conn, BrandId(new_id()), [put.message_id]) == {}


async def test_what_the_network_was_never_given_can_be_taken_back(desk: Desk) -> None:
    """Held, or waiting for an account that rests; not what is being sent, and not what it may have."""
    held = await desk.put("Moin.", hold_seconds=10)
    waiting = await desk.put("Moin, moin.")
    async with transaction(desk.pool) as tx:
        assert await take_back(tx, desk.brand_id, held.id, desk.clock())
        assert await take_back(tx, desk.brand_id, waiting.id, desk.clock())
        assert not await take_back(tx, desk.brand_id, waiting.id, desk.clock())
    sent = await desk.put("Hallo.")
    await desk.worker().deliver_due()
    async with transaction(desk.pool) as tx:
        assert not await take_back(tx, desk.brand_id, sent.id, desk.clock())
    assert (await desk.now_is(waiting.id)).state is DeliveryState.UNDONE
    assert desk.network.texts == ["Hallo."]
