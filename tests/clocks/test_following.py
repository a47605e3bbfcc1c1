"""Clocks of real cases: started by words, stopped by answers, told of when due; by targets that can change."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from hilft import cases, clocks
from hilft.cases import Case, View
from hilft.channels.testing import Post
from hilft.clocks import Clock, ClockState, Kind, Mark, Measure, Target
from hilft.db import transaction
from hilft.hours import put_hours
from tests.cases.world import World

pytestmark = pytest.mark.anyio

WEEKDAYS = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def target(kind: Kind, minutes: int, measure: Measure = Measure.WALL, priority: str = "") -> Target:
    return Target(uuid.uuid4(), kind, None, "", priority, Decimal(minutes), measure, 75)


def when(post: Post) -> datetime:
    return datetime.fromisoformat(post.at)


async def aim(world: World, *targets: Target) -> None:
    async with transaction(world.pool) as tx:
        await clocks.put_targets(tx, world.brand.id, targets, world.clock())


async def clocks_of(world: World, case: Case) -> dict[Kind, Clock]:
    async with world.pool.acquire() as conn:
        found = await clocks.clocks_of(conn, world.brand.id, case.id)
    return {clock.kind: clock for clock in found}


async def look(world: World, case: Case) -> None:
    """Do what the work loop does when the next instant has come."""
    async with transaction(world.pool) as tx:
        due = await tx.conn.fetch(
            "select payload from jobs where brand_id = $1 and kind = $2 and run_at <= $3",
            world.brand.id, clocks.DUE, world.clock(),
        )  # fmt: skip
        assert len(due) == 1
        await cases.look_at_clocks(tx, world.brand.id, case.id, world.clock())


async def lines(world: World, case: Case) -> Sequence[str]:
    return [kind for kind in await world.history(case) if kind.startswith("clock.")]


async def test_a_brand_without_targets_has_no_clocks(world: World) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    assert await clocks_of(world, case) == {}
    assert (case.risk, case.due_at) == ("", None)


async def test_an_answer_in_time_stops_the_clock_and_everything_is_told(world: World) -> None:
    await aim(world, target(Kind.FIRST_ANSWER, 60), target(Kind.SOLUTION, 600))
    post = await world.hear("Kein Internet.")
    case = await world.only()
    assert case.due_at == when(post) + timedelta(minutes=60)
    world.clock.forward(minutes=30)
    await world.reply(case, "Moin Otto!")
    found = await clocks_of(world, case)
    assert found[Kind.FIRST_ANSWER].state is ClockState.STOPPED
    assert found[Kind.FIRST_ANSWER].mark is Mark.FINE
    assert found[Kind.SOLUTION].state is ClockState.PAUSED
    await world.solve(case)
    assert await lines(world, case) == [
        "clock.started", "clock.started", "clock.stopped", "clock.paused", "clock.stopped",
    ]  # fmt: skip
    assert (await world.case(case.code)).due_at is None


async def test_the_work_loop_tells_what_is_at_risk_and_what_is_broken(world: World) -> None:
    await aim(world, target(Kind.FIRST_ANSWER, 60))
    await world.hear("Kein Internet.")
    case = await world.only()
    assert await world.cases(View.AT_RISK) == []
    for minutes, risk in ((45, "at_risk"), (15, "broken")):
        world.clock.forward(minutes=minutes)
        await look(world, case)
        (shown,) = await world.cases(View.AT_RISK)
        assert shown.risk == risk
    assert await lines(world, case) == ["clock.started", "clock.at_risk", "clock.broken"]
    await world.reply(case, "Entschuldigung, Otto.")
    assert await world.cases(View.AT_RISK) == []
    assert (await clocks_of(world, case))[Kind.FIRST_ANSWER].mark is Mark.BROKEN


async def test_an_answer_written_outside_the_desk_stops_the_clock(world: World) -> None:
    await aim(world, target(Kind.FIRST_ANSWER, 60))
    asked = await world.hear("Kein Internet.")
    case = await world.only()
    world.clock.forward(minutes=10)
    await world.hear("Wir schauen nach!", who="hilft", parent=asked, to=["otto"])
    first = (await clocks_of(world, case))[Kind.FIRST_ANSWER]
    assert (first.state, first.mark) == (ClockState.STOPPED, Mark.FINE)


async def test_business_time_counts_only_while_open(world: World) -> None:
    async with transaction(world.pool) as tx:
        await put_hours(
            tx, world.brand.id, None, {"zone": "UTC", "weekly": WEEKDAYS, "holidays": None}, world.clock()
        )
    await aim(world, target(Kind.FIRST_ANSWER, 60, Measure.BUSINESS))
    world.clock.at = world.clock.at.replace(hour=17, minute=30)  # a Monday, half an hour before closing time
    post = await world.hear("Kein Internet.")
    assert (await world.only()).due_at == when(post).replace(hour=9, minute=30) + timedelta(days=1)


async def test_changed_targets_and_priorities_time_running_clocks_anew(world: World) -> None:
    await aim(world, target(Kind.FIRST_ANSWER, 60))
    post = await world.hear("Kein Internet.")
    case = await world.only()
    await aim(world, target(Kind.FIRST_ANSWER, 30), target(Kind.FIRST_ANSWER, 5, priority="urgent"))
    async with transaction(world.pool) as tx:
        await cases.replan_clocks(tx, world.brand.id, "", world.clock())
    assert (await world.only()).due_at == when(post) + timedelta(minutes=30)
    async with transaction(world.pool) as tx:
        await cases.set_priority(tx, world.romina, case.code, "urgent", world.clock())
    assert (await world.only()).due_at == when(post) + timedelta(minutes=5)


async def test_targets_for_cases_that_were_there_before(world: World) -> None:
    post = await world.hear("Kein Internet.")
    await aim(world, target(Kind.FIRST_ANSWER, 60))
    async with transaction(world.pool) as tx:
        await cases.replan_clocks(tx, world.brand.id, "", world.clock())
    assert (await world.only()).due_at == when(post) + timedelta(minutes=60)


async def test_waiting_for_somebody_else_pauses_and_the_customers_word_goes_on(world: World) -> None:
    await aim(world, target(Kind.SOLUTION, 60))
    asked = await world.hear("Kein Internet.")
    case = await world.only()
    world.clock.forward(minutes=10)
    async with transaction(world.pool) as tx:
        waiting = await cases.wait_for(tx, world.romina, case.code, "Techniker Nord", world.clock())
    assert (waiting.waiting_for, waiting.due_at) == ("Techniker Nord", None)
    world.clock.forward(hours=5)
    post = await world.hear("Und?", parent=asked)
    again = await world.only()
    assert again.waiting_for == ""
    used = timedelta(minutes=10)
    assert again.due_at == when(post) + timedelta(minutes=60) - used


async def test_a_promise_has_a_clock_of_its_own(world: World) -> None:
    await aim(world, target(Kind.CALL_BACK, 30))
    await world.hear("Kein Internet.")
    case, promise = await world.only(), uuid.uuid4()
    due = world.clock() + timedelta(hours=2)
    async with transaction(world.pool) as tx:
        await cases.start_clock(tx, world.brand.id, case.id, Kind.PROMISE, promise, world.clock(), due)
        await cases.start_clock(tx, world.brand.id, case.id, Kind.CALL_BACK, uuid.uuid4(), world.clock())
    assert (await world.only()).due_at == world.clock() + timedelta(minutes=30)
    found = await clocks_of(world, case)
    assert found[Kind.PROMISE].due_at == due
    world.clock.forward(hours=3)
    async with transaction(world.pool) as tx:
        await cases.stop_clock(tx, world.brand.id, case.id, Kind.PROMISE, promise, world.clock())
    found = await clocks_of(world, case)
    assert (found[Kind.PROMISE].state, found[Kind.PROMISE].mark) == (ClockState.STOPPED, Mark.BROKEN)


@pytest.mark.parametrize(
    "wrong",
    [
        [target(Kind.SOLUTION, 0)],
        [target(Kind.SOLUTION, 366 * 24 * 60 + 1)],
        [target(Kind.SOLUTION, 5, priority="huge")],
        [target(Kind.SOLUTION, 5), target(Kind.SOLUTION, 6)],
    ],
)
async def test_wrong_targets_change_nothing(world: World, wrong: list[Target]) -> None:
    await aim(world, target(Kind.FIRST_ANSWER, 60))
    with pytest.raises((clocks.TargetBelowOne, clocks.BadTarget, clocks.SameTargetTwice)):
        await aim(world, *wrong)
    async with world.pool.acquire() as conn:
        assert [each.kind for each in await clocks.targets_of(conn, world.brand.id)] == [Kind.FIRST_ANSWER]
