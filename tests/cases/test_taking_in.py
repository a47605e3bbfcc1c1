"""What customers write comes to the right case: the walk of the main job, rule by rule."""

from datetime import timedelta

import pytest

from hilft import cases
from hilft.cases import CaseState, View
from hilft.db import transaction
from tests.cases.world import PRIVATE, PUBLIC, World

pytestmark = pytest.mark.anyio


async def test_a_question_opens_a_case_that_waits_since_it_was_asked(world: World) -> None:
    asked = await world.hear("Kein Internet, die Lampe blinkt.")
    case = await world.only()
    assert case.state is CaseState.OPEN
    assert case.waiting_since is not None
    assert case.waiting_since.isoformat() == asked.at
    assert case.queue_at == case.waiting_since
    assert (await world.history(case)) == ["case.opened", "message.in"]


async def test_a_reply_in_the_thread_stays_in_the_case_and_the_conversation(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.hear("Seit heute früh.", parent=first)
    (row, again) = await world.talk(await world.only())
    assert row.spoken.conversation_id == again.spoken.conversation_id


async def test_a_new_public_thread_is_a_new_case_of_the_same_customer(world: World) -> None:
    await world.hear("Kein Internet.")
    await world.hear("Und die Rechnung stimmt nicht.")
    one, other = await world.cases()
    assert one.handle_id == other.handle_id


async def test_a_direct_message_in_the_thread_is_a_private_conversation_of_the_case(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.hear("Kundennummer 4711", parent=first, visibility=PRIVATE)
    public, private = await world.talk(await world.only())
    assert (public.spoken.visibility, private.spoken.visibility) == (PUBLIC, PRIVATE)
    assert public.spoken.conversation_id != private.spoken.conversation_id


async def test_a_direct_message_without_a_thread_comes_to_the_open_case(world: World) -> None:
    await world.hear("Kein Internet.")
    await world.hear("Kundennummer 4711", visibility=PRIVATE)
    assert await world.texts(await world.only()) == ["Kein Internet.", "Kundennummer 4711"]


async def test_of_several_open_cases_the_one_answered_last_gets_the_direct_message(world: World) -> None:
    for text in ("Eins", "Zwei", "Drei"):
        await world.hear(text)
    _, second, _ = await world.cases()
    await world.reply(second, "Wir schauen.")
    await world.hear("Danke, hier die Nummer.", visibility=PRIVATE)
    assert (await world.texts(second))[-1] == "Danke, hier die Nummer."


async def test_somebody_elses_direct_message_in_the_thread_is_not_the_customers(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.hear("Bei mir auch, Nummer 0815", who="mia", parent=first, visibility=PRIVATE)
    ottos, mias = await world.cases()
    assert await world.texts(ottos) == ["Kein Internet."]
    assert await world.texts(mias) == ["Bei mir auch, Nummer 0815"]


async def test_a_case_code_of_ones_own_leads_to_that_case(world: World) -> None:
    await world.hear("Eins")
    await world.hear("Zwei")
    one, _ = await world.cases()
    await world.hear(f"Noch etwas zu {one.written_code.lower()}: es regnet.", visibility=PRIVATE)
    assert len(await world.texts(one)) == 2
    await world.hear(f"Und auch öffentlich zu {one.code}.")
    assert len(await world.texts(one)) == 3
    await world.hear(f"Ich rate {one.code}", who="mia")
    assert len(await world.texts(one)) == 3
    assert len(await world.cases()) == 3


async def test_who_else_speaks_is_a_participant(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.hear("Hier auch.", who="mia", parent=first)
    await world.hear("Und hier.", who="jonas", parent=first)
    case = await world.only()
    assert case.participants == 2
    assert [row.spoken.is_participant for row in await world.talk(case)] == [False, True, True]


async def test_talk_around_the_words_waits_for_nobody(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.reply(await world.only(), "Wir prüfen das.")
    await world.hear("Otto, starte ihn neu!", who="mia", parent=first, to=("otto",))
    case = await world.only()
    assert (case.state, case.waiting_since) == (CaseState.WAITING, None)


async def test_an_answer_to_us_waits_though_it_names_nobody_and_came_before_our_post(world: World) -> None:
    first = await world.hear("Kein Internet.")
    ours = world.post("hilft", "Welche Lampe blinkt?", first, to=("otto",))
    reply = world.post("otto", "Die DSL-Lampe.", ours, to=("mia",))
    await world.deliver(reply)
    await world.deliver(ours)
    case = await world.only()
    assert case.waiting_since is not None
    assert case.waiting_since.isoformat() == reply.at
    assert await world.texts(case) == ["Kein Internet.", "Welche Lampe blinkt?", "Die DSL-Lampe."]


async def test_a_message_to_the_main_account_is_marked_and_answered_by_the_service_account(
    world: World,
) -> None:
    post = world.post("otto", "Kein Internet!", to=("wattkabel",))
    await world.deliver(post, account=world.main)
    case = await world.only()
    (row,) = await world.talk(case)
    assert (row.spoken.to_main, row.spoken.account_handle) == (True, "@wattkabel@fake.example")
    await world.reply(case, "Wir kümmern uns.")
    await world.send()
    assert world.network.log[-1][1].author == "hilft"


@pytest.mark.parametrize("main_first", [True, False])
async def test_a_post_that_names_both_accounts_is_one_message_in_one_case(
    world: World, *, main_first: bool
) -> None:
    post = world.post("otto", "Kein Internet!", to=("wattkabel", "hilft"))
    order = [world.main, world.service] if main_first else [world.service, world.main]
    for account in order:
        await world.deliver(post, account=account)
    case = await world.only()
    (row,) = await world.talk(case)
    assert (row.spoken.to_main, row.spoken.account_handle) == (False, "@hilft@fake.example")
    assert case.account_id == world.service.id


async def test_what_our_accounts_say_to_each_other_is_no_customers_word(world: World) -> None:
    post = world.post("wattkabel", "@hilft bitte übernehmen", to=("hilft",))
    await world.deliver(post, account=world.service)
    await world.deliver(post, account=world.main)
    assert await world.cases() == []


async def test_words_written_outside_the_desk_end_the_waiting(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.hear("Ist bekannt, wir arbeiten daran.", who="hilft", parent=first, to=("otto",))
    case = await world.only()
    assert (case.state, case.waiting_since) == (CaseState.WAITING, None)
    assert (await world.talk(case))[1].spoken.outside


async def test_our_own_thread_waits_until_somebody_joins_it(world: World) -> None:
    root = await world.hear("Heute Wartung in Kiel.", who="hilft", to=())
    more = await world.hear("Bis 14 Uhr.", who="hilft", parent=root, to=())
    assert await world.cases() == []
    await world.hear("Und in Plön?", parent=more)
    assert await world.texts(await world.only()) == ["Heute Wartung in Kiel.", "Bis 14 Uhr.", "Und in Plön?"]


async def test_a_short_thanks_does_not_reopen_and_anything_else_does(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.reply(await world.only(), "Port neu gestartet.")
    await world.solve(await world.only())
    await world.hear("Danke, geht wieder!", parent=first)
    case = await world.only()
    assert case.state is CaseState.SOLVED
    assert await world.texts(case) == ["Kein Internet.", "Port neu gestartet. ^ro", "Danke, geht wieder!"]
    back = await world.hear("Jetzt ist es wieder weg.", parent=first)
    case = await world.only()
    assert case.state is CaseState.OPEN
    assert case.waiting_since is not None
    assert case.waiting_since.isoformat() == back.at


async def test_solving_an_unanswered_case_ends_its_waiting_for_good(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.solve(await world.only())
    back = await world.hear("Wieder weg.", parent=first)
    case = await world.only()
    assert case.waiting_since is not None
    assert case.waiting_since.isoformat() == back.at


async def test_after_the_reopen_window_a_case_follows(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.solve(await world.only())
    world.clock.forward(days=15)
    await world.hear("Schon wieder.", parent=first)
    old, new = await world.cases()
    assert new.follows_id == old.id
    assert await world.texts(new) == ["Schon wieder."]
    await world.hear("Hallo?", parent=first)
    assert await world.texts(new) == ["Schon wieder.", "Hallo?"]


async def test_the_first_message_seen_again_leaves_the_following_case_alone(world: World) -> None:
    first = await world.hear("Kein Internet.")
    await world.solve(await world.only())
    world.clock.forward(days=15)
    await world.hear("Schon wieder.", parent=first)
    await world.deliver(first, account=world.main)
    old, new = await world.cases()
    assert (await world.texts(old), await world.texts(new)) == (["Kein Internet."], ["Schon wieder."])


async def test_a_private_word_after_the_window_follows_too(world: World) -> None:
    first = await world.hear("Nummer 4711", visibility=PRIVATE)
    await world.solve(await world.only())
    world.clock.forward(days=15)
    await world.hear("Noch da?", parent=first, visibility=PRIVATE)
    old, new = await world.cases()
    assert (new.follows_id, await world.texts(new)) == (old.id, ["Noch da?"])


async def test_solved_cases_close_when_nobody_comes_back(world: World) -> None:
    await world.hear("Kein Internet.")
    case = await world.solve(await world.only())
    await world.chores.close(world.brand.id)
    assert await world.state_of(case) is CaseState.SOLVED
    world.clock.forward(days=14, seconds=1)
    await world.chores.close(world.brand.id)
    assert await world.state_of(case) is CaseState.CLOSED


async def test_a_word_of_the_customer_brings_a_snoozed_case_back(world: World) -> None:
    first = await world.hear("Kein Internet.")
    case = await world.only()
    async with transaction(world.pool) as tx:
        until = world.clock() + timedelta(days=1)
        await cases.snooze(tx, world.romina, case.code, until, world.clock())
    assert await world.cases(View.OPEN) == []
    await world.hear("Otto, hilft ein Neustart?", who="mia", parent=first, to=("otto",))
    assert await world.cases(View.OPEN) == []
    await world.hear("Hallo?", parent=first)
    assert [each.id for each in await world.cases(View.OPEN)] == [case.id]


async def test_an_edit_shows_the_new_text_and_a_deletion_hides_it(world: World) -> None:
    post = await world.hear("Mein Passwort ist Hund")
    world.clock.forward(seconds=1)
    edited = world.network.edit(post, "Kein Internet")
    await world.deliver(edited, kind="edited")
    await world.deliver(edited, kind="edited")
    case = await world.only()
    assert await world.texts(case) == ["Kein Internet"]
    assert (await world.talk(case))[0].spoken.edited_at is not None
    world.network.delete(edited)
    await world.deliver(edited, kind="deleted")
    case = await world.only()
    assert await world.texts(case) == [""]
    assert case.waiting_since is None
    assert (await world.history(case))[-2:] == ["message.edited", "message.deleted"]


async def test_a_deleted_text_is_erased_later_and_the_history_stays(world: World) -> None:
    post = await world.hear("Geheim")
    await world.deliver(post, kind="deleted")
    world.clock.forward(days=2)
    await world.chores.erase(world.brand.id)
    async with world.pool.acquire() as conn:
        kept = await conn.fetch("select text, erased_at from messages")
    assert [(row["text"], row["erased_at"] is not None) for row in kept] == [("", True)]
    assert "message.deleted" in await world.history(await world.only())


async def test_nobody_speaks_in_the_future(world: World) -> None:
    ahead = world.post("otto", "Meine Uhr geht vor.")
    world.clock.forward(seconds=-3600)
    await world.deliver(ahead)
    await world.reply(await world.only(), "Unsere nicht.")
    case = await world.only()
    assert (case.state, case.waiting_since) == (CaseState.WAITING, None)
    assert await world.texts(case) == ["Meine Uhr geht vor.", "Unsere nicht. ^ro"]
