"""Saying, answering, changing, taking back."""

import re
from datetime import timedelta

import pytest

from tests.town.square import Clock, Square

pytestmark = pytest.mark.anyio
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def test_a_status_has_mastodons_shape(square: Square) -> None:
    status = await square.say(
        "otto", "Hallo @wattkabel_hilft\nkein <Netz> & https://www.example.com/a", language="de"
    )
    assert status["content"] == (
        '<p>Hallo <span class="h-card" translate="no">'
        f'<a href="{square.origin}/@wattkabel_hilft" class="u-url mention">@<span>wattkabel_hilft</span></a></span>'
        "<br />kein &lt;Netz&gt; &amp; "
        '<a href="https://www.example.com/a" target="_blank" rel="nofollow noopener noreferrer" translate="no">'
        '<span class="invisible">https://www.</span><span class="">example.com/a</span>'
        '<span class="invisible"></span></a></p>'
    )
    assert MOMENT.fullmatch(status["created_at"])
    assert status["uri"] == f"https://town.test/users/otto/statuses/{status['id']}"
    assert status["url"] == f"{square.origin}/@otto/{status['id']}"
    assert (status["visibility"], status["language"], status["in_reply_to_id"]) == ("public", "de", None)
    assert [mention["acct"] for mention in status["mentions"]] == ["wattkabel_hilft"]
    assert status["account"]["acct"] == "otto"
    assert isinstance(status["id"], str)


async def test_form_and_json_are_read_alike(square: Square) -> None:
    answer = await square.by("otto").post(
        "/api/v1/statuses", data={"status": "Form", "visibility": "unlisted", "sensitive": "true"}
    )
    assert (answer.json()["visibility"], answer.json()["sensitive"]) == ("unlisted", True)
    both = [answer.json()["id"], (await square.say("otto", "JSON"))["id"]]
    found = await square.get("", "/api/v1/statuses", **{"id[]": both})
    assert [status["id"] for status in found] == both


@pytest.mark.parametrize(
    ("form", "code", "error"),
    [
        ({}, 422, "Validation failed: Text can't be blank"),
        ({"status": " \n "}, 422, "Validation failed: Text can't be blank"),
        ({"status": "x" * 501}, 422, "Validation failed: Text character limit of 500 exceeded"),
        (
            {"status": "x" * 490, "spoiler_text": "y" * 11},
            422,
            "Validation failed: Text character limit of 500 exceeded",
        ),
        ({"status": "a", "in_reply_to_id": "1"}, 404, "Record not found"),
        (
            {"status": "a", "visibility": "secret"},
            422,
            "Validation failed: Visibility is not included in the list",
        ),
        (
            {"status": "a", "poll": {"options": ["a", "b"]}},
            422,
            "Validation failed: Polls are not held in this town",
        ),
        (
            {"status": "a", "media_ids": ["7"]},
            422,
            "Validation failed: Media 7 not found or already attached to another post",
        ),
    ],
)
async def test_what_cannot_be_said(square: Square, form: dict[str, object], code: int, error: str) -> None:
    answer = await square.by("otto").post("/api/v1/statuses", json=form)
    assert (answer.status_code, answer.json()["error"]) == (code, error)


async def test_links_count_23_and_domains_of_mentions_nothing(square: Square) -> None:
    link = "https://example.com/" + "a" * 300
    assert (await square.say("otto", "x" * 476 + " " + link))["id"]
    await square.say("otto", "x" * 494 + " @otto@" + "sehr.lange.domain.example.org")
    await square.say("otto", "👨‍👩‍👧‍👦" * 500)
    refused = await square.by("otto").post("/api/v1/statuses", json={"status": "x" * 477 + " " + link})
    assert refused.status_code == 422


async def test_an_idempotency_key_holds_for_an_hour(square: Square, clock: Clock) -> None:
    async def post(handle: str) -> str:
        answer = await square.by(handle).post(
            "/api/v1/statuses", json={"status": "einmal"}, headers={"Idempotency-Key": "key"}
        )
        assert answer.status_code == 200
        return str(answer.json()["id"])

    first = await post("otto")
    assert await post("otto") == first
    assert await post("mia") != first
    clock.ahead = timedelta(minutes=59)
    assert await post("otto") == first
    clock.ahead = timedelta(minutes=61)
    assert await post("otto") != first


async def test_a_thread_reads_from_the_root_down(square: Square) -> None:
    root = await square.say("otto", "Frage @wattkabel_hilft")
    answer = await square.say("wattkabel_hilft", "@otto Antwort", in_reply_to_id=root["id"])
    aside = await square.say("mia", "auch", in_reply_to_id=root["id"])
    below = await square.say("otto", "danke", in_reply_to_id=answer["id"])
    context = await square.get("", f"/api/v1/statuses/{answer['id']}/context")
    assert [each["id"] for each in context["ancestors"]] == [root["id"]]
    assert [each["id"] for each in context["descendants"]] == [below["id"]]
    context = await square.get("", f"/api/v1/statuses/{root['id']}/context")
    assert [each["id"] for each in context["descendants"]] == [answer["id"], below["id"], aside["id"]]
    assert answer["in_reply_to_account_id"] == root["account"]["id"]
    assert (await square.get("", f"/api/v1/statuses/{root['id']}"))["replies_count"] == 2


async def test_an_edit_keeps_its_history(square: Square) -> None:
    status = await square.say("otto", "erste Fassung")
    path = f"/api/v1/statuses/{status['id']}"
    changed = (await square.by("otto").put(path, json={"status": "zweite Fassung @mia"})).json()
    assert changed["edited_at"] is not None
    assert changed["content"].startswith("<p>zweite")
    history = await square.get("", path + "/history")
    assert [each["content"].split()[0] for each in history] == ["<p>erste", "<p>zweite"]
    assert (await square.get("otto", path + "/source"))["text"] == "zweite Fassung @mia"
    assert [notice["type"] for notice in await square.notices("mia")] == ["mention"]
    same = (await square.by("otto").put(path, json={"status": "zweite Fassung @mia"})).json()
    assert same["edited_at"] == changed["edited_at"]
    assert (await square.by("mia").put(path, json={"status": "fremd"})).status_code == 404


async def test_a_deletion_gives_the_text_back_and_frees_the_answers(square: Square) -> None:
    root = await square.say("otto", "weg damit @mia")
    answer = await square.say("mia", "Antwort", in_reply_to_id=root["id"])
    assert (await square.by("mia").delete(f"/api/v1/statuses/{root['id']}")).status_code == 404
    gone = (await square.by("otto").delete(f"/api/v1/statuses/{root['id']}")).json()
    assert (gone["id"], gone["text"]) == (root["id"], "weg damit @mia")
    missing = await square.by("otto").get(f"/api/v1/statuses/{root['id']}")
    assert (missing.status_code, missing.json()) == (404, {"error": "Record not found"})
    assert (await square.get("", f"/api/v1/statuses/{answer['id']}"))["in_reply_to_id"] is None
    assert await square.notices("mia") == []


async def test_favourites_and_boosts(square: Square) -> None:
    status = await square.say("otto", "gut")
    path = f"/api/v1/statuses/{status['id']}"
    for _ in range(2):
        liked = await square.post("mia", path + "/favourite")
    assert (liked["favourited"], liked["favourites_count"]) == (True, 1)
    boost = await square.post("mia", path + "/reblog")
    assert boost["reblog"]["id"] == status["id"]
    assert [notice["type"] for notice in await square.notices("otto")] == ["reblog", "favourite"]
    assert [each["acct"] for each in await square.get("", path + "/favourited_by")] == ["mia"]
    assert [each["acct"] for each in await square.get("", path + "/reblogged_by")] == ["mia"]
    assert (await square.post("mia", path + "/unfavourite"))["favourites_count"] == 0
    assert (await square.post("mia", path + "/unreblog"))["reblogs_count"] == 0
    assert await square.notices("otto") == []
    secret = await square.say("otto", "@mia geheim", visibility="direct")
    assert (await square.by("mia").post(f"/api/v1/statuses/{secret['id']}/reblog")).status_code == 403
