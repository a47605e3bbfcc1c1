"""Nobody sees what is not for them, on any door."""

from typing import Any

import pytest

from tests.town.square import Square

pytestmark = pytest.mark.anyio


async def everything_seen(square: Square, handle: str) -> set[str]:
    """Ids on every list that shows statuses."""
    seen: set[str] = set()
    for author in ("otto", "mia", "wattkabel_hilft"):
        path = f"/api/v1/accounts/{square.id_of(author)}/statuses"
        seen |= {each["id"] for each in await square.get(handle, path)}
    for path in ("/api/v1/timelines/public", "/api/v1/timelines/home", "/api/v1/timelines/tag/dsl"):
        if handle or not path.endswith("home"):
            seen |= {each["id"] for each in await square.get(handle, path)}
    return seen


@pytest.mark.parametrize("visibility", ["private", "direct"])
async def test_a_stranger_finds_nothing(square: Square, visibility: str) -> None:
    root = await square.say("otto", "öffentlich")
    secret = await square.say(
        "otto", "@wattkabel_hilft Kundennummer 4711 #dsl", visibility=visibility, in_reply_to_id=root["id"]
    )
    number = secret["id"]
    for handle in ("mia", ""):
        for path in ("", "/context", "/history", "/favourited_by"):
            answer = await square.by(handle).get(f"/api/v1/statuses/{number}{path}")
            assert answer.status_code == 404, path
        assert number not in await everything_seen(square, handle)
        below = (await square.get(handle, f"/api/v1/statuses/{root['id']}/context"))["descendants"]
        assert below == []
        assert await square.get(handle, "/api/v1/statuses", **{"id[]": [number]}) == []
        found = await square.get(handle, "/api/v2/search", q=secret["url"], resolve="true")
        assert found["statuses"] == []
    for action in ("favourite", "reblog"):
        assert (await square.by("mia").post(f"/api/v1/statuses/{number}/{action}")).status_code == 404
    reply: dict[str, Any] = {"status": "ich weiß es", "in_reply_to_id": number}
    assert (await square.by("mia").post("/api/v1/statuses", json=reply)).status_code == 404
    for handle in ("otto", "wattkabel_hilft"):
        assert (await square.get(handle, f"/api/v1/statuses/{number}"))["id"] == number
        assert number in await everything_seen(square, handle)
    assert (await square.get("", f"/api/v1/statuses/{root['id']}"))["replies_count"] == 0


async def test_followers_see_what_is_for_followers(square: Square) -> None:
    await square.post("mia", f"/api/v1/accounts/{square.id_of('otto')}/follow")
    status = await square.say("otto", "nur für euch", visibility="private")
    assert (await square.get("mia", f"/api/v1/statuses/{status['id']}"))["id"] == status["id"]
    assert [each["id"] for each in await square.get("mia", "/api/v1/timelines/home")] == [status["id"]]
    assert (await square.by("jonas").get(f"/api/v1/statuses/{status['id']}")).status_code == 404


async def test_the_blocked_see_and_hear_nothing(square: Square) -> None:
    status = await square.say("otto", "öffentlich")
    await square.post("otto", f"/api/v1/accounts/{square.id_of('mia')}/block")
    assert (await square.by("mia").get(f"/api/v1/statuses/{status['id']}")).status_code == 404
    await square.say("mia", "@otto hallo")
    assert await square.notices("otto") == []
    follow = await square.by("mia").post(f"/api/v1/accounts/{square.id_of('otto')}/follow")
    assert (follow.status_code, follow.json()) == (403, {"error": "This action is not allowed"})
    assert [each["acct"] for each in await square.get("otto", "/api/v1/blocks")] == ["mia"]


async def test_direct_statuses_are_conversations(square: Square) -> None:
    first = await square.say("otto", "@wattkabel_hilft Frage", visibility="direct")
    answer = await square.say(
        "wattkabel_hilft", "@otto Antwort", visibility="direct", in_reply_to_id=first["id"]
    )
    for handle, other, unread in (("otto", "wattkabel_hilft", True), ("wattkabel_hilft", "otto", False)):
        (letter,) = await square.get(handle, "/api/v1/conversations")
        assert letter["last_status"]["id"] == answer["id"]
        assert [each["acct"] for each in letter["accounts"]] == [other]
        assert letter["unread"] is unread
    (letter,) = await square.get("otto", "/api/v1/conversations")
    assert (await square.post("otto", f"/api/v1/conversations/{letter['id']}/read"))["unread"] is False
    assert await square.get("mia", "/api/v1/conversations") == []
    await square.by("wattkabel_hilft").delete(f"/api/v1/statuses/{answer['id']}")
    (letter,) = await square.get("otto", "/api/v1/conversations")
    assert letter["last_status"]["id"] == first["id"]
    assert (await square.by("mia").delete(f"/api/v1/conversations/{letter['id']}")).status_code == 404
    assert (await square.by("otto").delete(f"/api/v1/conversations/{letter['id']}")).json() == {}
    assert await square.get("otto", "/api/v1/conversations") == []
