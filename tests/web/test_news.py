"""Announcements as people meet them: written in the desk, read on the public page and in the feed."""

import re
from uuid import UUID

import pytest

from hilft import news, outbox
from hilft.cases import NotYet
from hilft.channels import MessageRef
from hilft.db import transaction
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


def ticked(office: Office, **more: str) -> dict[str, str]:
    return OUTAGE | {"on": str(office.account.id), f"own-{office.account.id}": ""} | more


async def test_it_is_said_on_the_accounts_that_were_ticked(office: Office, hauke: Visitor) -> None:
    await hauke.post("/desk/news", ticked(office, **{f"own-{office.account.id}": "Im Norden ist es dunkel."}))
    page = await hauke.page("/desk/news?lang=en")
    assert "on its way" in page
    assert "Im Norden ist es dunkel." in page
    (made,) = ids(page)
    [found] = await posts(office, made)
    assert found.state.value == "leaving"
    await hauke.post(f"/desk/news/{made}/posts/{found.post.id}/withdraw")
    assert "withdrawn" in await hauke.page("/desk/news?lang=en")
    await hauke.post(f"/desk/news/{made}/posts/{found.post.id}/anew")
    assert [each.state.value for each in await posts(office, made)] == ["leaving"]
    assert (await hauke.post(f"/desk/news/{made}/posts/{found.post.id}/shout")).status_code == 404
    assert (await hauke.post(f"/desk/news/{made}/posts/{made}/retry")).status_code == 404


async def posts(office: Office, announcement: str) -> list[news.Shown]:
    async with office.house.pool.acquire() as conn:
        found = await news.posts_of(conn, office.house.switchboard, office.brand.id, [UUID(announcement)])
    return found.get(UUID(announcement), [])


async def test_what_is_typed_is_kept_counted_and_gone_once_it_is_announced(
    office: Office, hauke: Visitor, kai: Visitor
) -> None:
    answer = await hauke.ask("/desk/news/draft", ticked(office, text="x" * 600))
    assert answer.json()["accounts"][str(office.account.id)] | {"text": ""} == {
        "text": "", "used": 616, "limit": 500, "ok": False,
    }  # fmt: skip
    page = await hauke.page("/desk/news")
    assert "x" * 600 in page
    assert re.search(rf'value="{office.account.id}" checked', page)
    looked = await hauke.post("/desk/news", ticked(office, text="Kurz.", look="1"))
    assert "Störung &lt;Nord&gt;\n\nKurz." in looked.text
    assert ids(looked.text) == []
    refused = await hauke.post("/desk/news?lang=en", ticked(office, text="x" * 600))
    assert refused.status_code == 422
    assert "616 of 500" in refused.text
    await hauke.post("/desk/news", ticked(office))
    assert (
        OUTAGE["text"]
        not in re.findall(r"<textarea name=\"text\"[^>]*>([^<]*)", await hauke.page("/desk/news"))[0]
    )
    assert (await kai.ask("/desk/news/draft", ticked(office))).status_code == 403


async def test_a_planned_one_is_moved_and_changed(office: Office, hauke: Visitor) -> None:
    await hauke.post("/desk/news", ticked(office, at="2026-11-24T10:00"))
    page = await hauke.page("/desk/news")
    (made,) = ids(page)
    assert 'value="2026-11-24T10:00"' in page
    await hauke.post(f"/desk/news/{made}", OUTAGE | {"accounts": "1", "at": "2026-11-24T11:30"})
    assert 'value="2026-11-24T11:30"' in await hauke.page("/desk/news")
    assert await posts(office, made) == []


async def test_a_case_shows_what_it_answers(office: Office, hauke: Visitor, romina: Visitor) -> None:
    await hauke.post("/desk/news", ticked(office))
    (made,) = ids(await hauke.page("/desk/news"))
    [shown] = await posts(office, made)
    assert shown.delivery is not None
    ref = MessageRef("https://town.test/news/1", ("town.test#n1",), url="https://town.test/@hilft/1")
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update deliveries set state = 'sending'")
        await outbox.adopt(tx, office.brand.id, shown.delivery.id, ref, office.clock(), office.clock())
    await office.hear("Bei mir auch!", parent="town.test#n1")
    await office.hear("Und in der Südstadt?", who="mia", parent="https://town.test/news/1")
    codes = await office.codes()
    assert len(codes) == 2
    for code in codes:
        page = await romina.page(f"/desk/case/{code}?lang=en")
        assert "In answer to: Störung &lt;Nord&gt;" in page
        assert "https://town.test/@hilft/1" in page


async def test_an_answer_waits_while_the_announcement_is_being_said(office: Office, hauke: Visitor) -> None:
    """Its name is known as soon as that is recorded; one that was left behind in doubt holds up nobody."""
    await hauke.post("/desk/news", ticked(office))
    leased = "update deliveries set state = 'sending', lease_until = $1::timestamptz + interval '20 seconds'"
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute(leased, office.clock())
    with pytest.raises(NotYet):
        await office.hear("Bei mir auch!", parent="town.test#n1")
    await office.hear("Kein Netz.")
    assert len(await office.codes()) == 1
    office.clock.move(seconds=21)
    await office.hear("Bei mir auch!", who="mia", parent="town.test#n1")
    assert len(await office.codes()) == 2
