"""The public page: open or when again, who is here, how long it takes, every way in; for people, programs and caches."""

import json
import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from hilft import accounts, hours
from hilft.accounts import AccountRole
from hilft.cases import UsualAnswers
from hilft.channels import Profile
from hilft.db import transaction
from tests.api.conftest import Office, found_brand
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

WEEK = {day: [["09:00", "12:30"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


async def open_hours(office: Office, **more: Any) -> None:
    async with transaction(office.house.pool) as tx:
        document = {"zone": "Europe/Berlin", "weekly": WEEK, **more}
        await hours.put_hours(tx, office.brand.id, None, document, office.clock())


async def join(office: Office, channel: str, handle: str, url: str = "", **settings: str) -> None:
    async with transaction(office.house.pool) as tx:
        await accounts.add_account(
            tx, office.house.vault, office.brand.id, channel=channel, profile=Profile(handle, handle, url=url),
            scope=handle, role=AccountRole.SERVICE, settings=settings, secrets={}, now=office.clock(),
        )  # fmt: skip


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert found
    document: dict[str, Any] = json.loads(found[1])
    return document


async def test_it_says_open_until_and_closed_until(office: Office, stranger: Visitor) -> None:
    await open_hours(office)
    page = await stranger.page("/?lang=de")
    assert "Jetzt geöffnet" in page
    assert "12:30" in page
    office.clock.move(hours=12)
    page = await stranger.page("/?lang=en")
    assert "Closed now" in page
    assert 'datetime="2026-11-24T08:00:00.000Z"' in page
    assert "Tue, Nov 24" in page


async def test_every_way_in_is_one_click(office: Office, stranger: Visitor) -> None:
    await join(
        office, "email", "hilfe@wattkabel.example", address="hilfe@wattkabel.example", imap="i", smtp="s"
    )
    await join(
        office, "bluesky", "@wattkabel.example", "https://bsky.app/profile/x", private="https://w.example/p"
    )
    await join(office, "webhook", "portal", name="portal")
    await join(office, "mastodon", "@evil@town.test", "javascript:alert(1)")
    await join(office, "mastodon", "@hilfe@social.example", "https://social.example/@hilfe")
    page = await stranger.page("/")
    direct = "https://social.example/share?text=@hilfe@social.example%20&amp;visibility=direct"
    for url in (
        "mailto:hilfe@wattkabel.example",
        "https://bsky.app/profile/x",
        "https://w.example/p",
        direct,
    ):
        assert f'href="{url}"' in page
    assert "javascript:" not in page
    assert "portal" not in page
    assert "<small>E-Mail" in await stranger.page("/?lang=de")
    points = data_of(page)["contactPoint"]
    assert {"@type", "contactType"} <= points[0].keys()
    assert "hilfe@wattkabel.example" in [each.get("email") for each in points]


async def test_programs_read_the_hours(office: Office, stranger: Visitor) -> None:
    await open_hours(office, holidays="DE-BY", exceptions={"2026-11-25": [["10:00", "24:00"]]})
    office.clock.move(days=1)
    found = data_of(await stranger.page("/"))
    assert found["openingHours"][:2] == ["Mo 09:00-12:30", "Mo 13:30-18:00"]
    assert len(found["openingHours"]) == 10
    special = [each for each in found["openingHoursSpecification"] if "validFrom" in each]
    assert special == [
        {"@type": "OpeningHoursSpecification", "validFrom": "2026-11-25", "validThrough": "2026-11-25",
         "opens": "10:00", "closes": "23:59"},
    ]  # fmt: skip
    office.clock.move(days=10)
    special = [
        each for each in data_of(await stranger.page("/"))["openingHoursSpecification"] if "validFrom" in each
    ]
    assert {"2026-12-25"} == {each["validFrom"] for each in special}
    assert special[0]["opens"] == special[0]["closes"] == "00:00"


async def test_the_usual_time_is_the_median_in_opening_hours(office: Office, stranger: Visitor) -> None:
    await open_hours(office)
    assert "first answer" not in await stranger.page("/?lang=en")
    job = UsualAnswers(office.house.pool, office.clock)
    known: set[str] = set()
    for minutes in (4, 10, 20):
        office.clock.move(days=1)
        await office.hear("Kein Internet", who=f"kunde{minutes}")
        (code,) = set(await office.codes()) - known
        known.add(code)
        office.clock.move(minutes=minutes)
        await office.post(
            f"/cases/{code}/replies", {"text": "Ich schaue nach.", "visibility": "public"}, status=201
        )
        await job.run()
    assert "10 minutes" in await stranger.page("/?lang=en")
    async with transaction(office.house.pool) as tx:
        assert await tx.conn.fetchval("select minutes from usual_answers") == Decimal(10)
    office.clock.move(days=8)
    await job.run()
    assert "first answer" not in await stranger.page("/?lang=en")


async def test_it_may_be_kept_and_is_asked_for_again(office: Office, stranger: Visitor) -> None:
    answer = await stranger.get("/")
    assert answer.headers["cache-control"].startswith("public, max-age=0")
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in answer.headers["vary"].split(",")}
    again = await stranger.get("/", **{"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await join(office, "bluesky", "@new.example", "https://bsky.app/profile/new")
    changed = await stranger.get("/", **{"if-none-match": answer.headers["etag"]})
    assert changed.status_code == 200
    assert "private" in (await stranger.get("/?lang=en")).headers["cache-control"]


async def test_whoever_is_signed_in_sees_it_for_themselves_only(romina: Visitor) -> None:
    assert "private" in (await romina.get("/")).headers["cache-control"]


async def test_every_brand_has_a_page_under_its_short_name(office: Office, stranger: Visitor) -> None:
    await found_brand(office.house.pool, "funkhaus")
    page = await stranger.page("/b/funkhaus/")
    assert "Funkhaus" in page
    assert "@wattkabel_hilft" not in page
    assert (await stranger.get("/b/funkhaus")).headers["location"] == "/b/funkhaus/"
    assert (await stranger.get("/b/wattkabel/badge.json")).json()["brand"] == "Wattkabel"
    for path in ("/b/nobody/", "/b/%00/", "/b/nobody/badge.svg", "/b/-/card.png"):
        assert (await stranger.get(path)).status_code == 404


async def test_the_badge_is_a_picture_for_other_pages(office: Office, stranger: Visitor) -> None:
    await open_hours(office)
    answer = await stranger.get("/badge.svg", **{"accept-language": "de"})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age" in answer.headers["cache-control"]
    assert "geöffnet bis 12:30" in answer.text
    assert set(re.findall(r"<(\w+)", answer.text)) <= {
        "svg",
        "title",
        "clipPath",
        "g",
        "rect",
        "text",
        "circle",
    }
    answer = await stranger.get("/badge.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    found = answer.json()
    assert (found["open"], found["until"]) == (True, "2026-11-23T11:30:00Z")
    assert found["next_open"] == "2026-11-23T12:30:00Z"
    office.clock.move(hours=10)
    found = (await stranger.get("/badge.json")).json()
    assert (found["open"], found["until"], found["next_open"]) == (False, None, "2026-11-24T08:00:00Z")


async def test_networks_get_a_picture_of_the_usual_size(office: Office, stranger: Visitor) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update brands set name = 'Überlandwerk Großkölnbach und Söhne Genossenschaft'")
    answer = await stranger.get("/card.png")
    picture = Image.open(BytesIO(answer.content))
    assert (picture.size, picture.format) == ((1200, 630), "PNG")
    assert "http://desk.test/card.png" in await stranger.page("/")


async def test_a_full_page_weighs_at_most_30_kilobytes(office: Office, romina: Visitor) -> None:
    await open_hours(
        office, holidays="DE-BY", exceptions={"2026-12-24": [], "2026-12-31": [["09:00", "12:00"]]}
    )
    for number in range(8):
        await join(
            office,
            "bluesky",
            f"@konto{number}.wattkabel.example",
            f"https://bsky.app/profile/did:plc:{number}",
        )
    page = await romina.page("/")
    assert len(page.encode()) < 12_000
