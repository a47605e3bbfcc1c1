"""Announcements as people meet them: written in the desk, read on the public page and in the feed."""

import re

import pytest

from tests.api.conftest import Office, found_brand
from tests.web.conftest import Visitor
from tests.web.test_hours import hauke

__all__ = ["hauke"]

pytestmark = pytest.mark.anyio

OUTAGE = {
    "kind": "disruption",
    "title": "Störung <Nord>",
    "text": "In der Nordstadt ist es dunkel.\nWir messen.",
}


def ids(page: str) -> list[str]:
    return re.findall(r'id="n-([0-9a-f-]{36})"', page)


async def test_a_disruption_stands_on_top_until_it_is_over(hauke: Visitor, stranger: Visitor) -> None:
    assert (await hauke.post("/desk/news", OUTAGE)).headers["location"] == "/desk/news?saved=1"
    page = await stranger.page("/?lang=en")
    assert "Störung &lt;Nord&gt;" in page
    assert page.index("Nordstadt") < page.index("Who is here")
    (made,) = ids(page)
    await hauke.post(f"/desk/news/{made}/over")
    page = await stranger.page("/?lang=en")
    assert page.index("Nordstadt") > page.index("Who is here")
    assert "This disruption is over." in page
    assert "This disruption is over." in (await stranger.get("/feed.atom?lang=en")).text


async def test_what_is_withdrawn_or_planned_is_not_read(
    office: Office, hauke: Visitor, stranger: Visitor
) -> None:
    await hauke.post("/desk/news", {"title": "Bald", "text": "Morgen mehr.", "at": "2026-11-24T10:00"})
    await hauke.post("/desk/news", {"title": "Falsch", "text": "Ein Versehen."})
    made = ids(await hauke.page("/desk/news"))
    await hauke.post(f"/desk/news/{made[0]}/withdraw")
    for path in ("/", "/feed.atom"):
        found = await stranger.get(path)
        assert "Morgen mehr." not in found.text
        assert "Ein Versehen." not in found.text
    office.clock.move(hours=25)
    for path in ("/", "/feed.atom"):
        assert "Morgen mehr." in (await stranger.get(path)).text


async def test_a_change_is_seen_everywhere(office: Office, hauke: Visitor, stranger: Visitor) -> None:
    await hauke.post("/desk/news", OUTAGE)
    before = await stranger.get("/feed.atom")
    (made,) = ids(await hauke.page("/desk/news"))
    office.clock.move(minutes=10)
    await hauke.post(f"/desk/news/{made}", {"title": "Störung im Norden", "text": "Bis 10 Uhr behoben."})
    for path in ("/", "/feed.atom"):
        assert "Bis 10 Uhr behoben." in (await stranger.get(path)).text
    after = await stranger.get("/feed.atom", **{"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert (
        "<published>2026-11-23T08:00:00Z</published>\n<updated>2026-11-23T08:10:00Z</updated>" in after.text
    )
    again = await stranger.get("/feed.atom", **{"if-none-match": after.headers["etag"]})
    assert again.status_code == 304


async def test_the_feed_is_atom_of_one_brand(office: Office, hauke: Visitor, stranger: Visitor) -> None:
    await found_brand(office.house.pool, "funkhaus")
    await hauke.post("/desk/news", OUTAGE)
    answer = await stranger.get("/b/wattkabel/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert (
        '<link rel="self" type="application/atom+xml" href="http://desk.test/b/wattkabel/feed.atom"/>'
        in answer.text
    )
    assert "Störung &lt;Nord&gt;" in answer.text
    assert "Nordstadt" not in (await stranger.get("/b/funkhaus/feed.atom")).text
    assert 'type="application/atom+xml"' in await stranger.page("/")


async def test_a_mistake_costs_nothing_typed(hauke: Visitor) -> None:
    answer = await hauke.post("/desk/news", OUTAGE | {"title": "x" * 121})
    assert answer.status_code == 422
    assert "In der Nordstadt" in answer.text
    assert 'role="alert"' in answer.text
    assert (await hauke.post("/desk/news", OUTAGE | {"at": "irgendwann"})).status_code == 422
    assert ids(await hauke.page("/desk/news")) == []


async def test_agents_read_and_do_not_write(office: Office, romina: Visitor, hauke: Visitor) -> None:
    await hauke.post("/desk/news", OUTAGE)
    page = await romina.page("/desk/news")
    assert "Nordstadt" in page
    assert "<textarea" not in page
    (made,) = ids(page)
    for path in ("", f"/{made}", f"/{made}/over", f"/{made}/withdraw"):
        assert (await romina.post(f"/desk/news{path}", OUTAGE)).status_code == 403
    for path in ("/desk/news?before=x", "/desk/news/x/over"):
        answer = await (hauke.post(path) if path.endswith("over") else hauke.get(path))
        assert answer.status_code == 404
