"""Targets, priority, tags and waiting for others by API; what is wrong is said in a sentence and changes nothing."""

from typing import Any

import httpx
import pytest

from hilft import cases
from hilft.db import transaction
from tests.api.conftest import Office, client_of
from tests.api.test_hours import lead

__all__ = ["lead"]

pytestmark = pytest.mark.anyio

HOUR = {"kind": "first_answer", "minutes": 60, "measure": "wall"}


@pytest.fixture
async def code(office: Office) -> str:
    await office.hear("Seit heute früh kein Internet.")
    (only,) = await office.codes()
    return only


async def put(client: httpx.AsyncClient, *targets: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = await client.put("/targets", json={"items": list(targets)})
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_target_puts_running_cases_on_the_clock(
    office: Office, lead: httpx.AsyncClient, code: str
) -> None:
    assert (await office.get(f"/cases/{code}"))["clocks"] == []
    await put(lead, HOUR)
    async with transaction(office.house.pool) as tx:
        await cases.replan_clocks(tx, office.brand.id, "", office.clock())
    case = await office.get(f"/cases/{code}")
    (clock,) = case["clocks"]
    assert (clock["kind"], clock["state"], clock["mark"], clock["minutes"]) == (
        "first_answer", "running", "", "60",
    )  # fmt: skip
    assert case["due_at"] == clock["due_at"]
    (listed,) = (await office.get("/cases"))["items"]
    assert listed["due_at"] == clock["due_at"]


async def test_only_leads_say_how_long_things_may_take(office: Office) -> None:
    async with client_of(office.house, office.token) as client:
        await put(client, HOUR, status=403)
    assert (await office.get("/targets"))["items"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        [HOUR | {"minutes": 0}],
        [HOUR | {"minutes": -5}],
        [HOUR | {"minutes": 1e9}],
        [HOUR, HOUR],
        [HOUR | {"kind": "smile"}],
        [HOUR | {"tag": "<b>"}],
        [HOUR | {"priority": "huge"}],
        [HOUR | {"warn_percent": 100}],
    ],
)
async def test_wrong_targets_change_nothing(
    office: Office, lead: httpx.AsyncClient, wrong: list[dict[str, Any]]
) -> None:
    await put(lead, HOUR)
    assert (await put(lead, *wrong, status=422))["detail"]
    assert [each["minutes"] for each in (await office.get("/targets"))["items"]] == ["60"]
    unknown = HOUR | {"account": "01a2b3c4-0000-7000-8000-000000000000"}
    await put(lead, unknown, status=404)


async def test_priority_and_tags(office: Office, code: str) -> None:
    done = await office.post(f"/cases/{code}/priority", {"priority": "urgent"})
    assert done["priority"] == "urgent"
    await office.post(f"/cases/{code}/priority", {"priority": "huge"}, status=422)
    done = await office.post(f"/cases/{code}/tags", {"tags": ["#Störung", "störung", "Firma  Nord"]})
    assert done["tags"] == ["firma nord", "störung"]
    await office.post(f"/cases/{code}/tags", {"tags": ["a" * 41]}, status=422)
    await office.post(f"/cases/{code}/tags", {"tags": [f"t{number}" for number in range(21)]}, status=422)
    case = await office.get(f"/cases/{code}")
    assert (case["priority"], case["tags"]) == ("urgent", ["firma nord", "störung"])


async def test_waiting_for_somebody_else(office: Office, code: str) -> None:
    done = await office.post(f"/cases/{code}/wait-for", {"whom": "Techniker Nord"})
    assert (done["state"], done["waiting_for"], done["waiting_since"]) == ("waiting", "Techniker Nord", None)
    await office.post(f"/cases/{code}/wait-for", {"whom": "  "}, status=422)
    await office.post(f"/cases/{code}/solve")
    await office.post(f"/cases/{code}/wait-for", {"whom": "Techniker Nord"}, status=409)
