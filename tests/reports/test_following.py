"""Figures are kept as things happen, each thing once, in whatever order it is committed; a rebuild says the same."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from hilft import cases, ratings, reports
from hilft.accounts import brands
from hilft.cases import Answer
from hilft.db import transaction
from hilft.hours import put_hours
from hilft.memory import Wish as Promise
from hilft.ratings import Verdict, Via
from hilft.reports import (
    AskedTwice,
    Backlog,
    Counting,
    Durations,
    Figure,
    FirstContact,
    Heatmap,
    NewSolved,
    Promises,
    Reopened,
    Report,
    Satisfaction,
    Told,
    Wish,
)
from hilft.timeline import Subject, append
from tests.cases.world import PRIVATE, World

pytestmark = pytest.mark.anyio

WEEKDAYS = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


async def told(world: World, figure: Figure, **wish: str) -> Any:
    return (await report(world, figure, **wish)).total


async def report(world: World, figure: Figure, **wish: str) -> Report:
    async with transaction(world.pool) as tx:
        return await reports.report(tx, world.romina, world.brand, figure, Wish(**wish), world.clock())


async def rows(world: World, edition: int) -> list[tuple[Any, ...]]:
    """Give every row of sums of an edition, the oldest edition being 0."""
    async with world.pool.acquire() as conn:
        found = await conn.fetch(
            "select series, dimension, grain, day, key, buckets, counts, total from report_sums"
            " where edition_id = (select id from report_editions order by id offset $1 limit 1)"
            " order by series, dimension, grain, day, key",
            edition,
        )
    return [tuple(row) for row in found]


async def same_when_rebuilt(world: World) -> None:
    counting = Counting(world.pool, world.clock)
    await counting.follow(world.brand)
    kept = await rows(world, 0)
    assert kept
    await counting.rebuild(world.brand)
    assert await rows(world, 0) == kept


async def test_a_first_answer_is_measured_in_business_and_wall_time(world: World) -> None:
    async with transaction(world.pool) as tx:
        await put_hours(
            tx, world.brand.id, None, {"zone": "Europe/Berlin", "weekly": WEEKDAYS}, world.clock()
        )
    world.clock.at = datetime.fromisoformat("2026-11-23T16:30:00+00:00")
    post = await world.hear("Kein Internet.")
    await world.hear("Immer noch nicht.", parent=post)
    world.clock.at = datetime.fromisoformat("2026-11-24T08:30:00+00:00")
    await world.reply(await world.only(), "Moin Otto!")
    found: Durations = await told(world, Figure.FIRST_ANSWER)
    assert found.count == 1
    assert found.wall.median == pytest.approx(16 * 3600, rel=0.02)
    assert found.business.median == pytest.approx(60 * 60, rel=0.02)
    assert (await told(world, Figure.FIRST_ANSWER, end="2026-11-23")).count == 0
    assert (await told(world, Figure.NEXT_ANSWER)).count == 0
    await same_when_rebuilt(world)


async def test_what_is_no_answer_does_not_count(world: World) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    async with transaction(world.pool) as tx:
        held = Answer("Moment", PRIVATE, hold_seconds=60)
        replied = await cases.reply(tx, world.switchboard, world.romina, case.code, held, world.clock())
    assert (await told(world, Figure.FIRST_ANSWER)).count == 1
    async with transaction(world.pool) as tx:
        await cases.undo_answer(tx, world.romina, replied.delivery_id, world.clock())
    assert (await told(world, Figure.FIRST_ANSWER)).count == 0
    await same_when_rebuilt(world)


async def test_an_answer_outside_the_desk_counts_from_when_it_was_written(world: World) -> None:
    post = await world.hear("Kein Internet.")
    world.clock.forward(minutes=10)
    await world.hear("Moin, wir schauen.", who="hilft", parent=post, to=("otto",))
    found: Durations = await told(world, Figure.FIRST_ANSWER)
    assert found.count == 1
    assert found.wall.median == pytest.approx(601, rel=0.02)
    by = await report(world, Figure.FIRST_ANSWER, by="agent")
    assert [group.key for group in by.groups] == []
    await same_when_rebuilt(world)


async def test_a_case_from_beginning_to_end(world: World) -> None:
    post = await world.hear("Kein Internet.")
    case = await world.only()
    world.clock.forward(minutes=5)
    await world.reply(case, "Moin!")
    world.clock.forward(hours=10)
    await world.hear("Geht immer noch nicht.", parent=post)
    world.clock.forward(minutes=20)
    await world.reply(case, "Jetzt?")
    await world.solve(case)
    assert await told(world, Figure.NEW_SOLVED) == NewSolved(1, 1, 0)
    assert await told(world, Figure.FIRST_CONTACT) == FirstContact(1, 0)
    assert (await told(world, Figure.NEXT_ANSWER)).wall.median == pytest.approx(1201, rel=0.02)
    assert (await told(world, Figure.SOLUTION)).wall.median == pytest.approx(301 + 1201, rel=0.02)
    world.clock.forward(days=1)
    await world.hear("Wieder weg!", parent=post)
    assert await told(world, Figure.NEW_SOLVED) == NewSolved(1, 1, 1)
    assert await told(world, Figure.BACKLOG) == Backlog(1, 1, 1, 1)
    assert await told(world, Figure.REOPENED) == Reopened(1, 1)
    assert (await told(world, Figure.SOLUTION)).count == 0
    assert await told(world, Figure.BACKLOG, end="2026-11-23") == Backlog(0, 1, 1, 0)
    await world.reply(case, "Techniker kommt.")
    await world.solve(case)
    assert await told(world, Figure.REOPENED) == Reopened(2, 1)
    assert (await told(world, Figure.SOLUTION)).count == 1
    await same_when_rebuilt(world)


async def test_once_was_enough_and_thanks_changes_nothing(world: World) -> None:
    post = await world.hear("Kein Internet.")
    case = await world.only()
    await world.reply(case, "Router bitte neu starten.")
    await world.solve(case)
    await world.hear("Danke!", parent=post)
    assert await told(world, Figure.FIRST_CONTACT) == FirstContact(1, 1)
    assert (await told(world, Figure.FIRST_CONTACT)).rate == 1.0
    found: Heatmap = await told(world, Figure.HEATMAP)
    assert sum(map(sum, found.messages)) == sum(map(sum, found.cases)) == 1
    assert found.messages[0][9] == 1  # Monday, 8:00 UTC is nine in Berlin
    await same_when_rebuilt(world)


async def test_a_question_that_was_taken_back_counts_nowhere(world: World) -> None:
    post = await world.hear("Kein Internet.")
    await world.reply(await world.only(), "Moin!")
    assert await told(world, Figure.NEW_SOLVED) == NewSolved(1, 0, 0)
    await world.deliver(post, kind="deleted")
    assert await told(world, Figure.NEW_SOLVED) == NewSolved(0, 0, 0)
    assert (await told(world, Figure.FIRST_ANSWER)).count == 0
    assert await told(world, Figure.ASKED_TWICE) == AskedTwice(0, 0)


async def test_joined_cases_are_one_and_parted_ones_two(world: World) -> None:
    await world.hear("Kein Internet.")
    await world.hear("Und das Telefon geht auch nicht.")
    one, other = await world.cases()
    await world.reply(one, "Moin!")
    assert (await told(world, Figure.NEW_SOLVED)).new == 2
    async with transaction(world.pool) as tx:
        await cases.join(tx, world.romina, other.code, one.code, world.clock())
    assert (await told(world, Figure.NEW_SOLVED)).new == 1
    assert (await told(world, Figure.BACKLOG)).backlog == 1
    await same_when_rebuilt(world)
    async with transaction(world.pool) as tx:
        await cases.part(tx, world.romina, other.code, world.clock())
    assert await told(world, Figure.NEW_SOLVED) == NewSolved(2, 0, 0)
    await same_when_rebuilt(world)


async def test_a_solved_case_that_takes_a_waiting_one_up_is_back(world: World) -> None:
    await world.hear("Kein Internet.")
    await world.hear("Und das Telefon geht auch nicht.")
    one, other = await world.cases()
    await world.reply(one, "Moin!")
    await world.solve(one)
    async with transaction(world.pool) as tx:
        await cases.join(tx, world.romina, other.code, one.code, world.clock())
    assert await told(world, Figure.BACKLOG) == Backlog(1, 1, 1, 1)
    assert await told(world, Figure.REOPENED) == Reopened(1, 0)
    await same_when_rebuilt(world)


async def test_words_that_arrive_late_move_the_beginning(world: World) -> None:
    early = world.post("otto", "Kein Internet.")
    world.clock.forward(minutes=30)
    await world.hear("Hallo?", parent=early)
    await world.reply(await world.only(), "Moin!")
    assert (await told(world, Figure.FIRST_ANSWER)).wall.median <= 2
    await world.deliver(early)
    assert (await told(world, Figure.FIRST_ANSWER)).wall.median == pytest.approx(1802, rel=0.02)
    await same_when_rebuilt(world)


async def test_a_line_that_is_committed_late_is_not_missed(world: World) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    counting = Counting(world.pool, world.clock)
    await counting.follow(world.brand)
    async with world.pool.acquire() as slow:
        late = slow.transaction()
        await late.start()
        await slow.execute("update cases set tags = '{funk}'")
        await append(slow, world.brand.id, Subject.CASE, case.id, "case.tagged", world.clock())
        async with transaction(world.pool) as tx:  # a younger transaction that is committed first
            await append(tx.conn, world.brand.id, Subject.CASE, case.id, "note.written", world.clock())
        await counting.follow(world.brand)
        assert await tags(world) == [""]
        await late.commit()
    await counting.follow(world.brand)
    assert await tags(world) == ["funk"]
    await same_when_rebuilt(world)


async def tags(world: World) -> list[str]:
    return [group.key for group in (await report(world, Figure.NEW_SOLVED, by="tag")).groups]


async def test_twice_is_once(world: World) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    counting = Counting(world.pool, world.clock)
    for _ in range(3):
        async with transaction(world.pool) as tx:
            await append(tx.conn, world.brand.id, Subject.CASE, case.id, "note.written", world.clock())
        await counting.follow(world.brand)
    assert (await told(world, Figure.NEW_SOLVED)).new == 1


async def test_promises_and_what_was_asked_twice(world: World) -> None:
    await world.hear("Kein Internet, meine Kundennummer ist 4711-0815.")
    case = await world.only()
    due = world.clock() + timedelta(hours=2)
    promise = Promise("Ich melde mich", due)
    answer = Answer("Ich melde mich bis zehn. Wie ist Ihre Kundennummer?", PRIVATE, promises=(promise,))
    await world.reply(case, answer)
    found: Promises = await told(world, Figure.PROMISES)
    assert (found.made, found.open, found.rate) == (1, 1, None)
    asked: AskedTwice = await told(world, Figure.ASKED_TWICE)
    assert asked.answers == 1
    async with world.pool.acquire() as conn:
        assert asked.asked_twice == await conn.fetchval("select count(*) from asked_events")
    await same_when_rebuilt(world)


async def test_figures_by_everything(world: World) -> None:
    post = await world.hear("Kein Internet.")
    case = await world.only()
    await world.reply(case, "Moin!")
    await world.hear("Und nun?", parent=post)
    async with transaction(world.pool) as tx:
        await cases.set_tags(tx, world.romina, case.code, ["Funk", "Störung"], world.clock())
    by_tag = await report(world, Figure.FIRST_ANSWER, by="tag")
    assert [(each.key, count(each.told)) for each in by_tag.groups] == [("funk", 1), ("störung", 1)]
    by_account = await report(world, Figure.FIRST_ANSWER, by="account")
    assert [each.name for each in by_account.groups] == [world.service.handle]
    by_agent = await report(world, Figure.FIRST_ANSWER, by="agent")
    assert [each.name for each in by_agent.groups] == ["Romina"]
    by_day = await report(world, Figure.BACKLOG, by="day", start="2026-11-22", end="2026-11-24")
    assert [(each.key, each.told) for each in by_day.groups] == [
        ("2026-11-22", Backlog(0, 0, 0, 0)),
        ("2026-11-23", Backlog(1, 1, 0, 0)),
        ("2026-11-24", Backlog(1, 0, 0, 0)),
    ]
    by_month = await report(world, Figure.NEW_SOLVED, by="month", start="2026-10-15", end="2026-11-24")
    assert [each.key for each in by_month.groups] == ["2026-10", "2026-11"]
    await same_when_rebuilt(world)


def count(told: Told) -> int:
    assert isinstance(told, Durations)
    return told.count


async def test_agents_see_only_themselves_by_agent(world: World) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    await world.reply(case, "Moin!", agent=world.kai)
    assert (await report(world, Figure.FIRST_ANSWER, by="agent")).groups == ()
    async with transaction(world.pool) as tx:
        found = await reports.report(
            tx, world.kai, world.brand, Figure.FIRST_ANSWER, Wish(by="agent"), world.clock()
        )
    assert [each.name for each in found.groups] == ["Kai"]


async def test_what_customers_said_counts_for_whose_case_it_was(world: World) -> None:
    for who, verdict in (("otto", Verdict.GOOD), ("mia", Verdict.BAD), ("jonas", None)):
        await world.hear("Kein Internet.", who=who)
        [case] = [each for each in await world.cases() if each.state.value == "open"]
        await world.solve(case)
        if verdict is not None:
            async with transaction(world.pool) as tx:
                await ratings.rate(tx, world.brand.id, case.id, verdict, Via.STATUS, world.clock())
    assert await told(world, Figure.SATISFACTION) == Satisfaction(good=1, bad=1)
    assert (await told(world, Figure.SATISFACTION)).rate == 0.5
    groups = (await report(world, Figure.SATISFACTION, by="agent")).groups
    assert [(each.name, each.told) for each in groups] == [("Romina", Satisfaction(1, 1))]
    await same_when_rebuilt(world)


async def test_words_that_turn_out_to_be_for_us_count(world: World) -> None:
    root = await world.hear("Kein Internet.", who="mia")
    ours = world.post("hilft", "Moin Mia!", root, to=("mia",))
    await world.hear("Hier auch nicht.", parent=ours, to=("mia",))
    assert await questions(world) == 1
    await world.deliver(ours)
    assert await questions(world) == 2
    await same_when_rebuilt(world)


async def questions(world: World) -> int:
    found: Heatmap = await told(world, Figure.HEATMAP)
    return sum(map(sum, found.messages))


async def test_hours_of_the_past_that_change_are_counted_anew(world: World) -> None:
    counting = Counting(world.pool, world.clock)
    await world.hear("Kein Internet.")
    world.clock.forward(hours=4)
    await world.reply(await world.only(), "Moin!")
    await counting.follow(world.brand)
    await counting.look_at_hours()
    before = await rows(world, 0)
    weekly = WEEKDAYS | {"mon": [["11:00", "18:00"]]}
    world.clock.forward(days=1)
    async with transaction(world.pool) as tx:
        await put_hours(tx, world.brand.id, None, hours_from(weekly, "2027-01-01"), world.clock())
    await counting.look_at_hours()
    assert await rows(world, 0) == before
    async with transaction(world.pool) as tx:
        await put_hours(tx, world.brand.id, None, hours_from(weekly, None), world.clock())
    await counting.look_at_hours()
    found: Durations = await told(world, Figure.FIRST_ANSWER)
    assert found.business.median == pytest.approx(2 * 3600, rel=0.02)
    assert found.wall.median == pytest.approx(4 * 3600, rel=0.02)


def hours_from(weekly: dict[str, list[list[str]]], day: str | None) -> dict[str, Any]:
    return {"zone": "Europe/Berlin", "weekly": weekly, "valid_from": day}


async def test_data_from_another_server_are_counted_anew(world: World) -> None:
    await world.hear("Kein Internet.")
    counting = Counting(world.pool, world.clock)
    await counting.follow(world.brand)
    async with world.pool.acquire() as conn:
        await conn.execute("update report_editions set seen = '999999999:999999999:'")
    await world.hear("Hier auch.", who="mia")
    assert (await told(world, Figure.NEW_SOLVED)).new == 1
    await counting.follow(world.brand)
    assert (await told(world, Figure.NEW_SOLVED)).new == 2
    await same_when_rebuilt(world)


async def test_another_zone_is_counted_anew(world: World) -> None:
    world.clock.at = datetime.fromisoformat("2026-11-23T23:30:00+00:00")
    await world.hear("Kein Internet.")
    found: Heatmap = await told(world, Figure.HEATMAP)
    assert found.messages[1][0] == 1  # half past midnight of Tuesday in Berlin
    async with transaction(world.pool) as tx:
        await tx.conn.execute("update brands set zone = 'America/New_York'")
        (brand,) = await brands(tx.conn)
    await Counting(world.pool, world.clock).follow(brand)
    world.brand = brand
    elsewhere: Heatmap = await told(world, Figure.HEATMAP)
    assert elsewhere.messages[0][18] == 1
