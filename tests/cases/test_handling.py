"""What agents do with a case: take it, pass it on, park it, call it solved; and what they are told when they cannot."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest

from hilft import cases
from hilft.cases import Case, CaseState, NoSuchCase, View
from hilft.db import Transaction, transaction
from hilft.problems import Problem
from hilft.staff import Agent
from tests.cases.world import PRIVATE, PUBLIC, World, a_key

pytestmark = pytest.mark.anyio

Deed = Callable[[Transaction], Awaitable[object]]


@pytest.fixture
async def case(world: World) -> Case:
    await world.hear("Kein Internet.")
    return await world.only()


async def act(world: World, deed: Deed) -> object:
    async with transaction(world.pool) as tx:
        return await deed(tx)


async def refused(world: World, kind: type[Problem], deed: Deed) -> Problem:
    with pytest.raises(kind) as caught:
        await act(world, deed)
    return caught.value


async def test_of_two_who_claim_at_once_one_wins_and_the_other_sees_who(world: World, case: Case) -> None:
    async def claim(agent: Agent) -> Case | Problem:
        try:
            async with transaction(world.pool) as tx:
                return await cases.claim(tx, agent, case.code, world.clock())
        except Problem as problem:
            return problem

    for _ in range(5):
        answers = await asyncio.gather(claim(world.romina), claim(world.kai), claim(world.romina))
        won = {answer.owner_id for answer in answers if isinstance(answer, Case)}
        (owner,) = won
        name = {world.romina.id: "Romina", world.kai.id: "Kai"}[owner or world.kai.id]
        lost = [answer for answer in answers if isinstance(answer, Problem)]
        assert {(type(each), each.status, each.details["agent"]) for each in lost} == {
            (cases.TakenBy, 409, name)
        }
        await act(world, lambda tx: cases.release(tx, world.romina, case.code, world.clock()))
    assert (await world.case(case.code)).owner_id is None


async def test_claiming_twice_is_told_once(world: World, case: Case) -> None:
    for _ in range(2):
        await act(world, lambda tx: cases.claim(tx, world.romina, case.code, world.clock()))
    assert (await world.history(case)).count("case.claimed") == 1


async def test_a_case_is_handed_over_with_a_word(world: World, case: Case) -> None:
    for to in ("kai", "^ka", " KA "):
        deed = partial(
            cases.hand_over,
            agent=world.romina,
            code=case.code,
            to=to,
            text="Bitte anrufen",
            now=world.clock(),
        )
        given = await act(world, deed)
        assert isinstance(given, Case)
        assert given.owner_id == world.kai.id
    async with world.pool.acquire() as conn:
        notes = await cases.notes(conn, world.kai, case)
    assert [(each.agent_name, each.text) for each in notes] == [("Romina", "Bitte anrufen")] * 3
    assert (await world.history(case))[-2:] == ["note.written", "case.handed_over"]
    problem = await refused(
        world, cases.NoSuchColleague,
        lambda tx: cases.hand_over(tx, world.romina, case.code, "xavier", "", world.clock()),
    )  # fmt: skip
    assert (problem.status, problem.sentence()) == (422, "There is no colleague called xavier.")


async def test_a_note_asked_for_twice_is_written_once(world: World, case: Case) -> None:
    key = a_key()
    for _ in range(3):
        await act(
            world, lambda tx: cases.note(tx, world.romina, case.code, "Router von 2016", world.clock(), key)
        )
    await act(world, lambda tx: cases.note(tx, world.kai, case.code, "Ein anderer", world.clock(), key))
    async with world.pool.acquire() as conn:
        assert [each.text for each in await cases.notes(conn, world.kai, case)] == [
            "Router von 2016", "Ein anderer",
        ]  # fmt: skip
    await refused(
        world, cases.OtherBody,
        lambda tx: cases.note(tx, world.romina, case.code, "Anderes", world.clock(), key),
    )  # fmt: skip
    await refused(
        world, cases.EmptyText, lambda tx: cases.note(tx, world.romina, case.code, " \n", world.clock())
    )
    await refused(
        world,
        cases.NoteTooLong,
        lambda tx: cases.note(tx, world.romina, case.code, "x" * 20_001, world.clock()),
    )


async def test_a_snoozed_case_comes_back_when_its_time_has_come(world: World, case: Case) -> None:
    now = world.clock()
    await refused(world, cases.SnoozeInPast, lambda tx: cases.snooze(tx, world.romina, case.code, now, now))
    tomorrow = now + timedelta(days=1)
    await act(world, lambda tx: cases.snooze(tx, world.romina, case.code, tomorrow, now))
    assert [each.id for each in await world.cases(View.SNOOZED)] == [case.id]
    assert await world.cases(View.OPEN) == []
    await world.chores.wake(world.brand.id)
    assert await world.cases(View.OPEN) == []
    world.clock.forward(days=1)
    await world.chores.wake(world.brand.id)
    (back,) = await world.cases(View.OPEN)
    assert back.queue_at == case.queue_at
    assert (await world.history(case))[-2:] == ["case.snoozed", "case.woken"]


async def test_a_case_at_rest_cannot_be_snoozed_and_says_why(world: World, case: Case) -> None:
    await world.solve(case)
    later = world.clock() + timedelta(days=1)
    problem = await refused(
        world,
        cases.NotInThisState,
        lambda tx: cases.snooze(tx, world.romina, case.code, later, world.clock()),
    )
    assert problem.sentence() == "That is not possible while the case is solved."


async def test_waking_by_hand(world: World, case: Case) -> None:
    later = world.clock() + timedelta(days=1)
    await act(world, lambda tx: cases.snooze(tx, world.romina, case.code, later, world.clock()))
    await act(world, lambda tx: cases.wake(tx, world.romina, case.code, world.clock()))
    assert [each.id for each in await world.cases(View.OPEN)] == [case.id]


async def test_who_solves_a_free_case_owns_it(world: World, case: Case) -> None:
    solved = await world.solve(case)
    assert (solved.state, solved.owner_id, solved.waiting_since) == (CaseState.SOLVED, world.romina.id, None)
    assert (await world.solve(case)).solved_at == solved.solved_at
    assert (await world.history(case)).count("case.solved") == 1


async def test_a_case_opened_again_waits_since_what_was_never_answered(world: World, case: Case) -> None:
    await world.solve(case)
    await act(world, lambda tx: cases.reopen(tx, world.romina, case.code, world.clock()))
    again = await world.only()
    assert (again.state, again.waiting_since) == (CaseState.OPEN, case.waiting_since)
    await world.reply(again, "Erledigt.")
    await world.solve(again)
    await act(world, lambda tx: cases.reopen(tx, world.romina, case.code, world.clock()))
    again = await world.only()
    assert (again.state, again.waiting_since) == (CaseState.OPEN, None)


async def test_a_closed_case_stays_closed_for_the_customer(world: World, case: Case) -> None:
    await act(world, lambda tx: cases.close(tx, world.romina, case.code, world.clock()))
    assert await world.state_of(case) is CaseState.CLOSED
    await world.hear("Hallo?", visibility=PRIVATE)
    assert len(await world.cases()) == 2


async def test_a_code_is_found_however_it_is_written_and_nothing_else_is(world: World, case: Case) -> None:
    for code in (case.code, case.code.lower(), case.written_code, f" {case.written_code.lower()} "):
        assert (await world.case(code)).id == case.id
    wrong = case.code[:-1] + ("A" if case.code[-1] != "A" else "C")
    for code in (wrong, "", "K7Q", "x" * 500, "\0", "' or 1=1 --"):
        with pytest.raises(NoSuchCase):
            await world.case(code)


@pytest.mark.parametrize(
    "verb", ["claim", "release", "wake", "solve", "reopen", "close", "part", "mark_seen"]
)
async def test_another_brands_agent_finds_no_case_by_any_verb(world: World, case: Case, verb: str) -> None:
    stranger = await world.hire("stefan", "st", await world.found("funkhaus"))
    deed = getattr(cases, verb)
    await refused(world, NoSuchCase, lambda tx: deed(tx, stranger, case.code, world.clock()))


async def test_another_brands_agent_finds_no_case_by_what_takes_more(world: World, case: Case) -> None:
    stranger = await world.hire("stefan", "st", await world.found("funkhaus"))
    now, code, later = world.clock(), case.code, world.clock() + timedelta(days=1)
    answer = cases.Answer("Hallo", PUBLIC)
    (row,) = await world.talk(case)
    deeds: list[Deed] = [
        lambda tx: cases.hand_over(tx, stranger, code, "st", "", now),
        lambda tx: cases.note(tx, stranger, code, "x", now),
        lambda tx: cases.snooze(tx, stranger, code, later, now),
        lambda tx: cases.split(tx, stranger, code, row.spoken.id, now),
        lambda tx: cases.join(tx, stranger, code, code, now),
        lambda tx: cases.save_draft(tx, stranger, code, cases.DraftKind.NOTE, "x", 1, now),
        lambda tx: cases.reply(tx, world.switchboard, stranger, code, answer, now),
        lambda tx: cases.add_upload(
            tx, stranger, code, sha256="0" * 64, size=1, content_type="image/png", name="", alt="", now=now
        ),
    ]
    for deed in deeds:
        await refused(world, NoSuchCase, deed)
    assert await world.history(case) == ["case.opened", "message.in"]


async def test_another_brands_agent_sees_nothing(world: World, case: Case) -> None:
    await world.hear("Kein Internet", visibility=PRIVATE)
    stranger = await world.hire("stefan", "st", await world.found("funkhaus"))
    async with world.pool.acquire() as conn:
        for view in View:
            assert (await cases.page(conn, stranger, cases.InboxFilter(view), None)).rows == []
        assert await cases.search(conn, stranger, "Internet") == []
        assert await cases.search(conn, stranger, "@otto") == []
        assert await cases.search(conn, stranger, case.code) == []
        assert await cases.unsettled(conn, stranger, world.clock()) == []
        with pytest.raises(cases.NoSuchMessage):
            await cases.attachment(conn, stranger, uuid.uuid4())
