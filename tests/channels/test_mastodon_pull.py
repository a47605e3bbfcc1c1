"""Pulling from a real town square: nothing lost, nothing twice, oldest first."""

import asyncio
from collections.abc import Sequence

import pytest

from hilft.channels import Cursor, EventType, InboundEvent, RawItem, Unauthorized, Visibility
from hilft.channels.mastodon import Mastodon
from hilft.channels.mastodon.cursor import order, parsed
from hilft.channels.mastodon.entity import name_of
from tests.channels.square import DOMAIN, Square

pytestmark = pytest.mark.anyio
HILFT = "@wattkabel_hilft"


async def drain(desk: Mastodon, cursor: Cursor | None, limit: int = 40) -> tuple[list[RawItem], Cursor]:
    items: list[RawItem] = []
    while True:
        page = await desk.pull(cursor, limit)
        items += page.items
        cursor = page.next_cursor
        if page.complete:
            return items, cursor


def events(desk: Mastodon, items: Sequence[RawItem]) -> list[InboundEvent]:
    return [event for item in items for event in desk.read(item.payload)]


def texts(desk: Mastodon, items: Sequence[RawItem]) -> list[str]:
    return [event.text for event in events(desk, items)]


async def test_a_new_desk_is_neither_empty_nor_flooded(square: Square, desk: Mastodon) -> None:
    asked = await asyncio.gather(*(square.say("otto", f"{HILFT} Frage {number}") for number in range(45)))
    await square.say("wattkabel_hilft", "geschrieben, bevor es den Schreibtisch gab")
    page = await desk.pull(None, 40)
    newest = sorted(asked, key=lambda each: order(each["id"]))[5:]
    assert [item.dedupe_key for item in page.items] == [f"status:{each['uri']}" for each in newest]
    items, _ = await drain(desk, page.next_cursor)
    assert items == []


async def test_everything_after_a_gap_comes_in_oldest_first(square: Square, desk: Mastodon) -> None:
    _, cursor = await drain(desk, None)
    said = [square.say("otto" if number % 2 else "mia", f"{HILFT} {number}") for number in range(57)]
    said += [square.say("wattkabel_hilft", f"Antwort {number} ^ro") for number in range(0, 57, 10)]
    await asyncio.gather(*said)
    items, cursor = await drain(desk, cursor, limit=10)
    assert len({item.dedupe_key for item in items}) == len(items) == 63
    assert sorted(texts(desk, items)) == sorted(
        [f"{HILFT} {number}" for number in range(57)]
        + [f"Antwort {number} ^ro" for number in range(0, 57, 10)]
    )
    assert (await drain(desk, cursor))[0] == []


async def test_one_page_is_in_the_order_of_time(square: Square, desk: Mastodon) -> None:
    _, cursor = await drain(desk, None)
    asked = await square.say("otto", f"{HILFT} kein Netz")
    await square.say("wattkabel_hilft", "@otto Moin! ^ro", in_reply_to_id=asked["id"])
    await square.say("otto", f"{HILFT} danke", in_reply_to_id=asked["id"])
    items, _ = await drain(desk, cursor)
    assert texts(desk, items) == [f"{HILFT} kein Netz", "@otto Moin! ^ro", f"{HILFT} danke"]


async def test_a_late_commit_with_a_lower_id_is_not_lost(square: Square, desk: Mastodon) -> None:
    """Servers number first and commit later: a cursor that had seen only the higher ids must find the lower one."""
    _, cursor = await drain(desk, None)
    for number in range(4):
        await square.say("otto", f"{HILFT} {number}")
    items, whole = await drain(desk, cursor)
    missed = parsed(whole).notifications[2]
    without = Cursor(whole.replace(f'"{missed}",', ""))
    again, _ = await drain(desk, without)
    assert texts(desk, again) == [f"{HILFT} 2"]
    assert len(items) == 4


async def test_what_a_message_says(square: Square, desk: Mastodon) -> None:
    page = await desk.pull(None, 40)
    asked = await square.say(
        "otto", f"{HILFT} Hilfe,\nsiehe https://status.example/lage?x=1\n\nund @mia & <b>", language="de"
    )
    private = await square.say(
        "otto", f"{HILFT} Kundennummer 4711", visibility="direct", in_reply_to_id=asked["id"]
    )
    first, second = events(desk, (await desk.pull(page.next_cursor, 40)).items)
    assert first.text == f"{HILFT} Hilfe,\nsiehe https://status.example/lage?x=1\n\nund @mia & <b>"
    assert (first.visibility, first.network_visibility, first.language) == (Visibility.PUBLIC, "public", "de")
    assert first.message.external_id == asked["uri"]
    assert first.message.names == (name_of(DOMAIN, asked["id"]),)
    assert first.author.handle == f"@otto@{DOMAIN}"
    assert {each.handle for each in first.recipients} == {f"@wattkabel_hilft@{DOMAIN}", f"@mia@{DOMAIN}"}
    me = await desk.identify()
    assert me.external_id in {each.external_id for each in first.recipients}
    assert not first.own
    assert (second.visibility, second.reply.visibilities) == (Visibility.PRIVATE, (Visibility.PRIVATE,))
    assert second.parent in first.message.names
    assert second.message.external_id == private["uri"]


async def test_own_posts_and_follows_are_marked(square: Square, desk: Mastodon) -> None:
    _, cursor = await drain(desk, None)
    await square.say("wattkabel_hilft", "Moin aus der App")
    me = await desk.identify()
    await square.ask("POST", f"/api/v1/accounts/{me.local_id}/follow", "mia")
    found = {each.type: each for each in events(desk, (await drain(desk, cursor))[0])}
    assert found[EventType.MESSAGE].own
    assert found[EventType.FOLLOWED].author.handle == f"@mia@{DOMAIN}"


async def test_the_same_post_has_one_key_in_both_accounts(square: Square, desk: Mastodon) -> None:
    main = square.desk(desk._home.client.outside, "wattkabel")
    _, here = await drain(desk, None)
    _, there = await drain(main, None)
    await square.say("otto", "@wattkabel @wattkabel_hilft ihr beide")
    one, two = (await drain(desk, here))[0], (await drain(main, there))[0]
    assert [item.dedupe_key for item in one] == [item.dedupe_key for item in two]
    assert desk.scope == main.scope
    assert events(desk, one)[0].message == events(main, two)[0].message


async def test_an_edited_message_comes_once_with_its_edit(square: Square, desk: Mastodon) -> None:
    _, cursor = await drain(desk, None)
    asked = await square.say("otto", f"{HILFT} kein Netz")
    await square.ask(
        "PUT", f"/api/v1/statuses/{asked['id']}", "otto", json={"status": f"{HILFT} kein Telefon"}
    )
    (event,) = events(desk, (await drain(desk, cursor))[0])
    assert (event.type, event.text) == (EventType.MESSAGE, f"{HILFT} kein Telefon")
    assert event.edited_at is not None


async def test_media_come_with_their_description(square: Square, desk: Mastodon) -> None:
    _, cursor = await drain(desk, None)
    media = await square.ask(
        "POST",
        "/api/v2/media",
        "otto",
        files={"file": ("r.png", PIXEL, "image/png")},
        data={"description": "Router"},
    )
    await square.say("otto", f"{HILFT} so blinkt es", media_ids=[media["id"]])
    (event,) = events(desk, (await drain(desk, cursor))[0])
    (file,) = event.attachments
    assert (file.kind, file.alt) == ("image", "Router")
    assert file.url.startswith(square.url)


async def test_a_revoked_token_pauses(square: Square, desk: Mastodon) -> None:
    _, cursor = await drain(desk, None)
    square.town.state.keys.tokens.pop("wattkabel_hilft-token")
    with pytest.raises(Unauthorized):
        await desk.pull(cursor, 40)


async def test_a_cursor_of_somebody_else_is_refused(desk: Mastodon) -> None:
    for strange in ("x", "[]", '{"n":1,"s":[]}'):
        with pytest.raises(ValueError, match=r".+"):
            await desk.pull(Cursor(strange), 40)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
