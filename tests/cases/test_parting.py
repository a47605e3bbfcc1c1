"""Two problems are taken apart, two threads of one problem put together, and both undone, without loss."""

import pytest

from hilft import cases
from hilft.cases import Answer, Case, CaseState, MessageRow
from hilft.channels.testing import Post
from hilft.db import transaction
from hilft.ids import MessageId
from tests.cases.world import PRIVATE, PUBLIC, World

pytestmark = pytest.mark.anyio


async def split(world: World, case: Case, message_id: MessageId) -> Case:
    async with transaction(world.pool) as tx:
        return await cases.split(tx, world.romina, case.code, message_id, world.clock())


async def join(world: World, case: Case, into: Case) -> Case:
    async with transaction(world.pool) as tx:
        return await cases.join(tx, world.romina, case.code, into.code, world.clock())


async def part(world: World, case: Case) -> Case:
    async with transaction(world.pool) as tx:
        return await cases.part(tx, world.romina, case.code, world.clock())


async def of(world: World, case: Case, text: str) -> MessageRow:
    return next(row for row in await world.talk(case) if row.spoken.text == text)


async def a_thread_of_two(world: World) -> Post:
    first = await world.hear("Kein Internet.")
    mias = await world.hear("Bei mir in Kiel auch!", who="mia", parent=first)
    await world.hear("Mia, dir antworten wir auch.", who="hilft", parent=mias, to=("mia",))
    await world.hear("Schon seit gestern.", who="mia", parent=first)
    return first


async def test_who_is_split_off_takes_their_words_and_the_answers_to_them(world: World) -> None:
    first = await a_thread_of_two(world)
    case = await world.only()
    own = await split(world, case, (await of(world, case, "Schon seit gestern.")).spoken.id)
    assert await world.texts(case) == ["Kein Internet."]
    assert await world.texts(own) == [
        "Bei mir in Kiel auch!", "Mia, dir antworten wir auch.", "Schon seit gestern.",
    ]  # fmt: skip
    ottos, mias = await world.cases()
    assert (ottos.participants, mias.participants) == (0, 0)
    assert ottos.waiting_since is not None
    assert mias.waiting_since is not None
    assert (await world.history(own))[:1] == ["case.opened"]
    assert "case.split" in await world.history(case)
    await world.hear("Und jetzt auch kein Telefon.", who="mia", parent=first)
    await world.hear("Bei mir weiterhin nichts.", parent=first)
    assert (await world.texts(mias))[-1] == "Und jetzt auch kein Telefon."
    assert (await world.texts(ottos))[-1] == "Bei mir weiterhin nichts."


async def test_the_answer_to_who_was_split_off_goes_to_them(world: World) -> None:
    await a_thread_of_two(world)
    case = await world.only()
    own = await split(world, case, (await of(world, case, "Schon seit gestern.")).spoken.id)
    await world.reply(own, "Wir schauen nach Kiel.")
    await world.send()
    assert world.network.log[-1][1].to == ("mia",)
    mine = world.network.log[-1][1]
    await world.hear("Danke, das ist nett von euch, aber wann?", who="mia", parent=mine)
    assert len(await world.texts(own)) == 5


async def test_who_was_split_off_and_came_back_too_late_gets_a_case_that_follows(world: World) -> None:
    first = await a_thread_of_two(world)
    case = await world.only()
    own = await split(world, case, (await of(world, case, "Schon seit gestern.")).spoken.id)
    await world.solve(own)
    world.clock.forward(days=15)
    await world.hear("Wieder weg.", who="mia", parent=first)
    new = (await world.cases())[-1]
    assert (new.follows_id, await world.texts(new)) == (own.id, ["Wieder weg."])
    await world.hear("Hallo?", who="mia", parent=first)
    assert await world.texts(new) == ["Wieder weg.", "Hallo?"]
    assert await world.texts(case) == ["Kein Internet."]


async def test_only_what_somebody_else_wrote_can_be_split_off(world: World) -> None:
    await a_thread_of_two(world)
    case = await world.only()
    for text in ("Kein Internet.", "Mia, dir antworten wir auch."):
        with pytest.raises(cases.NothingToSplit):
            await split(world, case, (await of(world, case, text)).spoken.id)
    await world.hear("Ganz anderes", who="jonas")
    other = (await world.cases())[-1]
    with pytest.raises(cases.NoSuchMessage):
        await split(world, other, (await of(world, case, "Schon seit gestern.")).spoken.id)


async def test_splitting_again_after_joining_back_keeps_everything_in_its_place(world: World) -> None:
    await a_thread_of_two(world)
    case = await world.only()
    own = await split(world, case, (await of(world, case, "Schon seit gestern.")).spoken.id)
    await join(world, own, case)
    assert len(await world.texts(case)) == 4
    assert (await world.only()).participants == 1
    again = await split(world, case, (await of(world, case, "Schon seit gestern.")).spoken.id)
    assert len(await world.texts(again)) == 3
    assert await world.texts(case) == ["Kein Internet."]


async def two_cases(world: World) -> tuple[Case, Case]:
    await world.hear("Eins")
    await world.hear("Zwei")
    one, two = await world.cases()
    async with transaction(world.pool) as tx:
        now = world.clock()
        await cases.note(tx, world.romina, two.code, "Notiz zu Zwei", now)
        await cases.save_draft(tx, world.romina, one.code, cases.DraftKind.PUBLIC, "Entwurf eins", 1, now)
        await cases.save_draft(tx, world.romina, two.code, cases.DraftKind.PUBLIC, "Entwurf zwei", 1, now)
    return one, two


async def test_joining_loses_nothing_and_parting_gives_it_back(world: World) -> None:
    one, two = await two_cases(world)
    await world.reply(one, "Zu eins.")
    joined = await join(world, two, one)
    assert await world.texts(joined) == ["Eins", "Zwei", "Zu eins. ^ro"]
    async with world.pool.acquire() as conn:
        assert [note.text for note in await cases.notes(conn, world.romina, joined)] == ["Notiz zu Zwei"]
        draft = (await cases.drafts_of(conn, world.romina, joined))[cases.DraftKind.PUBLIC]
    assert draft.text.split() == ["Entwurf", "zwei"]
    assert (await world.only()).id == one.id
    assert (await world.case(two.code)).id == one.id
    await world.hear("Noch zu zwei", parent="post-2")
    assert len(await world.texts(one)) == 4
    back = await part(world, two)
    assert await world.texts(back) == ["Zwei", "Noch zu zwei"]
    assert await world.texts(one) == ["Eins", "Zu eins. ^ro"]
    async with world.pool.acquire() as conn:
        assert [note.text for note in await cases.notes(conn, world.romina, back)] == ["Notiz zu Zwei"]
        assert await cases.notes(conn, world.romina, one) == []
    ones, twos = await world.cases()
    assert (ones.state, twos.state) == (CaseState.WAITING, CaseState.OPEN)
    assert twos.waiting_since is not None


async def test_drafts_of_both_cases_are_kept(world: World) -> None:
    one, two = await two_cases(world)
    await join(world, two, one)
    async with world.pool.acquire() as conn:
        draft = (await cases.drafts_of(conn, world.romina, one))[cases.DraftKind.PUBLIC]
    assert draft.text == "Entwurf eins\n\nEntwurf zwei"


async def test_a_case_at_rest_that_gets_an_open_one_is_open(world: World) -> None:
    one, two = await two_cases(world)
    await world.solve(one)
    joined = await join(world, two, one)
    assert (joined.state, joined.waiting_since) == (CaseState.OPEN, two.waiting_since)


async def test_a_joined_case_has_its_owner_whoever_had_one(world: World) -> None:
    one, two = await two_cases(world)
    async with transaction(world.pool) as tx:
        await cases.claim(tx, world.kai, two.code, world.clock())
    assert (await join(world, two, one)).owner_id == world.kai.id


async def test_the_customer_of_a_joined_case_is_the_one_it_was_joined_into(world: World) -> None:
    await world.hear("Unser Anschluss!", who="mia")
    await world.hear("Unser Anschluss!", who="otto")
    mias, ottos = await world.cases()
    joined = await join(world, mias, ottos)
    assert (joined.handle_id, joined.participants) == (ottos.handle_id, 1)
    await world.hear("Immer noch.", who="mia", parent="post-1")
    await world.hear("Nummer 4711", who="mia", parent="post-1", visibility=PRIVATE)
    still = await world.case(ottos.code)
    assert still.handle_id == ottos.handle_id
    assert len(await world.texts(still)) == 3


async def test_what_cannot_be_joined_or_parted_says_so(world: World) -> None:
    one, two = await two_cases(world)
    with pytest.raises(cases.SameCase):
        await join(world, one, one)
    joined = await join(world, two, one)
    with pytest.raises(cases.SameCase):
        await join(world, two, joined)
    assert (await part(world, one)).id == one.id
    await part(world, two)
    assert (await part(world, two)).id == two.id


async def test_cases_that_became_one_thread_cannot_be_parted(world: World) -> None:
    question = world.post("otto", "Kein Internet.")
    one = world.post("otto", "Seit heute.", question)
    other = world.post("mia", "Hier auch.", question)
    await world.deliver(one)
    more = world.post("jonas", "Und hier.", other)
    await world.deliver(more)
    first, second = await world.cases()
    await world.deliver(other)
    await world.deliver(question)
    assert len(await world.texts(await world.only())) == 4
    gone = second if (await world.only()).id == first.id else first
    with pytest.raises(cases.NothingToPart):
        await part(world, gone)


async def test_parting_leaves_what_went_elsewhere_meanwhile(world: World) -> None:
    await world.hear("Eins")
    await world.hear("Zwei")
    await world.hear("Drei")
    one, two, three = await world.cases()
    await join(world, two, one)
    await join(world, one, three)
    assert await world.texts(await part(world, two)) == ["Zwei"]
    assert await world.texts(await part(world, one)) == ["Eins"]
    assert await world.texts(three) == ["Drei"]
    await join(world, two, three)
    assert (await part(world, one)).id == one.id
    assert await world.texts(one) == ["Eins"]


async def test_a_thread_that_came_in_two_pieces_keeps_the_piece_somebody_works_on(world: World) -> None:
    root = world.post("otto", "Kein Internet.")
    left = world.post("otto", "Lampe blinkt.", root)
    right = world.post("otto", "Telefon auch.", left)
    await world.deliver(right)
    case = await world.only()
    await world.reply(case, Answer("Wir schauen.", PUBLIC, hold_seconds=0))
    other = world.post("otto", "Hallo?", root)
    await world.deliver(other)
    await world.deliver(root)
    await world.deliver(left)
    assert (await world.only()).id == case.id
    assert (await world.only()).owner_id == world.romina.id
    await world.send()
    assert len(await world.texts(case)) == 5
