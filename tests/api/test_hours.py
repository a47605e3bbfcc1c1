"""Opening hours by API: what was put is what the next question knows."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from hilft import staff
from hilft.db import transaction
from hilft.staff import Role
from tests.api.conftest import EIGHT, Office, client_of, found_brand, hire

pytestmark = pytest.mark.anyio

WEEK = {day: [["09:00", "12:30"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "weekly": WEEK,
    "holidays": "DE-BY",
    "half_day_ends": {"12-24": "14:00"},
    "exceptions": {"2026-12-31": []},
}


@pytest.fixture
async def lead(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    async with transaction(office.house.pool) as tx:
        agent = await staff.add_agent(
            tx, office.brand.id, login="hauke", name="Hauke", initials="ha", role=Role.LEAD,
            password="Deichgraf-17", now=EIGHT,
        )  # fmt: skip
        token = await staff.create_token(tx, agent, "test", EIGHT)
    async with client_of(office.house, token) as client:
        yield client


async def put(client: httpx.AsyncClient, document: object, **query: str) -> httpx.Response:
    return await client.put("/hours", json=document, params=query)


async def test_without_hours_it_is_always_open(office: Office) -> None:
    assert await office.get("/hours") == {"open": True, "until": None, "next_open": None}


async def test_a_put_is_seen_by_the_next_get(office: Office, lead: httpx.AsyncClient) -> None:
    answer = await put(lead, HOURS)
    assert answer.status_code == 200, answer.text
    assert answer.json()["weekly"]["sat"] == []
    assert await office.get("/hours", at="2026-12-24T11:00:00Z") == {
        "open": True, "until": "2026-12-24T11:30:00Z", "next_open": "2026-12-24T12:30:00Z",
    }  # fmt: skip
    office.clock.move(hours=3, minutes=30)
    assert await office.get("/hours", at="") == {
        "open": False,
        "until": None,
        "next_open": "2026-11-23T12:30:00Z",
    }
    await put(lead, HOURS | {"weekly": {"sun": [["10:00", "11:00"]]}})
    assert (await office.get("/hours", at="2026-12-24T11:00:00+01:00"))["next_open"] == "2026-12-27T09:00:00Z"


async def test_minutes_are_exact(office: Office, lead: httpx.AsyncClient) -> None:
    await put(lead, HOURS)

    async def minutes(start: str, end: str) -> Decimal:
        query = {"from": start, "to": end}
        answer = await office.client.get("/hours/business-minutes", params=query)
        found = answer.json()["minutes"]
        assert isinstance(found, int | float), answer.text
        return Decimal(str(found))

    assert await minutes("2026-12-23T00:00:00Z", "2027-01-01T00:00:00Z") == 480 + 240 + 3 * 480
    assert await minutes("2026-12-23T08:00:00.300Z", "2026-12-23T08:00:06.600Z") == Decimal("0.105")
    assert await minutes("2026-12-23T08:00:00Z", "2026-12-23T08:00:00Z") == 0


async def test_adding_minutes(office: Office, lead: httpx.AsyncClient) -> None:
    await put(lead, HOURS)
    query = {"from": "2026-11-20T16:00:00+01:00", "minutes": "120"}
    assert await office.get("/hours/add", **query) == {"instant": "2026-11-20T17:00:00Z"}
    assert await office.get("/hours/add", **query | {"minutes": "120.25"}) == {
        "instant": "2026-11-23T08:00:15Z"
    }
    assert await office.get("/hours/add", **query | {"minutes": "0"}) == {"instant": "2026-11-20T15:00:00Z"}


async def test_an_account_overrides_its_brand(office: Office, lead: httpx.AsyncClient) -> None:
    await put(lead, HOURS)
    sunday = {"at": "2026-11-22T12:00:00Z"}
    assert not (await office.get("/hours", account="wattkabel_hilft", **sunday))["open"]
    mine = {"zone": "Europe/Berlin", "weekly": {"sun": [["10:00", "14:00"]]}, "holidays": None}
    assert (await put(lead, mine, account="wattkabel_hilft")).status_code == 200
    assert (await office.get("/hours", account="wattkabel_hilft", **sunday))["open"]
    assert (await office.get("/hours", account="wattkabel_hilft@town.test", **sunday))["open"]
    assert not (await office.get("/hours", account="", **sunday))["open"]
    for path in ("/hours?account=nobody", "/hours?account=%00"):
        answer = await office.client.get(path)
        assert answer.status_code == 404
        assert "account" in answer.json()["detail"]
    assert (await put(lead, mine, account="nobody")).status_code == 404


async def test_new_hours_from_a_date_leave_the_old_ones(office: Office, lead: httpx.AsyncClient) -> None:
    await put(lead, HOURS)
    await put(
        lead, {"zone": "Europe/Berlin", "weekly": {"sat": [["10:00", "14:00"]]}, "valid_from": "2027-01-01"}
    )
    assert (await office.get("/hours", at="2026-11-23T09:00:00Z"))["open"]
    assert (await office.get("/hours", at="2026-12-31T09:00:00Z"))["next_open"] == "2027-01-02T09:00:00Z"
    found = (await office.get("/hours/versions"))["items"]
    assert [each["valid_from"] for each in found] == [None, "2027-01-01"]
    await put(lead, HOURS)
    assert len((await office.get("/hours/versions"))["items"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Base"},
        {"zone": 7},
        {"holidays": "DE-XX"},
        {"weekly": {"mon": [["09:00", "09:00"]]}},
        {"weekly": {"mon": [["9", "10"]]}},
        {"weekly": {"mon": ["09:00"]}},
        {"weekly": {}, "exceptions": {}},
        {"half_day_ends": {"24.12.": "14:00"}},
        {"exceptions": {"heute": []}},
        {"surprise": 1},
    ],
)
async def test_what_cannot_be_changes_nothing(
    office: Office, lead: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    await put(lead, HOURS)
    before = await office.get("/hours/versions")
    answer = await put(lead, HOURS | wrong)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert await office.get("/hours/versions") == before


async def test_half_a_character_is_no_time(lead: httpx.AsyncClient) -> None:
    body = rb'{"zone": "UTC", "weekly": {"mon": [["\ud800", "10:00"]]}}'
    answer = await lead.put("/hours", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


async def test_only_leads_write_hours_down(office: Office) -> None:
    answer = await put(office.client, HOURS)
    assert answer.status_code == 403
    assert "lead" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/hours", {"at": "2026-11-23T09:00:00"}),
        ("/hours", {"at": "gestern"}),
        ("/hours", {"at": "9999-01-01T00:00:00Z"}),
        ("/hours/business-minutes", {"from": "2026-11-23T09:00:00Z"}),
        ("/hours/business-minutes", {"from": "2026-11-23T09:00:00Z", "to": "2026-11-22T09:00:00Z"}),
        ("/hours/add", {"from": "2026-11-23T09:00:00Z", "minutes": "-1"}),
        ("/hours/add", {"from": "2026-11-23T09:00:00Z", "minutes": "viele"}),
        ("/hours/add", {"from": "2026-11-23T09:00:00Z"}),
    ],
)
async def test_a_question_without_sense_gets_a_sentence(
    office: Office, path: str, query: dict[str, str]
) -> None:
    answer = await office.client.get(path, params=query)
    assert answer.status_code == 422
    assert answer.json()["detail"]


async def test_brands_have_their_own_hours(office: Office, lead: httpx.AsyncClient) -> None:
    other = await found_brand(office.house.pool, "deichnetz")
    _, token = await hire(office.house.pool, other, "romina", "ro")
    await put(lead, HOURS)
    async with client_of(office.house, token) as client:
        answer = await client.get("/hours", params={"at": "2026-11-22T12:00:00Z"})
        assert answer.json()["open"] is True
        assert (await client.get("/hours", params={"account": "wattkabel_hilft"})).status_code == 404
