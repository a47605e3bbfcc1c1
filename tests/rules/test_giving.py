"""Free cases go to those who are here, by least open ones, then to whoever was without longest."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hilft import cases, staff
from hilft.db import transaction
from hilft.ids import AgentId
from hilft.rules import Giving
from hilft.rules.giving import Taker, chosen
from hilft.staff import Agent, Presence
from tests.api.conftest import Office

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
takers = some.lists(
    some.builds(
        Taker,
        some.integers(1, 9).map(lambda number: AgentId(UUID(int=number))),
        some.integers(0, 4),
        some.none() | some.integers(0, 9).map(lambda hours: NOON - timedelta(hours=hours)),
    ),
    unique_by=lambda each: each.id,
)


@given(takers, some.integers(0, 4))
def test_nobody_with_less_or_longer_without_is_passed_over(here: list[Taker], most_open: int) -> None:
    choice = chosen(here, most_open)
    able = [each for each in here if not most_open or each.open < most_open]
    assert (choice is None) == (not able)
    if choice is not None:
        never = datetime.min.replace(tzinfo=UTC)
        taken = choice.taker
        assert all(
            (taken.open, taken.given_at or never) <= (each.open, each.given_at or never) for each in able
        )


async def switch_on(office: Office, **changed: Any) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'lead' where login = 'romina'")
        lead = await staff.agent_by_id(tx.conn, office.brand.id, office.romina.id)
        assert lead is not None
        rules = replace(staff.default_rules("de"), giving=True, **changed)
        await staff.save_presence_rules(tx, lead, rules, office.clock())


async def come(office: Office, agent: Agent, presence: Presence = Presence.HERE) -> None:
    async with transaction(office.house.pool) as tx:
        await staff.set_presence(tx, agent, presence, office.clock())


async def run(office: Office) -> None:
    await Giving(office.house.pool, office.clock).run()


async def owners(office: Office) -> dict[str, int]:
    """Give how many open cases everybody has, by initials; nobody's under the empty name."""
    items = (await office.get("/cases", state="open"))["items"]
    found: dict[str, int] = {}
    for item in items:
        name = item["owner_initials"] or ""
        found[name] = found.get(name, 0) + 1
    return found


async def hear(office: Office, number: int) -> None:
    for each in range(number):
        office.clock.move(seconds=1)
        await office.hear("Kein Internet", who=f"kunde{each}")


pytestmark = pytest.mark.anyio


async def test_nothing_is_given_unless_it_is_switched_on_and_somebody_is_here(office: Office) -> None:
    await hear(office, 2)
    await come(office, office.kai)
    await run(office)
    assert await owners(office) == {"": 2}
    await switch_on(office)
    await come(office, office.kai, Presence.AWAY)
    await run(office)
    assert await owners(office) == {"": 2}
    await come(office, office.kai, Presence.OFF)
    await run(office)
    assert await owners(office) == {"": 2}


async def test_cases_are_spread_and_the_timeline_says_why(office: Office) -> None:
    await switch_on(office)
    await come(office, office.kai)
    await hear(office, 1)
    await run(office)
    await come(office, office.romina)
    await hear(office, 3)
    await run(office)
    assert await owners(office) == {"ka": 2, "ro": 2}
    told = []
    for code in reversed(await office.codes(state="open")):
        line = (await office.get(f"/cases/{code}"))["timeline"][-1]
        assert line["kind"] == "case.given"
        told.append((line["refs"]["why"], line["refs"]["had_open"]))
    assert sorted(told) == [("fewest", 0), ("fewest", 1), ("longest", 1), ("only", 0)]


async def test_whoever_has_enough_is_given_no_more(office: Office) -> None:
    await switch_on(office, most_open=2)
    await come(office, office.kai)
    await hear(office, 3)
    await run(office)
    assert await owners(office) == {"ka": 2, "": 1}


async def test_several_processes_give_each_case_once(office: Office) -> None:
    await switch_on(office)
    await come(office, office.kai)
    await come(office, office.romina)
    await hear(office, 6)
    await asyncio.gather(*(run(office) for _ in range(3)))
    assert "" not in await owners(office)
    for code in await office.codes(state="open"):
        kinds = [line["kind"] for line in (await office.get(f"/cases/{code}"))["timeline"]]
        assert kinds.count("case.given") == 1


async def test_what_somebody_took_is_left_with_them(office: Office) -> None:
    await hear(office, 1)
    (code,) = await office.codes(state="open")
    case_id = await office.case_id(code)
    await office.post(f"/cases/{code}/claim")
    async with transaction(office.house.pool) as tx:
        given_to = await cases.give(tx, office.brand.id, case_id, office.kai.id, "only", 0, office.clock())
    assert given_to is None
    assert await owners(office) == {"ro": 1}
