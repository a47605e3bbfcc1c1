"""Notifications: paging, kinds, policy, requests."""

from typing import Any

import httpx
import pytest

from tests.town.square import Square

pytestmark = pytest.mark.anyio
DESK = "wattkabel_hilft"


def ids(notices: list[dict[str, Any]]) -> list[str]:
    return [notice["id"] for notice in notices]


async def test_min_id_goes_forward_and_since_id_skips_the_gap(square: Square) -> None:
    for number in range(7):
        await square.say("otto", f"@{DESK} {number}")
    newest_first = ids(await square.notices(DESK))
    oldest_first = newest_first[::-1]
    assert ids(await square.notices(DESK, limit=3)) == newest_first[:3]
    assert ids(await square.notices(DESK, limit=3, since_id=oldest_first[0])) == newest_first[:3]
    assert ids(await square.notices(DESK, limit=3, min_id=oldest_first[0])) == oldest_first[1:4][::-1]
    assert ids(await square.notices(DESK, limit=3, max_id=newest_first[2])) == newest_first[3:6]
    assert ids(await square.notices(DESK, min_id="0", limit=2)) == oldest_first[:2][::-1]
    assert ids(await square.notices(DESK, min_id=newest_first[0])) == []


async def test_link_headers_lead_through_everything(square: Square) -> None:
    for number in range(5):
        await square.say("otto", f"@{DESK} {number}")
    expected = ids(await square.notices(DESK))
    address: httpx.URL | None = httpx.URL(square.origin + "/api/v1/notifications?limit=2&types[]=mention")
    seen: list[str] = []
    while address is not None:
        answer = await square.by(DESK).get(address)
        seen += ids(answer.json())
        address = httpx.URL(answer.links["next"]["url"]) if "next" in answer.links else None
    assert seen == expected
    await square.say("otto", f"@{DESK} neu")
    first = await square.by(DESK).get("/api/v1/notifications?limit=2&max_id=" + expected[0])
    newer = await square.by(DESK).get(first.links["prev"]["url"])
    assert ids(newer.json())[-1] == expected[0]


async def test_kinds_are_chosen(square: Square) -> None:
    status = await square.say(DESK, "Guten Morgen")
    await square.post("otto", f"/api/v1/statuses/{status['id']}/favourite")
    await square.post("otto", f"/api/v1/accounts/{square.id_of(DESK)}/follow")
    await square.say("otto", f"@{DESK} hallo")
    await square.say("mia", f"@{DESK} auch")
    kinds = [notice["type"] for notice in await square.notices(DESK)]
    assert kinds == ["mention", "mention", "follow", "favourite"]
    mentions = await square.notices(DESK, **{"types[]": ["mention"]})
    assert [notice["account"]["acct"] for notice in mentions] == ["mia", "otto"]
    rest = await square.notices(DESK, **{"exclude_types[]": ["mention", "follow"]})
    assert [notice["type"] for notice in rest] == ["favourite"]
    assert len(await square.notices(DESK, account_id=square.id_of("mia"))) == 1
    follow = (await square.notices(DESK, **{"types[]": "follow"}))[0]
    assert "status" not in follow
    assert (await square.get(DESK, f"/api/v1/notifications/{follow['id']}"))["type"] == "follow"
    assert (await square.by("otto").get(f"/api/v1/notifications/{follow['id']}")).status_code == 404
    assert await square.get(DESK, "/api/v1/notifications/unread_count") == {"count": 4}
    assert await square.post(DESK, f"/api/v1/notifications/{follow['id']}/dismiss") == {}
    assert len(await square.notices(DESK)) == 3
    assert await square.post(DESK, "/api/v1/notifications/clear") == {}
    assert await square.notices(DESK) == []


async def test_the_policy_drops_and_filters(square: Square) -> None:
    policy = "/api/v2/notifications/policy"
    assert (await square.get(DESK, policy))["for_private_mentions"] == "accept"
    changed = await square.by(DESK).patch(policy, json={"for_private_mentions": "drop"})
    assert changed.json()["for_private_mentions"] == "drop"
    await square.say("otto", f"@{DESK} geheim", visibility="direct")
    assert await square.notices(DESK) == []
    await square.by(DESK).patch(policy, data={"for_private_mentions": "filter"})
    await square.say("otto", f"@{DESK} noch geheimer", visibility="direct")
    assert await square.notices(DESK) == []
    assert len(await square.notices(DESK, include_filtered="true")) == 1
    (request,) = await square.get(DESK, "/api/v1/notifications/requests")
    assert (request["account"]["acct"], request["notifications_count"]) == ("otto", "1")
    summary = (await square.get(DESK, policy))["summary"]
    assert summary == {"pending_requests_count": 1, "pending_notifications_count": 1}
    assert await square.post(DESK, f"/api/v1/notifications/requests/{request['id']}/accept") == {}
    assert len(await square.notices(DESK)) == 1
    await square.say("otto", f"@{DESK} dritter", visibility="direct")
    assert len(await square.notices(DESK)) == 2
    wrong = await square.by(DESK).patch(policy, json={"for_not_following": "maybe"})
    assert wrong.status_code == 422


async def test_an_answer_to_ones_own_letter_is_not_filtered(square: Square) -> None:
    policy = "/api/v2/notifications/policy"
    await square.by("otto").patch(policy, json={"for_private_mentions": "filter"})
    asked = await square.say("otto", f"@{DESK} Frage", visibility="direct")
    await square.say(DESK, "@otto Antwort", visibility="direct", in_reply_to_id=asked["id"])
    assert len(await square.notices("otto")) == 1


async def test_markers_count_what_is_unread(square: Square) -> None:
    await square.say("otto", f"@{DESK} eins")
    (notice,) = await square.notices(DESK)
    marked = await square.post(DESK, "/api/v1/markers", notifications={"last_read_id": notice["id"]})
    assert marked["notifications"]["last_read_id"] == notice["id"]
    await square.say("otto", f"@{DESK} zwei")
    assert await square.get(DESK, "/api/v1/notifications/unread_count") == {"count": 1}
