"""The page of opening hours: read by all, written by leads, mistakes cost nothing typed."""

import re
from collections.abc import AsyncIterator

import pytest

from hilft import hours, staff
from hilft.clocks import REPLAN
from hilft.db import transaction
from hilft.hours import Calendar, days_in, instant_of
from hilft.staff import Role
from tests.api.conftest import EIGHT, Office
from tests.web.conftest import PASSWORD, Visitor, visiting

pytestmark = pytest.mark.anyio

FORM = {
    "mon": "09:00–12:30, 13:30–18:00", "tue": "9-17", "fri": "18–3", "zone": "Europe/Berlin", "holidays": "DE-BY",
    "half_days": "24.12. 14 Uhr", "exceptions": "2026-12-29 geschlossen\n30.12.2026 10–14", "own_holidays": "31.12.",
}  # fmt: skip
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261124\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
async def hauke(office: Office) -> AsyncIterator[Visitor]:
    async with transaction(office.house.pool) as tx:
        await staff.add_agent(
            tx, office.brand.id, login="hauke", name="Hauke", initials="ha", role=Role.LEAD,
            password=PASSWORD, now=EIGHT,
        )  # fmt: skip
    async with visiting(office.house) as visitor:
        assert (await visitor.sign_in("hauke")).status_code == 303
        yield visitor


async def calendar(office: Office) -> Calendar:
    async with transaction(office.house.pool) as tx:
        return await hours.calendar_of(tx.conn, office.brand.id, office.account.id)


async def test_hours_are_typed_and_hold(office: Office, hauke: Visitor) -> None:
    assert "always open" in await hauke.page("/desk/hours?lang=en")
    assert (await hauke.post("/desk/hours", FORM)).status_code == 303
    page = await hauke.page("/desk/hours?lang=en")
    assert 'value="09:00–12:30, 13:30–18:00"' in page
    assert 'value="18:00–03:00"' in page
    assert "2026-12-29 closed" in page
    assert "Open now, until" in page
    asked = await calendar(office)
    assert asked.until(EIGHT) == instant_of("2026-11-23T12:30:00+01:00")
    assert not asked.open_at(instant_of("2026-12-29T10:00:00+01:00"))
    assert asked.open_at(instant_of("2026-12-30T10:00:00+01:00"))


@pytest.mark.parametrize(
    "wrong",
    [{"mon": "mittags"}, {"zone": "Mars"}, {"exceptions": "2026-12-31"}, {"half_days": "24.12. spät"}],
)
async def test_a_mistake_is_told_above_what_was_typed(
    office: Office, hauke: Visitor, wrong: dict[str, str]
) -> None:
    answer = await hauke.post("/desk/hours", FORM | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="9-17"' in answer.text
    assert next(iter(wrong.values())) in answer.text
    assert not (await calendar(office)).given


async def test_an_account_gets_hours_of_its_own_and_gives_them_back(office: Office, hauke: Visitor) -> None:
    await hauke.post("/desk/hours", FORM)
    page = await hauke.page(f"/desk/hours?of={office.account.id}&lang=en")
    assert "has no hours of its own" in page
    await hauke.post("/desk/hours", {"mon": "08–09", "zone": "Europe/Berlin", "of": str(office.account.id)})
    assert not (await calendar(office)).open_at(instant_of("2026-11-23T12:00:00+01:00"))
    page = await hauke.page(f"/desk/hours?of={office.account.id}")
    version = re.search(r'name="version" value="([^"]+)"', page)
    assert version
    await hauke.post("/desk/hours/drop", {"of": str(office.account.id), "version": version[1]})
    assert (await calendar(office)).open_at(instant_of("2026-11-23T12:00:00+01:00"))


async def test_a_version_begins_on_its_date(office: Office, hauke: Visitor) -> None:
    await hauke.post("/desk/hours", FORM)
    await hauke.post("/desk/hours", {"sat": "10–12", "zone": "Europe/Berlin", "valid_from": "2027-01-01"})
    page = await hauke.page("/desk/hours?lang=en")
    assert "from the beginning" in page
    assert "from Jan 1, 2027" in page
    assert 'value="18:00–03:00"' in page
    assert (await calendar(office)).next_open(instant_of("2026-12-31T12:00:00Z")) == instant_of(
        "2027-01-02T09:00:00Z"
    )


async def test_a_file_closes_days_and_a_broken_one_changes_nothing(office: Office, hauke: Visitor) -> None:
    tuesday = instant_of("2026-11-24T10:00:00+01:00")
    await hauke.post("/desk/hours", FORM)

    async def upload(content: bytes) -> int:
        files = {"file": ("ferien.ics", content, "text/calendar")}
        answer = await hauke.client.post("/desk/hours/upload", data={"csrf": hauke.csrf}, files=files)
        return answer.status_code

    assert await upload(b"no calendar") == 422
    assert (await calendar(office)).open_at(tuesday)
    assert await upload(ICS) == 303
    assert not (await calendar(office)).open_at(tuesday)
    page = await hauke.page("/desk/hours")
    assert "ferien.ics" in page
    feed = re.search(r'name="feed" value="([^"]+)"', page)
    assert feed
    await hauke.post("/desk/hours/drop-feed", {"feed": feed[1]})
    assert (await calendar(office)).open_at(tuesday)


async def test_agents_read_and_do_not_write(office: Office, romina: Visitor) -> None:
    page = await romina.page("/desk/hours")
    assert "readonly" in page
    for path in ("", "/drop", "/subscribe", "/upload", "/drop-feed"):
        assert (await romina.post(f"/desk/hours{path}", FORM)).status_code == 403
    assert not (await calendar(office)).given


async def test_anybody_may_subscribe_to_the_hours(office: Office, hauke: Visitor, stranger: Visitor) -> None:
    await hauke.post("/desk/hours", FORM)
    answer = await stranger.get("/hours.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "max-age" in answer.headers["cache-control"]
    found = days_in(answer.content, "Europe/Berlin", EIGHT.date())
    assert found["2026-11-23"] == [["09:00", "12:30"], ["13:30", "18:00"]]
    assert found["2026-12-25"] == []
    assert (await stranger.get("/hours.ics?account=wattkabel_hilft")).status_code == 200
    assert (await stranger.get("/hours.ics?account=nobody")).status_code == 404


@pytest.mark.parametrize("path", ["?of=x", "?of=0197aaaa-0000-7000-8000-000000000000"])
async def test_whose_hours_is_somebodys(hauke: Visitor, path: str) -> None:
    assert (await hauke.get(f"/desk/hours{path}")).status_code == 404


async def test_every_change_of_hours_times_running_clocks_anew(office: Office, hauke: Visitor) -> None:
    async def replanned() -> bool:
        async with office.house.pool.acquire() as conn:
            return bool(await conn.fetch("delete from jobs where kind = $1 returning id", REPLAN))

    await hauke.post("/desk/hours", FORM)
    assert await replanned()
    assert (await hauke.post("/desk/hours", FORM | {"mon": "mittags"})).status_code == 422
    assert not await replanned()
    await hauke.client.post(
        "/desk/hours/upload", data={"csrf": hauke.csrf}, files={"file": ("closed.ics", ICS, "text/calendar")}
    )
    assert await replanned()
    page = await hauke.page("/desk/hours")
    for name, path in (("feed", "/desk/hours/drop-feed"), ("version", "/desk/hours/drop")):
        [chosen] = re.findall(rf'name="{name}" value="([0-9a-f-]{{36}})"', page)[:1]
        assert (await hauke.post(path, {name: chosen})).status_code == 303
        assert await replanned(), path
