"""Receipts are stored once, digested once, set aside when nobody can read them, and block nobody."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hilft import intake
from hilft.accounts import Account, AccountRole, health, remove_account
from hilft.channels import AccountConfig, Channel, NoSuchChannel, PublicClient, RawItem, Surroundings
from hilft.channels.testing import Post
from hilft.db import Pool, Transaction, transaction
from hilft.intake import ReceiptState
from hilft.intake import store as rows
from tests.cases.world import World
from tests.intake.odd import BundleChannel, breaking, bundle

pytestmark = pytest.mark.anyio


class OddWorld(World):
    broken: str = ""
    "The name of an account whose channel is not installed."

    def _build(self, _kind: str, config: AccountConfig, _outside: Surroundings) -> Channel:
        if config.settings["me"] == self.broken:
            raise NoSuchChannel(self.broken)
        return BundleChannel(self.network, config.settings["me"])


@pytest.fixture
async def odd(pool: Pool, tmp_path: Path) -> AsyncIterator[OddWorld]:
    BundleChannel.faults = 0
    async with PublicClient() as http:
        opened = OddWorld(pool, tmp_path)
        await opened.open(http)
        yield opened
        await opened.switchboard.close()


async def keep(world: World, items: Sequence[RawItem], account: Account | None = None) -> int:
    async with transaction(world.pool) as tx:
        return await intake.receive(tx, account or world.service, items, world.clock())


async def receipts(world: World, state: ReceiptState) -> list[intake.ReceiptLine]:
    async with world.pool.acquire() as conn:
        return await intake.receipts(conn, world.brand.id, state)


async def test_the_same_delivery_again_is_stored_once(world: World) -> None:
    posts = [world.post("otto", f"Frage {number}") for number in range(3)]
    items = [world.item(post) for post in posts]
    assert await keep(world, items[:2]) == 2
    assert await keep(world, [*items, items[2]]) == 1
    await world.digest()
    await world.digest()
    assert len(await world.cases()) == 3
    assert len(await receipts(world, ReceiptState.DIGESTED)) == 3


async def test_nothing_is_stored_when_what_belongs_to_it_cannot_be(world: World) -> None:
    async def move_cursor(_tx: Transaction) -> None:
        raise RuntimeError("the cursor could not be moved")

    item = world.item(world.post("otto", "Frage"))
    with pytest.raises(RuntimeError):
        await intake.Batcher(world.pool, world.clock).keep(world.service, [item], move_cursor)
    assert await receipts(world, ReceiptState.NEW) == []


async def test_one_poisonous_receipt_is_set_aside_and_blocks_nobody(world: World) -> None:
    posts = [world.post("otto", f"Frage {number}") for number in range(60)]
    items = [world.item(post) for post in posts]
    poison = [RawItem("bad-1", b"\x00\xff not json"), RawItem("bad-2", b'{"kind": "message"}')]
    await keep(world, [*items[:20], poison[0], *items[20:47], poison[1], *items[47:]])
    await world.digest()
    assert len(await world.cases()) == 60
    failed = await receipts(world, ReceiptState.FAILED)
    assert {line.dedupe_key for line in failed} == {"bad-1", "bad-2"}
    assert all(line.error and line.attempts == 1 for line in failed)
    async with world.pool.acquire() as conn:
        (line,) = (line for line in failed if line.dedupe_key == "bad-1")
        assert await intake.raw(conn, world.brand.id, line.id) == poison[0].payload
        (ours, *_) = (
            each for each in await health(conn, world.brand.id) if each.account.id == world.service.id
        )
    assert (ours.failed_receipts, ours.waiting_receipts) == (2, 0)


async def test_a_receipt_set_aside_is_tried_again_when_an_administrator_says_so(world: World) -> None:
    await keep(world, [RawItem("bad", b"nonsense")])
    await world.digest()
    (line,) = await receipts(world, ReceiptState.FAILED)
    async with world.pool.acquire() as conn:
        payload = world.item(world.post("otto", "Jetzt lesbar")).payload
        await conn.execute("update receipts set payload = $1", payload)
    async with transaction(world.pool) as tx:
        await intake.retry(tx, world.brand.id, line.id, world.clock())
    await world.digest()
    assert await world.texts(await world.only()) == ["Jetzt lesbar"]
    with pytest.raises(intake.NoSuchReceipt):
        async with transaction(world.pool) as tx:
            await intake.retry(tx, world.brand.id, line.id, world.clock())


async def test_a_fault_of_the_moment_is_tried_again_later(odd: OddWorld) -> None:
    await keep(odd, [breaking(odd.item(odd.post("otto", "Frage")), times=2)])
    await odd.digest()
    assert await odd.cases() == []
    (line,) = await receipts(odd, ReceiptState.NEW)
    assert line.attempts == 1
    for _ in range(3):
        odd.clock.forward(seconds=20)
        await odd.digest()
    assert await odd.texts(await odd.only()) == ["Frage"]


async def test_a_fault_that_stays_is_set_aside(odd: OddWorld) -> None:
    await keep(odd, [breaking(odd.item(odd.post("otto", "Frage")), times=99)])
    for _ in range(8):
        await odd.digest()
        odd.clock.forward(seconds=20)
    (line,) = await receipts(odd, ReceiptState.FAILED)
    assert (line.attempts, line.error) == (5, "RuntimeError: not today")


async def test_what_waits_for_somebody_holds_up_nothing_else_in_its_receipt(odd: OddWorld) -> None:
    ours = odd.post("hilft", "Wartung in Kiel", to=())
    asked = odd.post("otto", "Kein Internet")
    await keep(odd, [bundle("one", odd.item(ours), odd.item(asked))])
    await odd.digest()
    assert await odd.texts(await odd.only()) == ["Kein Internet"]
    assert len(await receipts(odd, ReceiptState.PARKED)) == 1
    await odd.hear("Und in Plön?", parent=ours)
    assert await odd.texts((await odd.cases())[1]) == ["Wartung in Kiel", "Und in Plön?"]
    assert await receipts(odd, ReceiptState.PARKED) == []


async def test_who_joins_our_thread_in_the_same_receipt_wakes_it(odd: OddWorld) -> None:
    ours = odd.post("hilft", "Wartung in Kiel", to=())
    joined = odd.post("otto", "Und in Plön?", ours)
    await keep(odd, [bundle("one", odd.item(ours), odd.item(joined))])
    await odd.digest()
    assert await odd.texts(await odd.only()) == ["Wartung in Kiel", "Und in Plön?"]


async def test_a_deletion_that_overtakes_its_message_hides_it_when_it_comes(odd: OddWorld) -> None:
    post = odd.post("otto", "Meine Kundennummer ist 4711")
    await odd.deliver(post, kind="deleted")
    assert len(await receipts(odd, ReceiptState.PARKED)) == 1
    await odd.deliver(post)
    case = await odd.only()
    (row,) = await odd.talk(case)
    assert row.spoken.deleted_at is not None
    assert (await odd.history(case))[-1] == "message.deleted"
    assert await receipts(odd, ReceiptState.PARKED) == []


async def test_an_edit_and_a_deletion_that_overtake_their_message_in_one_receipt_are_applied(
    odd: OddWorld,
) -> None:
    post = odd.post("otto", "Kein Internt")
    odd.clock.forward(seconds=1)
    changed = replace(post, text="Kein Internet", edited_at=odd.clock().isoformat())
    other = odd.post("mia", "Bei mir auch")
    gone, said = odd.item(other, kind="deleted"), odd.item(other)
    await keep(odd, [bundle("one", odd.item(changed, kind="edited"), odd.item(post), gone, said)])
    await odd.digest()
    shown = {text for case in await odd.cases() for text in await odd.texts(case)}
    assert shown == {"Kein Internet", ""}
    assert await odd.pool.fetchval("select count(*) from messages where deleted_at is not null") == 1
    assert await receipts(odd, ReceiptState.PARKED) == []


async def test_a_deletion_of_our_answer_waits_until_its_sending_is_recorded(odd: OddWorld) -> None:
    asked = await odd.hear("Kein Internet")
    case = await odd.only()
    answer = await odd.reply(case, "Wir schauen nach.")
    await odd.pool.execute("update deliveries set state = 'sending', lease_until = now() + interval '1 hour'")
    text = (await odd.delivery(answer.delivery_id)).to_send.text
    ours = odd.post("hilft", text, asked, to=("otto",))
    await odd.deliver(ours, kind="deleted")
    (line,) = await receipts(odd, ReceiptState.NEW)
    await odd.deliver(ours)
    odd.clock.forward(seconds=2)
    await odd.digest()
    await odd.chores.take_outcomes(odd.brand.id)
    odd.clock.forward(seconds=2)
    await odd.digest()
    assert line.id not in {each.id for each in await receipts(odd, ReceiptState.NEW)}
    assert (await odd.talk(case))[-1].spoken.deleted_at is not None


async def test_an_account_whose_channel_is_gone_holds_up_no_other(odd: OddWorld) -> None:
    odd.broken = "ruhend"
    resting = await odd.account("ruhend", AccountRole.SERVICE)
    waits = odd.post("mia", "Hört mich jemand?", to=("ruhend",))
    await keep(odd, [odd.item(waits, resting)], resting)
    await odd.hear("Kein Internet")
    assert len(await odd.cases()) == 1
    assert [line.account_id for line in await receipts(odd, ReceiptState.NEW)] == [resting.id]
    odd.broken = ""
    await odd.digest()
    assert len(await odd.cases()) == 2


async def test_a_removed_account_holds_up_no_other(world: World) -> None:
    await keep(world, [world.item(world.post("mia", "Hallo", to=("wattkabel",)), world.main)], world.main)
    async with transaction(world.pool) as tx:
        await remove_account(tx, world.main, world.clock())
    await world.hear("Kein Internet")
    assert len(await world.cases()) == 1


async def test_raw_receipts_are_forgotten_after_their_time_and_unread_ones_never(world: World) -> None:
    parked = await world.hear("Wartung", who="hilft", to=())
    await world.hear("Kein Internet")
    await keep(world, [RawItem("bad", b"nonsense")])
    await world.digest()
    async with transaction(world.pool) as tx:
        early = await rows.forget_digested(tx.conn, world.brand.id, world.clock() - timedelta(seconds=60))
        late = await rows.forget_digested(tx.conn, world.brand.id, world.clock() + timedelta(seconds=1))
    assert (early, late) == (0, 2)
    assert len(await receipts(world, ReceiptState.FAILED)) == 1
    await world.deliver(parked)
    await world.hear("Wo?", parent=parked)
    assert await world.texts((await world.cases())[-1]) == ["Wartung", "Wo?"]


async def test_hostile_texts_are_kept_as_far_as_they_can_be(world: World) -> None:
    post: Post = world.post("otto", "a\0b\ud800c", to=("hilft",))
    await world.deliver(post)
    assert await world.texts(await world.only()) == ["a\N{REPLACEMENT CHARACTER}b?c"]
