"""What a customer says: one click by POST, once per case, and a word; read by those who lead."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from hilft import ratings, staff
from hilft.db import transaction
from hilft.ratings import By, Verdict
from tests.api.conftest import client_of
from tests.ratings.conftest import Desk
from tests.web.conftest import Visitor, visiting

pytestmark = pytest.mark.anyio


@pytest.fixture
async def otto(desk: Desk) -> AsyncIterator[Visitor]:
    async with visiting(desk.office.house) as visitor:
        yield visitor


async def asked(desk: Desk) -> tuple[str, str]:
    """Ask about a case; give its code and the way to the question."""
    await desk.ask_in_channel()
    code = await desk.solved()
    desk.office.clock.move(hours=3)
    [token] = await desk.asked()
    return code, f"/rate/{token}"


async def counted(desk: Desk, by: By = By.ALL) -> list[ratings.Count]:
    now = desk.office.clock()
    async with desk.office.house.pool.acquire() as conn:
        return await ratings.counts(
            conn, desk.office.brand.id, now - timedelta(days=1), now + timedelta(days=1), by, "Europe/Berlin"
        )


async def test_looking_never_votes(desk: Desk, otto: Visitor) -> None:
    _, path = await asked(desk)
    for address in (path, f"{path}?verdict=bad", f"{path}?verdict=good&text=x"):
        assert (await otto.get(address)).status_code == 200
        assert (await otto.client.head(address)).status_code == 200
    [found] = await counted(desk)
    assert (found.good, found.bad, found.asked) == (0, 0, 1)


async def test_one_click_and_a_word(desk: Desk, otto: Visitor) -> None:
    code, path = await asked(desk)
    page = await otto.get(f"{path}?lang=en")
    assert code in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert "<script" not in page.text
    answer = await otto.post(path, {"verdict": "bad"})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert 'name="text"' in await otto.page(path)
    await otto.post(path, {"text": "Drei Tage <ohne> Netz.\x00"})
    await otto.post(path, {"text": "Noch etwas."})
    await otto.post(path, {"verdict": "good"})
    [found] = await counted(desk)
    assert (found.good, found.bad, found.with_text) == (0, 1, 1)
    assert 'name="text"' not in await otto.page(path)
    assert "rating.bad" in await desk.kinds(code)


async def test_the_word_stands_in_the_history_of_the_case(desk: Desk, otto: Visitor) -> None:
    code, path = await asked(desk)
    await otto.post(path, {"verdict": "bad", "text": "Zu <spät>."})
    async with visiting(desk.office.house) as romina:
        await romina.sign_in()
        page = await romina.page(f"/desk/case/{code}?lang=en")
    assert "Zu &lt;spät&gt;." in page
    assert "Rated: not good" in page


@pytest.mark.parametrize("token", ["x", "0" * 32 + ".geheim", "%F0%9F%99%88.a", "a" * 500])
async def test_a_wrong_link_is_told_so(desk: Desk, otto: Visitor, token: str) -> None:
    assert desk.lead.leads
    assert (await otto.get(f"/rate/{token}")).status_code == 404
    assert (await otto.post(f"/rate/{token}", {"verdict": "good"})).status_code == 404


async def test_a_link_ends_and_a_strange_verdict_is_none(desk: Desk, otto: Visitor) -> None:
    _, path = await asked(desk)
    assert (await otto.post(path, {"verdict": "great"})).status_code == 404
    assert (await otto.post(path)).status_code == 303
    desk.office.clock.move(days=31)
    assert (await otto.get(path)).status_code == 404
    assert (await otto.post(path, {"verdict": "good"})).status_code == 404
    assert await counted(desk) == []


async def test_the_status_page_asks_without_any_message(desk: Desk, otto: Visitor) -> None:
    await desk.office.hear("Kein Netz")
    (code,) = await desk.office.codes()
    assert "verdict" not in await otto.page(f"/status/{code}")
    await otto.post(f"/status/{code}/rate", {"verdict": "good"})
    await desk.solve(code)
    assert "verdict" in await otto.page(f"/status/{code}")
    answer = await otto.post(f"/status/{code}/rate", {"verdict": "good"})
    assert answer.headers["location"] == f"/status/{code}#rate"
    assert "verdict" not in (page := await otto.page(f"/status/{code}"))
    assert 'name="text"' in page
    await otto.post(f"/status/{code}/rate", {"verdict": "bad", "text": "Danke, Romina!"})
    page = await otto.page(f"/status/{code}")
    assert 'name="text"' not in page
    assert "Danke, Romina!" not in page
    [found] = await counted(desk, By.AGENT)
    assert (found.key, found.good, found.bad, found.with_text) == (str(desk.office.romina.id), 1, 0, 1)
    assert (await otto.post("/status/AAA-AAAA/rate", {"verdict": "good"})).headers["location"] == "/status"


async def test_where_nobody_is_to_be_asked_nothing_is_asked(desk: Desk, otto: Visitor) -> None:
    code = await desk.solved()
    async with visiting(desk.office.house) as hauke:
        await hauke.sign_in("hauke")
        fields = {f"way-{desk.office.account.id}": "off", "wait": "60", "days": "30"}
        assert (await hauke.post("/desk/ratings", fields)).status_code == 303
        wrong = await hauke.post("/desk/ratings?lang=en", fields | {"wait": "bald"})
        assert (wrong.status_code, "1 to 10080 minutes" in wrong.text) == (422, True)
        assert 'value="bald"' in wrong.text
    assert "verdict" not in await otto.page(f"/status/{code}")
    await otto.post(f"/status/{code}/rate", {"verdict": "bad"})
    assert await counted(desk) == []


async def test_a_bad_one_is_shown_until_somebody_who_leads_has_seen_to_it(desk: Desk, otto: Visitor) -> None:
    code, path = await asked(desk)
    await otto.post(path, {"verdict": "bad", "text": "Zu spät."})
    async with visiting(desk.office.house) as hauke, visiting(desk.office.house) as romina:
        await hauke.sign_in("hauke")
        await romina.sign_in()
        page = await hauke.page("/desk/ratings?only=new&lang=en")
        assert code in page
        assert "Zu spät." in page
        [rating] = re.findall(r'id="r-([0-9a-f-]{36})"', page)
        assert (await romina.post(f"/desk/ratings/{rating}/seen")).status_code == 403
        assert (await hauke.post(f"/desk/ratings/{rating}/seen")).status_code == 303
        assert (await hauke.post(f"/desk/ratings/{code}/seen")).status_code == 404
        assert code not in await hauke.page("/desk/ratings?only=new")
        assert "seen to by Hauke" in await romina.page("/desk/ratings?only=bad&lang=en")
        assert (await romina.get("/desk/ratings?before=x")).status_code == 404
        assert (await romina.post("/desk/ratings", {"wait": "1"})).status_code == 403


async def test_it_is_read_and_counted_by_api(desk: Desk, otto: Visitor) -> None:
    code, path = await asked(desk)
    await otto.post(path, {"verdict": "bad"})
    found = await desk.office.get("/ratings", verdict="bad", unseen="true")
    [item] = found["items"]
    assert (item["case"], item["verdict"], item["via"], item["agent"]) == (code, "bad", "channel", "ro")
    day = {"from": "2026-11-23T00:00:00Z", "to": "2026-11-24T00:00:00Z"}
    for by, key in (
        ("all", ""),
        ("account", "wattkabel_hilft@town.test"),
        ("agent", "ro"),
        ("day", "2026-11-23"),
    ):
        counts = await desk.office.get("/ratings/counts", by=by, **day)
        assert counts["items"] == [
            {"key": key, "good": 0, "bad": 1, "share": 0.0, "with_text": 0, "asked": 1}
        ]
    for wrong in (
        {"from": day["to"], "to": day["from"]},
        {"from": "gestern", "to": day["to"]},
        {"from": day["from"]},
    ):
        assert (await desk.office.client.get("/ratings/counts", params=wrong)).status_code == 422
    assert (
        await desk.office.client.get("/ratings", params={"after": item["id"][:-1] + "0"})
    ).status_code in {200, 404}
    await desk.office.post(f"/ratings/{item['id']}/seen", status=403)


async def test_terms_by_api(desk: Desk, lead: httpx.AsyncClient) -> None:
    account = str(desk.office.account.id)
    wanted = {"wait_minutes": 60, "every_days": 30, "ways": [{"account": account, "way": "channel"}]}
    assert (await lead.put("/ratings/terms", json=wanted)).json() == wanted
    assert await desk.office.get("/ratings/terms") == wanted
    for wrong in (
        {"wait_minutes": 0}, {"every_days": 0}, {"ways": [{"account": account, "way": "loud"}]}, {"colour": "red"},
    ):  # fmt: skip
        assert (await lead.put("/ratings/terms", json=wanted | wrong)).status_code == 422
    elsewhere = {"ways": [{"account": str(desk.office.brand.id), "way": "off"}]}
    assert (await lead.put("/ratings/terms", json=wanted | elsewhere)).status_code == 404
    assert (await desk.office.client.put("/ratings/terms", json=wanted)).status_code == 403
    assert await desk.office.get("/ratings/terms") == wanted


@pytest.fixture
async def lead(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with transaction(desk.office.house.pool) as tx:
        token = await staff.create_token(tx, desk.lead, "test", desk.office.clock())
    async with client_of(desk.office.house, token) as client:
        yield client


async def test_a_verdict_is_good_or_bad(desk: Desk) -> None:
    assert [each.value for each in Verdict] == ["good", "bad"]
    assert ratings.shares(3, 1) == 0.75
    assert ratings.shares(0, 0) is None
    assert desk.lead.leads
