"""The week plan: written by leads, read by all, with its gaps."""

from typing import Any

import pytest

from hilft import hours
from hilft.board import Arrivals
from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

WEEK = "2026-W48"


async def lead(office: Office) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'lead' where login = 'romina'")


def shift(agent: str, day: str, start: str, end: str) -> dict[str, str]:
    return {"agent": agent, "day": day, "start": start, "end": end}


async def put(office: Office, *items: dict[str, str], week: str = WEEK) -> Any:
    return await office.client.put("/shifts", params={"week": week}, json={"items": list(items)})


async def plan(office: Office, week: str = WEEK) -> list[tuple[str, str, str, str]]:
    items = (await office.get("/shifts", week=week))["items"]
    return [(each["initials"], each["day"], each["start"], each["end"]) for each in items]


async def test_two_shifts_at_once_change_nothing(office: Office) -> None:
    first = shift("romina", "2026-11-23", "09:00", "17:00")
    assert (await put(office, first)).status_code == 403
    await lead(office)
    kept = (await put(office, first, shift("^ka", "2026-11-29", "22:00", "06:00"))).json()
    assert kept["items"][1]["ends_at"] == "2026-11-30T05:00:00Z"
    assert (kept["week"], kept["zone"]) == (WEEK, "Europe/Berlin")
    before = [("ro", "2026-11-23", "09:00", "17:00"), ("ka", "2026-11-29", "22:00", "06:00")]
    assert await plan(office) == before
    twice = await put(office, first, shift("romina", "2026-11-23", "16:59", "18:00"))
    assert twice.status_code == 409
    assert "Romina" in twice.json()["detail"]
    after_midnight = await put(office, shift("kai", "2026-11-30", "05:00", "09:00"), week="2026-W49")
    assert after_midnight.status_code == 409
    for wrong in (
        shift("nobody", "2026-11-23", "09:00", "17:00"),
        shift("kai", "2026-11-30", "09:00", "17:00"),
        shift("kai", "2026-11-23", "9 Uhr", "17:00"),
        shift("kai", "2026-11-23", "09:00", "09:00"),
        shift("kai", "gestern", "09:00", "17:00"),
    ):
        assert (await put(office, wrong)).status_code == 422
    assert (await put(office, week="2026-W60")).status_code == 422
    assert await plan(office) == before
    touching = await put(office, first, shift("romina", "2026-11-23", "17:00", "18:00"))
    assert touching.status_code == 200
    assert (await put(office)).json()["items"] == []


async def test_a_lead_plans_in_the_page(office: Office, romina: Visitor) -> None:
    page = await romina.page(f"/desk/shifts?week={WEEK}")
    assert 'name="start"' not in page
    form = {
        "week": WEEK, "agent": str(office.kai.id), "on_0": "on", "on_2": "on", "start": "9:00", "end": "17:00",
    }  # fmt: skip
    assert (await romina.post("/desk/shifts", form)).status_code == 403
    await lead(office)
    assert (await romina.post("/desk/shifts", form)).status_code == 303
    assert await plan(office) == [
        ("ka", "2026-11-23", "09:00", "17:00"), ("ka", "2026-11-25", "09:00", "17:00"),
    ]  # fmt: skip
    twice = await romina.post("/desk/shifts", form | {"start": "16:00", "end": "20:00"})
    assert twice.status_code == 409
    assert 'role="alert"' in twice.text
    assert 'value="16:00"' in twice.text
    assert (await romina.post("/desk/shifts", form | {"on_0": "", "on_2": ""})).status_code == 422
    assert (await romina.post("/desk/shifts/copy", {"week": "2026-W49"})).status_code == 303
    assert [each[1] for each in await plan(office, "2026-W49")] == ["2026-11-30", "2026-12-02"]
    assert (await romina.post("/desk/shifts/copy", {"week": "2026-W49"})).status_code == 409
    assert (await romina.post("/desk/shifts/copy", {"week": "2026-W01"})).status_code == 409
    first = (await office.get("/shifts", week=WEEK))["items"][0]["id"]
    assert (await romina.post("/desk/shifts/drop", {"week": WEEK, "shift": first})).status_code == 303
    assert len(await plan(office)) == 1
    assert (await romina.post("/desk/shifts/drop", {"week": WEEK, "shift": first})).status_code == 404
    assert (await romina.get("/desk/shifts?week=bald")).status_code == 422


async def test_hours_with_too_few_are_gaps(office: Office, romina: Visitor) -> None:
    """Thirteen cases come on a Monday from nine to ten; at six an hour that needs three, on average of two weeks two."""
    await lead(office)
    for each in range(13):
        await office.hear("Kein Internet", who=f"kunde{each}")
    office.clock.move(days=8)
    await Arrivals(office.house.pool, office.clock).run()
    weekly = {"mon": [["08:00", "12:00"]]}
    async with transaction(office.house.pool) as tx:
        await hours.put_hours(
            tx, office.brand.id, None, {"zone": "Europe/Berlin", "weekly": weekly}, office.clock()
        )
    await romina.sign_in()  # a session has ended after eight days
    week = "2026-W50"
    found = await office.get("/shifts", week=week)
    assert (found["weeks"], found["per_hour"]) == (2, 6.0)
    gaps = [(g["day"], g["from_hour"], g["to_hour"], g["needed"], g["planned"]) for g in found["gaps"]]
    assert gaps == [("2026-12-07", 8, 9, 1, 0), ("2026-12-07", 9, 10, 2, 0), ("2026-12-07", 10, 12, 1, 0)]
    assert found["gaps"][1]["expected"] == 6.5
    planned = await put(
        office,
        shift("ro", "2026-12-07", "08:00", "12:00"),
        shift("ka", "2026-12-07", "9:30", "10:00"),
        week=week,
    )
    assert [(g["from_hour"], g["planned"]) for g in planned.json()["gaps"]] == [(9, 1.5)]
    page = await romina.page(f"/desk/shifts?week={week}&lang=en")
    assert "1.5 of 2 planned" in page
