"""The live board: its figures, the lists behind them, and how little it costs."""

import asyncio
import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from hilft import board, clocks, staff
from hilft.accounts import Brand
from hilft.board import Arrivals
from hilft.clocks import Kind, Measure, Target
from hilft.db import Connection, transaction
from hilft.staff import Presence
from hilft.web.board import looking
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look is a new one: the clock of these tests stands still."""
    monkeypatch.setattr(looking, "FRESH", 0.0)


async def busy(office: Office) -> list[str]:
    """Three cases: Romina's is answered after 12 minutes and promises something, Kai has one, one is nobody's."""
    for who in ("otto", "mia", "jonas"):
        await office.hear("Kein Internet", who=who)
        office.clock.move(minutes=1)
    first, second, third = reversed(await office.codes(state="all"))
    office.clock.move(minutes=9)
    await office.post(f"/cases/{first}/claim")
    reply = {
        "text": "Ich melde mich heute bis 15 Uhr.", "visibility": "public",
        "promises": [{"text": "Melden", "due_at": "2026-11-23T14:00:00Z"}],
    }  # fmt: skip
    await office.post(f"/cases/{first}/replies", reply, status=201)
    await office.post(f"/cases/{second}/hand-over", {"to": "kai", "text": ""})
    async with transaction(office.house.pool) as tx:
        await staff.set_presence(tx, office.kai, Presence.AWAY, office.clock(), "Pause", "de")
    return [first, second, third]


async def number(visitor: Visitor, path: str) -> tuple[int, int]:
    """Give the number in the heading of a list, and how many cases stand there."""
    page = await visitor.page(path)
    heading = re.search(r'<h1>[^<]*<span class="number">(\d+)</span>', page)
    assert heading is not None
    return int(heading.group(1)), page.count("box found")


@pytest.mark.usefixtures("at_once")
async def test_every_tile_leads_to_a_list_with_the_same_number(office: Office, romina: Visitor) -> None:
    _, second, third = await busy(office)
    now = await office.get("/live")
    assert (now["open"], now["unassigned"], now["waiting_now"]) == (2, 1, 2)
    assert now["oldest_waiting"]["code"] == second
    assert now["oldest_waiting"]["minutes"] == 11
    assert [(each["handle"], each["waiting"]) for each in now["waiting"]] == [
        ("@wattkabel_hilft@town.test", 2)
    ]
    assert now["promises_due"] == 1
    assert {each["initials"]: (each["presence"], each["reason"], each["open"]) for each in now["agents"]} == {
        "ro": ("here", "", 0), "ka": ("away", "Pause", 1),
    }  # fmt: skip
    assert now["agents_here"] == 1
    assert now["arrivals"]["last_24h"] == 3
    account, kai = now["waiting"][0]["account"], str(office.kai.id)
    assert await number(romina, "/live/waiting") == (2, 2)
    assert await number(romina, f"/live/waiting?account={account}") == (2, 2)
    assert await number(romina, "/live/promises") == (1, 1)
    assert await number(romina, "/live/answers") == (1, 1)
    assert await number(romina, "/live/arrivals") == (3, 3)
    assert await number(romina, f"/live/agent?agent={kai}") == (1, 1)
    async with transaction(office.house.pool) as tx:
        await staff.set_presence(tx, office.kai, Presence.OFF, office.clock())
    assert await number(romina, f"/live/agent?agent={kai}") == (1, 1)
    async with transaction(office.house.pool) as tx:
        await staff.set_presence(tx, office.kai, Presence.AWAY, office.clock())
    shown = await romina.page("/live?lang=en")
    links = set(re.findall(r'href="(/(?:live|desk/inbox\?view)[^"]*)"', shown)) - {"/live"}
    assert links >= {
        "/desk/inbox?view=open", "/desk/inbox?view=free", "/live/waiting", "/live/promises", "/live/answers",
        "/live/arrivals", f"/live/waiting?account={account}", f"/live/agent?agent={kai}",
    }  # fmt: skip
    for link in links:
        await romina.page(link)
    assert third in await romina.page("/live/waiting")


@pytest.mark.usefixtures("at_once")
async def test_first_answers_against_the_target(office: Office, romina: Visitor) -> None:
    target = Target(office.brand.id, Kind.FIRST_ANSWER, None, "", "", Decimal(10), Measure.WALL, 75)
    async with transaction(office.house.pool) as tx:
        await clocks.put_targets(tx, office.brand.id, [target], office.clock())
    await busy(office)
    first = (await office.get("/live"))["first_answer"]
    assert first == {
        "answers": 1, "median_minutes": 12.0, "p90_minutes": 12.0, "measure": "wall", "target_minutes": 10.0,
        "with_target": 1, "in_time": 0,
    }  # fmt: skip
    assert "tile wide bad" in await romina.page("/live")
    office.clock.move(days=1)
    assert (await office.get("/live"))["first_answer"]["answers"] == 0


@pytest.mark.usefixtures("at_once")
async def test_the_usual_is_that_of_the_same_hours_in_the_weeks_before(office: Office) -> None:
    job = Arrivals(office.house.pool, office.clock)
    for count in (4, 2, 0, 0):
        for each in range(count):
            await office.hear("Kein Internet", who=f"kunde{each}")
        office.clock.move(weeks=1)
        await job.run()
    await job.run()
    now = (await office.get("/live"))["arrivals"]
    assert now == {"last_24h": 0, "usual": 1.5, "weeks": 4} or now["weeks"] == 3


async def test_screens_share_a_look(office: Office, romina: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    await busy(office)
    looks, figures = [], board.figures

    async def noted(conn: Connection, brand: Brand, now: datetime) -> board.Figures:
        looks.append(now)
        return await figures(conn, brand, now)

    monkeypatch.setattr(board, "figures", noted)
    await asyncio.gather(*(romina.page("/live/figures") for _ in range(20)))
    assert len(looks) == 1


async def test_an_open_screen_shows_nobody_to_be_there(office: Office, romina: Visitor) -> None:
    office.clock.move(minutes=29)
    await romina.page("/live/figures")
    await romina.page("/live")
    async with transaction(office.house.pool) as tx:
        gone = await staff.away_who_is_idle(tx, office.brand.id, office.clock() + timedelta(minutes=1))
    assert gone == [office.romina.id]


@pytest.mark.parametrize(
    "path",
    [
        "/live/nothing",
        "/live/agent",
        "/live/agent?agent=x",
        "/live/waiting?account=x",
        "/live/waiting?after=x~y",
    ],
)
async def test_lists_that_are_none(romina: Visitor, path: str) -> None:
    assert (await romina.get(path)).status_code == 404


async def test_the_board_is_for_those_signed_in(office: Office, stranger: Visitor) -> None:
    assert (await stranger.get("/live")).status_code in {303, 401}
    assert (await stranger.get("/live/figures")).status_code in {303, 401}
    answer = await office.client.get("/live", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 401


async def test_long_lists_come_in_pages(
    office: Office, romina: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hilft.web.board.views._ROWS", 2)
    for each in range(5):
        office.clock.move(seconds=1)
        await office.hear("Kein Internet", who=f"kunde{each}")
    for first in ("/live/waiting", "/live/arrivals"):
        path, seen = first, []
        while path:
            page = await romina.page(path)
            seen += re.findall(r'href="/desk/case/([^"]+)"', page)
            more = re.search(r'class="list-end"><a class="button small" href="([^"]+)"', page)
            path = more.group(1).replace("&amp;", "&") if more else ""
        assert len(seen) == len(set(seen)) == 5
