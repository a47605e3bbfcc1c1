"""Threads, edits, deletions, people, the account's health, the stream: against a real town square."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any, cast

import pytest

from hilft.channels import (
    EventType,
    Gone,
    Hint,
    InboundEvent,
    Later,
    MessageRef,
    RawItem,
    Surroundings,
    Unauthorized,
)
from hilft.channels.mastodon import Mastodon
from hilft.channels.mastodon.entity import name_of
from tests.channels.square import DOMAIN, Square

pytestmark = pytest.mark.anyio


def events(desk: Mastodon, items: Sequence[RawItem]) -> list[InboundEvent]:
    return [event for item in items for event in desk.read(item.payload)]


def ref(status: Any) -> MessageRef:
    return MessageRef(
        status["uri"], (name_of(DOMAIN, status["id"]),), extra={"edited_at": status["edited_at"]}
    )


async def test_a_whole_thread(square: Square, desk: Mastodon) -> None:
    first = await square.say("otto", "@wattkabel_hilft kein Netz")
    ours = await square.say("wattkabel_hilft", "@otto Moin ^ro", in_reply_to_id=first["id"])
    await square.say("mia", "@otto hier auch", in_reply_to_id=ours["id"])
    await square.say("otto", "@wattkabel_hilft Vertrag 1", in_reply_to_id=ours["id"], visibility="direct")
    await square.say("otto", "@mia unter uns", in_reply_to_id=first["id"], visibility="direct")
    found = events(desk, await desk.thread(ref(ours)))
    assert [each.text for each in found] == [
        "@wattkabel_hilft kein Netz",
        "@otto Moin ^ro",
        "@otto hier auch",
        "@wattkabel_hilft Vertrag 1",
    ]
    assert [each.own for each in found] == [False, True, False, False]


async def test_looking_again_tells_edits_and_deletions_and_nothing_else(
    square: Square, desk: Mastodon
) -> None:
    said = [await square.say("otto", f"@wattkabel_hilft {word}") for word in ("bleibt", "ändert", "geht")]
    refs = [ref(each) for each in said]
    assert list(await desk.look_again(refs)) == []
    await square.ask(
        "PUT", f"/api/v1/statuses/{said[1]['id']}", "otto", json={"status": "@wattkabel_hilft geändert"}
    )
    await square.ask("DELETE", f"/api/v1/statuses/{said[2]['id']}", "otto")
    items = await desk.look_again(refs)
    assert {item.dedupe_key.split(":")[0] for item in items} == {"edit", "delete"}
    edited, deleted = events(desk, items)
    assert (edited.type, edited.text) == (EventType.EDITED, "@wattkabel_hilft geändert")
    assert (deleted.type, deleted.message.external_id) == (EventType.DELETED, said[2]["uri"])
    known = MessageRef(refs[1].external_id, refs[1].names, extra=edited.message.extra)
    assert list(await desk.look_again([refs[0], known])) == []
    assert [item.dedupe_key for item in await desk.look_again(refs)] == [item.dedupe_key for item in items]


async def test_a_server_in_trouble_deletes_nothing(square: Square, desk: Mastodon) -> None:
    said = ref(await square.say("otto", "@wattkabel_hilft moin"))
    await desk.identify()
    for fault in ({"status": 502}, {"status": 200, "body": "<html>"}, {"close": True}):
        await square.fault("/api/v1/statuses", **fault)
        with pytest.raises(Later):
            await desk.look_again([said])
    await square.fault("/api/v1/statuses", status=404)
    assert list(await desk.look_again([said])) == []


async def test_a_profile_is_found_by_what_we_know(square: Square, desk: Mastodon) -> None:
    mia = f"https://{DOMAIN}/users/mia"
    for known in (f"@mia@{DOMAIN}", mia):
        found = await desk.profile(known)
        assert (found.handle, found.external_id) == (f"@mia@{DOMAIN}", mia)
    with pytest.raises(Gone):
        await desk.profile("@nobody@town.test")


async def test_examine_finds_closed_gates_and_prepare_opens_them(square: Square, desk: Mastodon) -> None:
    await square.ask(
        "PATCH", "/api/v2/notifications/policy", "wattkabel_hilft", json={"for_private_mentions": "drop"}
    )
    health = await desk.examine()
    assert not health.ok
    assert "notification policy" in health.findings[0]
    await desk.prepare()
    health = await desk.examine()
    assert (health.ok, health.findings) == (True, ())
    assert health.profile is not None
    assert health.profile.handle == f"@wattkabel_hilft@{DOMAIN}"


async def test_examine_tells_a_wrong_token(square: Square, surroundings: Surroundings) -> None:
    stranger = square.desk(surroundings, "nobody")
    health = await stranger.examine()
    assert not health.ok
    assert "access token" in health.findings[0]
    with pytest.raises(Unauthorized):
        await stranger.identify()
    with pytest.raises(Unauthorized):
        await anext(stranger.stream())


async def next_hint(hints: AsyncIterator[Hint]) -> Hint:
    async with asyncio.timeout(5):
        return await anext(hints)


@pytest.mark.parametrize("way", ["websocket", "events"])
async def test_the_stream_wakes_for_what_concerns_us(
    square: Square, desk: Mastodon, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "events":
        monkeypatch.setattr("hilft.channels.mastodon.stream._socket", no_socket)
    async with aclosing(cast("Any", desk.stream())) as hints:
        assert await next_hint(hints) == Hint()
        asked = await square.say("otto", "@wattkabel_hilft kein Netz")
        assert await next_hint(hints) == Hint()
        await square.say("mia", "nichts mit uns")
        await square.ask("DELETE", f"/api/v1/statuses/{asked['id']}", "otto")
        assert await next_hint(hints) == Hint(changed=name_of(DOMAIN, asked["id"]))
        ours = await square.say("wattkabel_hilft", "Moin aus der App")
        assert await next_hint(hints) == Hint()
        await square.ask("PUT", f"/api/v1/statuses/{ours['id']}", "wattkabel_hilft", json={"status": "Moin!"})
        assert await next_hint(hints) == Hint(changed=name_of(DOMAIN, ours["id"]))


async def no_socket(*_: object) -> None:
    """Stand for a proxy that lets no websocket through."""


async def test_no_stream_at_all_is_later(
    square: Square, desk: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.identify()
    monkeypatch.setattr("hilft.channels.mastodon.stream._socket", no_socket)
    await square.fault("/api/v1/streaming/user", status=404)
    with pytest.raises(Later):
        await anext(desk.stream())
