"""What becomes of an answer: undone, refused, unclear, come back before it was recorded; and what the case then says."""

import pytest

from hilft import cases
from hilft.cases import Answer, Case, CaseState, DraftKind, View
from hilft.channels import Later, MessageRef, Refused, Sent, Unknown
from hilft.db import transaction
from hilft.outbox import DeliveryState, TooLate
from hilft.outbox.request import keep_sent
from tests.cases.world import PRIVATE, PUBLIC, World

pytestmark = pytest.mark.anyio

HELD = Answer("Wir prüfen das.", PUBLIC, hold_seconds=10)


@pytest.fixture
async def case(world: World) -> Case:
    await world.hear("Kein Internet.")
    return await world.only()


async def undo(world: World, replied: cases.Replied, agent: object = None) -> cases.DraftRow:
    async with transaction(world.pool) as tx:
        who = world.kai if agent == "kai" else world.romina
        return await cases.undo_answer(tx, who, replied.delivery_id, world.clock())


async def test_an_undone_answer_is_a_draft_again_and_the_customer_waits_as_before(
    world: World, case: Case
) -> None:
    replied = await world.reply(case, HELD)
    draft = await undo(world, replied)
    assert (draft.kind, draft.text) == (DraftKind.PUBLIC, "Wir prüfen das.")
    after = await world.only()
    assert (after.state, after.waiting_since, after.queue_at) == (
        CaseState.OPEN, case.waiting_since, case.queue_at,
    )  # fmt: skip
    assert after.last_message_id == case.last_message_id
    assert await world.texts(case) == ["Kein Internet."]
    async with world.pool.acquire() as conn:
        drafts = await cases.drafts_of(conn, world.romina, case)
        (row,) = (await cases.page(conn, world.romina, cases.InboxFilter(View.ALL), None)).rows
    assert drafts[DraftKind.PUBLIC].text == "Wir prüfen das."
    assert row.preview == "Kein Internet."
    world.clock.forward(seconds=60)
    await world.send()
    assert len(world.network.posts) == 1


async def test_undoing_loses_nothing_that_was_typed_meanwhile(world: World, case: Case) -> None:
    replied = await world.reply(case, HELD)
    version = int(world.clock().timestamp() * 1000) + 60_000
    async with transaction(world.pool) as tx:
        await cases.save_draft(
            tx, world.romina, case.code, DraftKind.PUBLIC, "Und noch", version, world.clock()
        )
    draft = await undo(world, replied)
    assert (draft.text, draft.version) == ("Wir prüfen das.\n\nUnd noch", version + 1)


async def test_a_colleague_who_undoes_gets_the_text_without_the_signature(world: World, case: Case) -> None:
    replied = await world.reply(case, HELD)
    assert (await undo(world, replied, "kai")).text == "Wir prüfen das."


async def test_what_has_left_cannot_be_undone(world: World, case: Case) -> None:
    replied = await world.reply(case, HELD)
    world.clock.forward(seconds=11)
    await world.send()
    with pytest.raises(TooLate) as caught:
        await undo(world, replied)
    assert caught.value.status == 409
    assert (await world.only()).state is CaseState.WAITING


async def test_a_refused_answer_brings_the_case_back(world: World, case: Case) -> None:
    replied = await world.reply(case, "Wir prüfen das.")
    world.network.fail("send", Refused("They have blocked us."))
    await world.send()
    back = await world.only()
    assert (back.state, back.waiting_since) == (CaseState.OPEN, case.waiting_since)
    row = (await world.talk(case))[-1]
    assert (row.delivery_state, row.delivery_reason) == ("refused", "They have blocked us.")
    assert not row.spoken.withdrawn
    async with transaction(world.pool) as tx:
        await cases.send_again(tx, world.romina, replied.delivery_id, world.clock())
    assert (await world.only()).state is CaseState.WAITING
    await world.send()
    assert (await world.delivery(replied.delivery_id)).state is DeliveryState.SENT
    assert (await world.history(case))[-3:] == ["delivery.refused", "delivery.resent", "delivery.sent"]


async def test_a_second_answer_that_is_refused_brings_the_case_back_too(world: World, case: Case) -> None:
    await world.reply(case, "Wir prüfen das.")
    await world.send()
    await world.reply(case, "Und hier das Ergebnis.")
    world.network.fail("send", Refused("Too fast."))
    await world.send()
    back = await world.only()
    assert back.state is CaseState.OPEN
    assert back.waiting_since is not None
    await world.reply(case, "Noch einmal das Ergebnis.")
    assert (await world.only()).state is CaseState.WAITING


async def test_a_refused_answer_opens_a_case_that_was_solved_with_it(world: World, case: Case) -> None:
    await world.reply(case, "Behoben.")
    await world.solve(case)
    world.network.fail("send", Refused("They have blocked us."))
    await world.send()
    back = await world.only()
    assert (back.state, back.waiting_since, back.solved_at) == (CaseState.OPEN, case.waiting_since, None)


async def test_an_unclear_answer_is_on_the_desk_until_a_person_says_it_is_there(
    world: World, case: Case
) -> None:
    replied = await unclear(world, case)
    assert (await world.only()).state is CaseState.OPEN
    async with world.pool.acquire() as conn:
        (row,) = await cases.unsettled(conn, world.romina, world.clock())
    assert (row.id, row.state) == (replied.delivery_id, "unknown")
    async with transaction(world.pool) as tx:
        await cases.it_is_there(tx, world.romina, replied.delivery_id, world.clock())
    assert (await world.only()).state is CaseState.WAITING
    await world.send()
    assert (await world.history(case))[-3:] == ["delivery.unknown", "delivery.confirmed", "delivery.sent"]
    assert (await world.only()).state is CaseState.WAITING


async def test_an_unclear_answer_is_sent_again_when_a_person_says_so(world: World, case: Case) -> None:
    replied = await unclear(world, case)
    async with transaction(world.pool) as tx:
        await cases.send_again(tx, world.romina, replied.delivery_id, world.clock())
    await world.send()
    assert (await world.delivery(replied.delivery_id)).state is DeliveryState.SENT
    assert [post.text for post in world.network.posts.values()] == ["Kein Internet.", "Wir prüfen das. ^ro"]


async def unclear(world: World, case: Case) -> cases.Replied:
    """Answer, and let the network say nothing clear until a person is asked."""
    world.network.remembers = 0
    replied = await world.reply(case, "Wir prüfen das.")
    world.network.fail("send", Unknown("The answer got lost."))
    world.network.fail("find_sent", Unknown("Nobody knows."), times=20)
    for _ in range(12):
        await world.send()
        world.clock.forward(seconds=120)
    assert (await world.delivery(replied.delivery_id)).state is DeliveryState.UNKNOWN
    world.network._faults.clear()
    return replied


async def test_our_post_that_comes_back_before_it_was_recorded_joins_its_answer(
    world: World, case: Case
) -> None:
    replied = await unclear(world, case)
    post = world.post("hilft", "Wir prüfen das. ^ro", parent="post-1", to=("otto",))
    await world.deliver(post)
    assert (await world.delivery(replied.delivery_id)).state is DeliveryState.SENT
    await world.send()
    rows = await world.talk(case)
    assert [(row.spoken.external_id, row.spoken.outside) for row in rows] == [
        ("post-1", False), (post.id, False),
    ]  # fmt: skip
    assert (await world.only()).state is CaseState.WAITING


async def test_while_a_send_is_under_way_our_posts_wait_and_lose_nothing(world: World, case: Case) -> None:
    replied = await world.reply(case, "Wir prüfen das.")
    async with world.pool.acquire() as conn:
        await conn.execute(
            "update deliveries set state = 'sending', lease_until = $1, first_tried_at = $1", world.clock()
        )
    await world.deliver(world.post("hilft", "Etwas ganz anderes", parent="post-1", to=("otto",)))
    assert len(await world.talk(case)) == 2
    mine = world.post("hilft", "Wir prüfen das. ^ro", parent="post-1", to=("otto",))
    await world.deliver(mine)
    assert (await world.delivery(replied.delivery_id)).external_id == mine.id
    world.clock.forward(seconds=1)
    await world.digest()
    assert [row.spoken.outside for row in await world.talk(case)] == [False, False, True]


async def test_an_answer_to_ours_that_came_before_our_own_was_recorded_finds_its_case(
    world: World, case: Case
) -> None:
    replied = await world.reply(case, "Welche Lampe?")
    world.network.lose_answer()
    world.network.fail("find_sent", Unknown("Nobody knows."), times=3)
    await world.send()
    ours = world.network.log[-1][1]
    await world.hear("Die rote.", parent=ours)
    assert len(await world.cases()) == 2
    for _ in range(6):
        world.clock.forward(seconds=30)
        await world.send()
    assert (await world.delivery(replied.delivery_id)).external_id == ours.id
    assert await world.texts(await world.only()) == ["Kein Internet.", "Welche Lampe? ^ro", "Die rote."]
    assert (await world.only()).state is CaseState.OPEN


async def test_a_post_taken_for_one_outside_the_desk_gives_way_to_its_answer(
    world: World, case: Case
) -> None:
    await world.reply(case, "Wir prüfen das.")
    post = world.post("hilft", "Anders gekürzt", parent="post-1", to=("otto",))
    await world.deliver(post)
    world.clock.forward(seconds=1)
    await world.deliver(world.network.edit(post, "Noch anders"), kind="edited")
    ref = keep_sent(Sent(MessageRef(post.id), world.clock()))
    async with world.pool.acquire() as conn:
        await conn.execute(
            "update deliveries set state = 'sent', external_id = $1, finished_at = $2, ref = $3",
            post.id, world.clock(), ref,
        )  # fmt: skip
    await world.send()
    rows = await world.talk(case)
    assert [(row.spoken.external_id, row.spoken.outside) for row in rows] == [
        ("post-1", False), (post.id, False),
    ]  # fmt: skip


async def test_an_outcome_is_taken_in_once_however_often_it_is_offered(world: World, case: Case) -> None:
    replied = await world.reply(case, "Wir prüfen das.")
    await world.send()
    done = await world.delivery(replied.delivery_id)
    for _ in range(3):
        async with transaction(world.pool) as tx:
            await cases.take_outcome(tx, done, world.clock())
    assert (await world.history(case)).count("delivery.sent") == 1


async def test_a_network_that_asks_to_wait_changes_nothing_for_the_case(world: World, case: Case) -> None:
    await world.reply(case, "Wir prüfen das.")
    world.network.fail("send", Later("Busy."))
    await world.send()
    assert (await world.only()).state is CaseState.WAITING
    world.clock.forward(seconds=10)
    await world.send()
    assert len(world.network.posts) == 2


async def test_a_private_answer_comes_back_into_the_private_draft(world: World, case: Case) -> None:
    replied = await world.reply(case, Answer("Kundennummer?", PRIVATE, hold_seconds=10))
    assert (await undo(world, replied)).kind is DraftKind.PRIVATE


async def test_another_brands_agent_has_no_hand_on_a_delivery(world: World, case: Case) -> None:
    replied = await world.reply(case, HELD)
    stranger = await world.hire("stefan", "st", await world.found("funkhaus"))
    for verb in (cases.undo_answer, cases.send_again, cases.it_is_there):
        with pytest.raises(cases.NoSuchMessage):
            async with transaction(world.pool) as tx:
                await verb(tx, stranger, replied.delivery_id, world.clock())
