"""What is known of a case: learnt by the way, superseded, decided on; it follows messages and people."""

import asyncio
import uuid

import pytest

from hilft import cases, memory
from hilft.cases import Case
from hilft.db import transaction
from hilft.memory import Fact, FactState, Found, Key, Learning
from hilft.memory.actions import keep_proposed
from tests.cases.world import PRIVATE, PUBLIC, World

pytestmark = pytest.mark.anyio


TONE = {Key.LANGUAGE, Key.MOOD, Key.SYMPTOM}
"What else such texts say; other tests look at it."


async def learn(world: World) -> None:
    await Learning(world.pool, world.clock).learn()


async def known(world: World, case: Case) -> dict[str, str]:
    """Give what holds, by key."""
    async with world.pool.acquire() as conn:
        found = await memory.known_for(conn, case.brand_id, case.id)
    return {one.key.value: one.value for one in found if one.key not in TONE}


async def facts(world: World, case: Case) -> list[Fact]:
    async with world.pool.acquire() as conn:
        found = await memory.facts_of(conn, case.brand_id, case.id)
    return [fact for fact in found if fact.key not in TONE]


async def test_what_a_customer_writes_is_known_with_its_source(world: World) -> None:
    await world.hear("Kein Internet. Meine Kundennummer ist 12345678")
    case = await world.only()
    assert await known(world, case) == {}
    await learn(world)
    fact = next(each for each in await facts(world, case) if each.key is Key.CUSTOMER_NUMBER)
    (message,) = await world.talk(case)
    assert (fact.value, fact.message_id, fact.channel, fact.said_by) == (
        "12345678",
        message.id,
        "fake",
        "Otto",
    )
    assert (fact.said_at, fact.state) == (message.occurred_at, FactState.READ)
    assert message.text[fact.start_at : fact.end_at] == "12345678"
    assert 0 < fact.sure <= 1


async def test_who_must_know_now_finishes_what_is_pending(world: World) -> None:
    await world.hear("Kundennummer 12345678")
    case = await world.only()
    async with transaction(world.pool) as tx:
        await memory.finish_pending(tx, case.brand_id, case.id, world.clock())
        found = await memory.known_for(tx.conn, case.brand_id, case.id)
    assert [(one.key, one.value) for one in found] == [(Key.CUSTOMER_NUMBER, "12345678")]
    await learn(world)
    assert len(await facts(world, case)) == 1


async def test_readers_side_by_side_read_everything_once(world: World) -> None:
    first = await world.hear("Kundennummer 10000000")
    for number in range(1, 45):
        await world.hear(f"Kundennummer {10000000 + number}", parent=first)
    case = await world.only()
    reader = Learning(world.pool, world.clock)

    async def finish() -> None:
        async with transaction(world.pool) as tx:
            await memory.finish_pending(tx, case.brand_id, case.id, world.clock())

    await asyncio.gather(reader.learn(), finish(), reader.learn())
    values = [each.value for each in await facts(world, case)]
    assert sorted(values) == [str(10000000 + number) for number in range(45)]
    assert (await known(world, case))["customer_number"] == "10000044"


async def test_a_newer_fact_supersedes_an_older_one_and_nothing_is_lost(world: World) -> None:
    post = await world.hear("Kundennummer 12345678")
    await world.hear("Sorry, Kundennummer 87654321", parent=post)
    await learn(world)
    case = await world.only()
    assert await known(world, case) == {"customer_number": "87654321"}
    assert [each.value for each in await facts(world, case)] == ["87654321", "12345678"]


async def test_participants_say_nothing_about_the_customer(world: World) -> None:
    post = await world.hear("Kein Internet")
    await world.hear("Bei mir auch, Kundennummer 12345678", who="paula", parent=post)
    await learn(world)
    case = await world.only()
    assert "customer_number" not in await known(world, case)
    message = next(row for row in await world.talk(case) if row.is_participant)
    async with transaction(world.pool) as tx:
        own = await cases.split(tx, world.romina, case.code, message.id, world.clock())
    assert (await known(world, own))["customer_number"] == "12345678"


async def test_facts_follow_a_case_that_is_joined_and_parted(world: World) -> None:
    await world.hear("Bestellnummer 12345678")
    await world.hear("Noch was anderes")
    one, other = await world.cases()
    await learn(world)
    async with transaction(world.pool) as tx:
        await cases.join(tx, world.romina, one.code, other.code, world.clock())
    assert (await known(world, other))["order_number"] == "12345678"
    async with transaction(world.pool) as tx:
        await cases.part(tx, world.romina, one.code, world.clock())
    assert "order_number" not in await known(world, other)
    assert (await known(world, one))["order_number"] == "12345678"


async def test_of_other_cases_only_who_the_customer_is_counts(world: World) -> None:
    await world.hear("Kundennummer 12345678, Bestellnummer 4455667")
    await world.hear("Eine andere Sache")
    _, other = await world.cases()
    await learn(world)
    assert await known(world, other) == {"customer_number": "12345678"}
    async with world.pool.acquire() as conn:
        panel = await cases.customer_panel(conn, world.romina, other)
        found = await memory.identity_of(conn, other.brand_id, panel.customer_id)
    assert [one.value for one in found] == ["12345678"]


async def test_facts_of_a_deleted_message_vanish(world: World) -> None:
    post = await world.hear("Kundennummer 12345678", visibility=PRIVATE)
    await learn(world)
    world.clock.forward(seconds=5)
    await world.deliver(post, kind="deleted")
    case = await world.only()
    assert await facts(world, case) == []
    async with world.pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from facts") == 0


async def test_an_edited_message_is_read_again(world: World) -> None:
    post = await world.hear("Kundennummer 12345678, Bestellnummer 4455667")
    await learn(world)
    case = await world.only()
    ours = next(each for each in await facts(world, case) if each.key is Key.ORDER_NUMBER)
    async with transaction(world.pool) as tx:
        await memory.confirm(tx, world.romina, case.id, ours.id, world.clock())
    world.clock.forward(seconds=5)
    edited = world.network.edit(post, "Kundennummer 87654321")
    await world.deliver(edited, kind="edited")
    await learn(world)
    assert await known(world, case) == {"customer_number": "87654321", "order_number": "4455667"}


async def test_an_agent_confirms_corrects_and_removes(world: World) -> None:
    await world.hear("Kundennummer 12345678")
    await learn(world)
    case = await world.only()
    (fact,) = await facts(world, case)
    world.clock.forward(minutes=1)
    async with transaction(world.pool) as tx:
        sure = await memory.confirm(tx, world.romina, case.id, fact.id, world.clock())
        assert (sure.state, sure.agent_name) == (FactState.CONFIRMED, "Romina")
        right = await memory.correct(tx, world.kai, case.id, fact.id, " 1234 5679 ", world.clock())
    assert (right.value, right.replaces_id, right.message_id) == ("1234 5679", fact.id, fact.message_id)
    assert await known(world, case) == {"customer_number": "1234 5679"}
    async with transaction(world.pool) as tx:
        with pytest.raises(memory.WasCorrected):
            await memory.confirm(tx, world.romina, case.id, fact.id, world.clock())
        await memory.remove(tx, world.romina, case.id, right.id, world.clock())
    assert await known(world, case) == {}
    async with transaction(world.pool) as tx:
        await memory.confirm(tx, world.romina, case.id, right.id, world.clock())
    assert await known(world, case) == {"customer_number": "1234 5679"}
    kinds = [kind for kind in await world.history(case) if kind.startswith("fact.")]
    assert kinds == ["fact.confirmed", "fact.corrected", "fact.removed", "fact.confirmed"]


async def test_what_was_removed_does_not_come_back_by_reading_again(world: World) -> None:
    post = await world.hear("Kundennummer 12345678")
    await learn(world)
    case = await world.only()
    (fact,) = await facts(world, case)
    async with transaction(world.pool) as tx:
        await memory.remove(tx, world.romina, case.id, fact.id, world.clock())
    world.clock.forward(seconds=5)
    await world.deliver(world.network.edit(post, "Kundennummer 12345678!!"), kind="edited")
    await learn(world)
    assert await known(world, case) == {}


@pytest.mark.parametrize("value", ["", "   ", "x" * 201, "a\x07b"])
async def test_a_correction_says_something(world: World, value: str) -> None:
    await world.hear("Kundennummer 12345678")
    await learn(world)
    case = await world.only()
    (fact,) = await facts(world, case)
    async with transaction(world.pool) as tx:
        with pytest.raises(memory.NoValue):
            await memory.correct(tx, world.romina, case.id, fact.id, value, world.clock())


async def test_a_fact_of_somebody_else_does_not_exist(world: World) -> None:
    await world.hear("Kundennummer 12345678")
    await world.hear("Guten Tag", who="paula")
    await learn(world)
    one, other = await world.cases()
    (fact,) = await facts(world, one)
    async with transaction(world.pool) as tx:
        with pytest.raises(memory.NoSuchFact):
            await memory.confirm(tx, world.romina, other.id, fact.id, world.clock())
        with pytest.raises(memory.NoSuchFact):
            await memory.remove(tx, world.romina, one.id, uuid.uuid4(), world.clock())


async def test_a_note_of_a_call_is_read_and_a_note_for_colleagues_is_not(world: World) -> None:
    await world.hear("Kein Internet")
    case = await world.only()
    async with transaction(world.pool) as tx:
        await cases.note(tx, world.romina, case.code, "Kundennummer 11111111 geht nicht", world.clock())
        call = await cases.note(tx, world.romina, case.code, "Kundennummer 22222222", world.clock())
        await memory.hear_note(tx, case.brand_id, call.id, "phone", world.clock())
    await learn(world)
    fact = next(each for each in await facts(world, case) if each.key is Key.CUSTOMER_NUMBER)
    assert (fact.value, fact.channel, fact.note_id, fact.message_id) == ("22222222", "phone", call.id, None)
    await world.hear("Etwas anderes")
    other = (await world.cases())[-1]
    assert (await known(world, other))["customer_number"] == "22222222"


async def test_the_newest_word_counts_whatever_order_it_came_in(world: World) -> None:
    older = world.post("otto", "Kundennummer 12345678")
    world.clock.forward(minutes=5)
    newer = world.post("otto", "Kundennummer 87654321", parent=older)
    await world.deliver(newer)
    await learn(world)
    await world.deliver(older)
    await learn(world)
    assert (await known(world, await world.only()))["customer_number"] == "87654321"


async def test_what_is_only_guessed_is_shown_to_nobody_and_found_when_it_is_asked_for(world: World) -> None:
    await world.hear("auf dem alten Brief steht 4471920, das ist dann wohl meine Nummer bei euch")
    case = await world.only()
    await learn(world)
    assert await facts(world, case) == []
    assert await known(world, case) == {}
    async with world.pool.acquire() as conn:
        panel = await cases.customer_panel(conn, world.romina, case)
        assert await memory.identity_of(conn, case.brand_id, panel.customer_id) == []
        sure, guessed = await memory.told_for(conn, case.brand_id, case.id)
        states = await conn.fetch("select distinct state from facts where key = 'customer_number'")
    assert "4471920" not in {one.value for one in sure}
    assert "4471920" in {one.value for one in guessed}
    assert [row["state"] for row in states] == ["guessed"]
    await world.hear(
        "Kundennummer 12345678"
    )  # a case of its own, of the same customer: who they are counts in both
    await learn(world)
    async with world.pool.acquire() as conn:
        sure, guessed = await memory.told_for(conn, case.brand_id, case.id)
    assert "12345678" in {one.value for one in sure}
    assert Key.CUSTOMER_NUMBER not in {one.key for one in guessed}


async def test_guessed_words_are_no_name_that_public_answers_must_not_hold(world: World) -> None:
    await world.hear("The contract is mine, the phone line is dead.")
    case = await world.only()
    text = "The contract is mine to look at now, one moment."
    async with transaction(world.pool) as tx:
        checked = await cases.check_draft(tx, world.romina, case.code, text, PUBLIC, world.clock())
    assert checked.personal == []


async def test_proposals_are_not_dropped_for_a_guess(world: World) -> None:
    await world.hear("auf dem alten Brief steht 4471920, das ist dann wohl meine Nummer bei euch")
    await learn(world)
    (message,) = await world.talk(await world.only())
    proposed = Found(Key.CUSTOMER_NUMBER, "4471920", "", 24, 31, 0.9)
    async with transaction(world.pool) as tx:
        await keep_proposed(tx, world.romina.brand_id, message.id, [proposed], world.clock())
    found = await facts(world, await world.only())
    assert [(one.value, one.state) for one in found] == [("4471920", FactState.PROPOSED)]
