"""Announcements by API: written, planned, changed, over, withdrawn; only by those who lead."""

from typing import Any

import httpx
import pytest

from tests.api.conftest import Office
from tests.api.test_hours import lead

__all__ = ["lead"]

pytestmark = pytest.mark.anyio

NOTE = {"title": "Wartung in der Nacht", "text": "Von 2 bis 4 Uhr kann das Netz kurz weg sein."}


async def ask(
    client: httpx.AsyncClient, method: str, path: str, body: object = None, status: int = 200
) -> dict[str, Any]:
    answer = await client.request(method, f"/announcements{path}", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json() if answer.content else {}
    return found


async def test_one_is_published_changed_and_withdrawn(office: Office, lead: httpx.AsyncClient) -> None:
    made = await ask(lead, "POST", "", NOTE, 201)
    assert (made["state"], made["kind"]) == ("published", "news")
    office.clock.move(minutes=5)
    changed = await ask(lead, "PATCH", f"/{made['id']}", {"title": "Wartung verschoben"})
    assert (changed["title"], changed["text"]) == ("Wartung verschoben", NOTE["text"])
    assert changed["changed_at"] > changed["created_at"]
    await ask(lead, "DELETE", f"/{made['id']}", status=204)
    await ask(lead, "DELETE", f"/{made['id']}", status=204)
    assert (await office.get(f"/announcements/{made['id']}"))["state"] == "withdrawn"
    await ask(lead, "PATCH", f"/{made['id']}", {"title": "Doch"}, 409)


async def test_one_waits_for_its_time(office: Office, lead: httpx.AsyncClient) -> None:
    made = await ask(lead, "POST", "", NOTE | {"publish_at": "2026-11-23T12:00:00+01:00"}, 201)
    assert (made["state"], made["publish_at"]) == ("scheduled", "2026-11-23T11:00:00Z")
    moved = await ask(lead, "PATCH", f"/{made['id']}", {"publish_at": "2026-11-23T12:30:00Z"})
    assert moved["publish_at"] == "2026-11-23T12:30:00Z"
    office.clock.move(hours=5)
    assert (await office.get(f"/announcements/{made['id']}"))["state"] == "published"
    late = await ask(lead, "PATCH", f"/{made['id']}", {"publish_at": "2026-11-24T12:30:00Z"})
    assert late["publish_at"] == "2026-11-23T12:30:00Z"


async def test_a_disruption_is_over_once(office: Office, lead: httpx.AsyncClient) -> None:
    made = await ask(lead, "POST", "", NOTE | {"kind": "disruption"}, 201)
    first = await ask(lead, "PATCH", f"/{made['id']}", {"over": True})
    office.clock.move(minutes=1)
    again = await ask(lead, "PATCH", f"/{made['id']}", {"over": True})
    assert first["state"] == again["state"] == "over"
    assert first["over_at"] == again["over_at"]
    news = await ask(lead, "POST", "", NOTE, 201)
    await ask(lead, "PATCH", f"/{news['id']}", {"over": True, "title": "Anders"}, 422)
    assert (await office.get(f"/announcements/{news['id']}"))["title"] == NOTE["title"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"title": "x" * 121}, {"text": " \n"}, {"text": "x" * 4001}, {"kind": "rumour"},
        {"publish_at": "morgen"}, {"publish_at": "2026-11-24T12:00:00"}, {"publish_at": "2031-01-01T00:00:00Z"},
        {"colour": "red"}, {"title": "\x00\ufffe"},
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(lead: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    await ask(lead, "POST", "", NOTE | wrong, 422)
    assert (await ask(lead, "GET", ""))["items"] == []


async def test_agents_read_and_do_not_write(office: Office, lead: httpx.AsyncClient) -> None:
    made = await ask(lead, "POST", "", NOTE, 201)
    await ask(office.client, "POST", "", NOTE, 403)
    await ask(office.client, "PATCH", f"/{made['id']}", {"title": "x"}, 403)
    await ask(office.client, "DELETE", f"/{made['id']}", status=403)
    assert [each["id"] for each in (await office.get("/announcements"))["items"]] == [made["id"]]


async def test_the_list_is_read_page_by_page(office: Office, lead: httpx.AsyncClient) -> None:
    made = [(await ask(lead, "POST", "", NOTE | {"title": str(each)}, 201))["id"] for each in range(5)]
    first = await office.get("/announcements", limit="3")
    rest = await office.get("/announcements", limit="3", after=first["next"])
    assert [each["id"] for each in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


ON = {"account": "wattkabel_hilft@town.test"}


async def test_accounts_say_it_too_each_as_its_network_counts(
    office: Office, lead: httpx.AsyncClient
) -> None:
    looked = await ask(lead, "POST", "/preview", NOTE | {"posts": [ON | {"text": "Kurz 🙈"}]})
    assert looked["items"] == [
        {
            "account": "wattkabel_hilft@town.test", "text": "Kurz 🙈", "used": 6, "limit": 500,
            "unit": "grapheme", "ok": True,
        }
    ]  # fmt: skip
    made = await ask(lead, "POST", "", NOTE | {"posts": [ON]}, 201)
    [post] = made["posts"]
    assert (post["account"], post["state"], post["can_change"]) == (ON["account"], "leaving", True)
    assert post["text"] == f"{NOTE['title']}\n\n{NOTE['text']}"
    path = f"/{made['id']}/posts/{post['id']}"
    found = await ask(lead, "POST", f"{path}/withdraw")
    assert found["posts"][0]["state"] == "withdrawn"
    found = await ask(lead, "POST", f"{path}/anew")
    assert [each["state"] for each in found["posts"]] == ["leaving"]
    await ask(lead, "POST", f"{path}/retry", status=409)
    await ask(lead, "POST", f"{path}/shout", status=422)
    await ask(lead, "POST", f"/{made['id']}/posts/{made['id']}/withdraw", status=404)
    await ask(office.client, "POST", f"{path}/anew", status=403)
    await ask(office.client, "POST", "/preview", {"posts": [ON]}, 403)


async def test_a_planned_one_changes_its_accounts(office: Office, lead: httpx.AsyncClient) -> None:
    later = NOTE | {"publish_at": "2026-11-24T09:00:00Z"}
    made = await ask(lead, "POST", "", later | {"posts": [ON | {"text": "Bald."}]}, 201)
    assert made["posts"][0]["state"] == "planned"
    assert (await ask(lead, "PATCH", f"/{made['id']}", {"title": "Bald"}))["posts"][0]["text"] == "Bald."
    assert (await ask(lead, "PATCH", f"/{made['id']}", {"posts": []}))["posts"] == []
    again = await ask(lead, "PATCH", f"/{made['id']}", {"posts": [{"account": str(office.account.id)}]})
    assert again["posts"][0]["text"] == f"Bald\n\n{NOTE['text']}"


@pytest.mark.parametrize(
    ("posts", "status"),
    [
        ([{"account": "niemand@town.test"}], 422), ([ON | {"text": "x" * 501}], 422), ([{}], 422),
        ([ON | {"colour": "red"}], 422), ([ON] * 101, 422), ("all", 422),
    ],
)  # fmt: skip
async def test_what_no_account_can_say_is_refused(
    lead: httpx.AsyncClient, posts: object, status: int
) -> None:
    await ask(lead, "POST", "", NOTE | {"posts": posts}, status)
    assert (await ask(lead, "GET", ""))["items"] == []
