"""The card at the top of a case: the problem in the customer's words, what was said and tried, what comes next."""

from datetime import timedelta

import pytest

from hilft import cases, memory
from hilft.cases import Answer, Case
from hilft.db import transaction
from hilft.memory import Brief, Key, Part, Wish
from tests.cases.world import PRIVATE, PUBLIC, World

pytestmark = pytest.mark.anyio


async def brief_of(world: World, case: Case) -> Brief:
    async with transaction(world.pool) as tx:
        return await cases.brief(tx, world.romina, await world.case(case.code), world.clock())


async def test_a_brief_tells_a_case_with_the_source_of_each_line(world: World) -> None:
    post = await world.hear("@hilft Guten Morgen!")
    await world.hear("Seit gestern kein Internet, Fritzbox 7590", parent=post)
    await world.hear("Neu gestartet hab ich schon, Kundennummer 12345678", visibility=PRIVATE)
    case = await world.only()
    async with transaction(world.pool) as tx:
        await cases.note(tx, world.kai, case.code, "Port ist  in Ordnung.", world.clock())
    brief = await brief_of(world, case)
    (problem,) = brief.part(Part.PROBLEM)
    assert problem.value == "Seit gestern kein Internet, Fritzbox 7590"
    messages = await world.talk(case)
    assert problem.source is not None
    assert (problem.source.id, problem.source.by) == (messages[1].id, "Otto")
    said = {line.key: line.value for line in brief.part(Part.SAID)}
    assert said["customer_number"] == "12345678"
    assert said["device"] == "FRITZ!Box 7590"
    assert said["since_when"] == "2026-11-22"
    assert [(line.key, line.value) for line in brief.part(Part.TRIED)] == [("tried_restart", "yes")]
    (found,) = brief.part(Part.FOUND)
    assert found.source is not None
    assert (found.value, found.source.by, found.source.kind) == ("Port ist in Ordnung.", "Kai", "note")
    lines = [line for line in brief.lines if line.part is not Part.NEXT]
    assert all(line.source is not None for line in lines)


async def test_the_next_step_follows_the_case(world: World) -> None:
    await world.hear("Kein Internet")
    case = await world.only()

    async def step() -> tuple[str, str]:
        (line,) = (await brief_of(world, case)).part(Part.NEXT)
        return line.key, line.value

    assert await step() == ("answer", "")
    async with transaction(world.pool) as tx:
        await cases.claim(tx, world.romina, case.code, world.clock())
    assert await step() == ("answer", "Romina")
    await world.reply(case, "Ich sehe nach.")
    assert await step() == ("wait", "Romina")
    async with transaction(world.pool) as tx:
        await cases.snooze(tx, world.romina, case.code, world.clock() + timedelta(hours=4), world.clock())
    assert await step() == ("snoozed", "Romina")
    await world.solve(case)
    assert await step() == ("solved", "Romina")


async def test_what_was_promised_is_told_with_its_time(world: World) -> None:
    await world.hear("Kein Internet")
    case = await world.only()
    due = world.clock() + timedelta(hours=3)
    answer = Answer("Ich melde mich bis Mittag.", PUBLIC, hold_seconds=0)
    replied = await world.reply(case, answer)
    async with transaction(world.pool) as tx:
        await memory.make_promises(
            tx,
            world.romina,
            case.id,
            replied.message_id,
            [Wish("Ich melde mich bis Mittag", due)],
            world.clock(),
        )
    (line,) = (await brief_of(world, case)).part(Part.PROMISED)
    assert (line.key, line.value, line.due_at) == ("open", "Ich melde mich bis Mittag", due)
    assert line.source is not None
    assert (line.source.id, line.source.by) == (replied.message_id, "Romina")


async def test_a_case_without_a_symptom_begins_with_its_first_words(world: World) -> None:
    await world.hear("Wie lange habt ihr " + "eigentlich " * 60 + "offen?")
    (problem,) = (await brief_of(world, await world.only())).part(Part.PROBLEM)
    assert problem.value.startswith("Wie lange habt ihr eigentlich")
    assert problem.value.endswith("eigentlich …")
    assert len(problem.value) < 250


async def test_a_deleted_message_is_in_no_brief(world: World) -> None:
    post = await world.hear("Kein Internet, Fritzbox 7590")
    case = await world.only()
    assert (await brief_of(world, case)).part(Part.PROBLEM)
    world.clock.forward(seconds=5)
    await world.deliver(post, kind="deleted")
    brief = await brief_of(world, case)
    assert [line.part for line in brief.lines] == [Part.NEXT]


async def test_a_call_alone_has_its_problem_from_the_note(world: World) -> None:
    await world.hear("Ruft mich an")
    case = await world.only()
    async with transaction(world.pool) as tx:
        note = await cases.note(
            tx, world.kai, case.code, "Seit Freitag kein Telefon, sagt er.", world.clock()
        )
        await memory.hear_note(tx, case.brand_id, note.id, "phone", world.clock())
    brief = await brief_of(world, case)
    (problem,) = brief.part(Part.PROBLEM)
    assert problem.source is not None
    assert (problem.source.kind, problem.source.channel) == ("note", "phone")
    assert brief.part(Part.FOUND) == []
    assert Key.SYMPTOM in {line.key for line in brief.part(Part.SAID)}
