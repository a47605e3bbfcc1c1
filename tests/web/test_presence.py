"""Who is here: said, seen by what they do, shown to customers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hilft import staff
from hilft.app.work import _idle
from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


async def how(office: Office, login: str = "romina") -> dict[str, Any]:
    items = (await office.get("/presence"))["items"]
    found: dict[str, Any] = next(each for each in items if each["login"] == login)
    return found


async def lead(office: Office) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'lead' where login = 'romina'")


async def test_a_reason_is_one_of_the_brands(office: Office, romina: Visitor) -> None:
    page = await romina.page("/desk/presence?lang=en")
    assert 'value="Pause"' in page
    form = {"presence": "away", "reason": "Pause", "go": "presence"}
    answer = await romina.post("/desk/presence", form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/presence")
    now = await how(office)
    assert (now["presence"], now["reason"], now["by_itself"]) == ("away", "Pause", False)
    assert "away: Pause" in await romina.page("/desk/presence")
    wrong = await romina.ask("/desk/presence", form | {"reason": "Angeln"})
    assert wrong.status_code == 422
    assert "Angeln" in wrong.json()["sentence"]
    assert (await how(office))["reason"] == "Pause"


async def test_by_api(office: Office) -> None:
    async def put(body: object) -> Any:
        return await office.client.put("/presence", json=body)

    assert (await put({"presence": "away", "reason": "Besprechung"})).json()["reason"] == "Besprechung"
    assert (await put({"presence": "here"})).json()["presence"] == "here"
    assert (await put({"presence": "here", "reason": "Pause"})).status_code == 422
    assert (await put({"presence": "asleep"})).status_code == 422
    assert (await put({"presence": "off"})).json()["reason"] == ""
    assert (await office.client.put("/presence/rules", json={"reasons": []})).status_code == 403
    await lead(office)
    rules = {
        "away_after_minutes": 10, "reasons": ["Kaffee ", "Kaffee"], "routing": True, "most_open": 5, "per_hour": 4.5,
    }  # fmt: skip
    kept = (await office.client.put("/presence/rules", json=rules)).json()
    assert kept == rules | {"reasons": ["Kaffee"]}
    assert await office.get("/presence/rules") == kept
    for wrong in ({"reasons": [""]}, {"away_after_minutes": -1}, {"per_hour": 0}, {"most_open": 1001}):
        assert (await office.client.put("/presence/rules", json=rules | wrong)).status_code == 422
    assert await office.get("/presence/rules") == kept


async def test_who_does_nothing_is_away_and_comes_back_with_the_next_step(
    office: Office, romina: Visitor, stranger: Visitor
) -> None:
    assert "Romina" in await stranger.page("/")
    office.clock.move(minutes=29)
    await _idle(office.house)
    assert (await how(office))["presence"] == "here"
    await romina.page("/desk/inbox")
    office.clock.move(minutes=29)
    await romina.get("/desk/session")  # an open page asks this by itself
    office.clock.move(minutes=1)
    await _idle(office.house)
    now = await how(office)
    assert (now["presence"], now["by_itself"]) == ("away", True)
    assert "Romina" not in await stranger.page("/")
    await romina.get("/desk/session")
    assert (await how(office))["presence"] == "away"
    page = await romina.page("/desk/presence?lang=en")
    assert (await how(office))["presence"] == "here"
    assert "nothing done" not in page
    assert "Romina" in await stranger.page("/")


async def test_whoever_talks_on_the_telephone_is_not_idle(office: Office, romina: Visitor) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute(
            "insert into calls (brand_id, id, account_id, call_key, incoming, rang_at, answered_at, agent_id)"
            " values ($1, $2, $2, 'k', true, $3, $3, $4)",
            office.brand.id, office.account.id, office.clock(), office.romina.id,
        )  # fmt: skip
    office.clock.move(minutes=40)
    await _idle(office.house)
    assert (await how(office))["presence"] == "here"
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update calls set ended_at = $1", office.clock())
    office.clock.move(minutes=29)
    await _idle(office.house)
    assert (await how(office))["presence"] == "here"
    office.clock.move(minutes=1)
    await _idle(office.house)
    assert (await how(office))["presence"] == "away"


async def test_who_said_away_stays_away(office: Office, romina: Visitor) -> None:
    await romina.post("/desk/presence", {"presence": "away"})
    office.clock.move(hours=1)
    await romina.page("/desk/inbox")
    assert (await how(office))["presence"] == "away"


async def test_zero_minutes_is_never(office: Office, romina: Visitor) -> None:
    await lead(office)
    form = {"away_after": "0", "reasons": "Pause\nTee", "most_open": "", "per_hour": "7,5"}
    assert (await romina.post("/desk/presence/rules", form)).status_code == 303
    async with transaction(office.house.pool) as tx:
        rules = await staff.presence_rules(tx.conn, office.brand.id)
    assert (rules.idle, rules.reasons, rules.giving, rules.per_hour) == (
        None, ("Pause", "Tee"), False, Decimal("7.5"),
    )  # fmt: skip
    office.clock.move(hours=9)
    await _idle(office.house)
    assert (await how(office))["presence"] == "here"
    wrong = await romina.post("/desk/presence/rules", form | {"away_after": "bald"})
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text
    assert 'value="bald"' in wrong.text


async def test_activity_is_written_seldom(office: Office, romina: Visitor) -> None:
    async def seen() -> Any:
        async with transaction(office.house.pool) as tx:
            return await tx.conn.fetchval("select active_at from agents where login = 'romina'")

    await romina.page("/desk/inbox")
    first = await seen()
    office.clock.move(seconds=29)
    await romina.page("/desk/inbox")
    assert await seen() == first
    office.clock.move(seconds=1)
    await romina.page("/desk/inbox")
    assert await seen() == first + timedelta(seconds=30)
