"""Every hint that something is known is counted, and the rate told from it."""

from datetime import UTC, datetime, timedelta

import pytest

from hilft import memory
from hilft.cases import Case
from hilft.db import transaction
from hilft.ids import MessageId
from hilft.memory import AskedBy, AskedRate, Key, Outcome
from hilft.staff import Agent
from tests.cases.world import START, World

WEEK = timedelta(days=7)
pytestmark = pytest.mark.anyio


async def note(
    world: World, case: Case, agent: Agent, key: Key, outcome: Outcome, message_id: MessageId | None = None, reason: str = ""
) -> None:  # fmt: skip
    async with transaction(world.pool) as tx:
        await memory.note_asked(
            tx, world.brand.id, case.id, world.service.id, agent.id, key, outcome, world.clock(),
            message_id=message_id, reason=reason,
        )  # fmt: skip


async def rates(world: World, by: AskedBy, **teams: str) -> list[AskedRate]:
    agents = {"romina": world.romina, "kai": world.kai}
    async with world.pool.acquire() as conn:
        return await memory.asked_rates(
            conn, world.brand.id, START, START + 4 * WEEK, by, zone="Europe/Berlin",
            teams={agents[name].id: team for name, team in teams.items()},
        )  # fmt: skip


async def told(world: World) -> None:
    """Three answers by Romina, one by Kai a week later; one asks two known things, one asks on purpose."""
    await world.hear("Kein Internet seit Montag.")
    case = await world.only()
    first = (await world.reply(case, "Welcher Router? Welche Kundennummer?")).message_id
    await note(world, case, world.romina, Key.DEVICE, Outcome.SENT, first)
    await note(world, case, world.romina, Key.CUSTOMER_NUMBER, Outcome.SENT, first)
    await note(world, case, world.romina, Key.SYMPTOM, Outcome.TAKEN)
    await world.reply(case, "Danke!")
    await world.reply(case, "Ich messe die Leitung.")
    world.clock.forward(days=7)
    again = (await world.reply(case, "Bitte noch einmal neu starten.", world.kai)).message_id
    await note(world, case, world.kai, Key.TRIED_RESTART, Outcome.ON_PURPOSE, again, "Ich messe dabei.")


async def test_rates_by_agent_team_channel_and_week(world: World) -> None:
    await told(world)
    by_agent = {row.group: row for row in await rates(world, AskedBy.AGENT)}
    romina, kai = by_agent[str(world.romina.id)], by_agent[str(world.kai.id)]
    assert (romina.answers, romina.again, romina.sent, romina.taken, romina.rate) == (3, 1, 2, 1, 1 / 3)
    assert (kai.answers, kai.again, kai.on_purpose, kai.rate) == (1, 1, 1, 1.0)

    assert [
        (row.group, row.answers) for row in await rates(world, AskedBy.TEAM, romina="Kiel", kai="Kiel")
    ] == [("Kiel", 4)]
    assert [(row.group, row.answers, row.again) for row in await rates(world, AskedBy.CHANNEL)] == [
        ("fake", 4, 2)
    ]
    assert [(row.group, row.again) for row in await rates(world, AskedBy.WEEK)] == [
        ("2026-11-23", 1),
        ("2026-11-30", 1),
    ]


async def test_the_same_answer_is_counted_once_per_key(world: World) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    sent = (await world.reply(case, "Welcher Router?")).message_id
    for _ in range(3):
        await note(world, case, world.romina, Key.DEVICE, Outcome.SENT, sent)
    assert [row.sent for row in await rates(world, AskedBy.CHANNEL)] == [1]


async def test_on_purpose_wants_a_reason(world: World) -> None:
    await world.hear("Kein Internet.")
    with pytest.raises(memory.NoReason):
        await note(world, await world.only(), world.romina, Key.DEVICE, Outcome.ON_PURPOSE, reason="  ")
    assert await rates(world, AskedBy.AGENT) == []


async def test_another_brand_sees_nothing_of_it(world: World) -> None:
    await told(world)
    other = await world.found("nordnetz")
    async with world.pool.acquire() as conn:
        assert not await memory.asked_rates(
            conn, other.id, START, datetime.max.replace(tzinfo=UTC), AskedBy.WEEK
        )
