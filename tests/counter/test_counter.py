"""A customer stands at the counter: found, briefed on, written down; the note is their words."""

import uuid
from typing import Any

import pytest

from tests.counter.conftest import Shop, open_shop
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio
WORDS = "Seit gestern kein Internet. Kundennummer 4711-0815. Router: FRITZ!Box 7590, schon neu gestartet."


async def test_somebody_new_becomes_a_case_with_their_words(shop: Shop) -> None:
    code = await shop.note(name="Otto Nolte", text=WORDS)
    (said,) = await shop.desk.rows("select * from messages")
    assert (said["direction"], said["visibility"], said["text"]) == ("in", "private", WORDS)
    await shop.desk.learn()
    facts = await shop.desk.rows("select key, value, channel from facts")
    assert {row["channel"] for row in facts} == {"counter"}
    assert {row["key"]: row["value"] for row in facts}["device"] == "FRITZ!Box 7590"
    page = await shop.romina.page(f"/desk/case/{code}")
    assert "Otto Nolte" in page
    assert "Romina ^ro" in page
    (case,) = await shop.desk.rows("select state, waiting_since, owner_id from cases")
    assert (case["state"], case["waiting_since"]) == ("open", None)
    assert case["owner_id"] == shop.desk.agents["romina"].id


async def test_a_shown_code_opens_the_brief_and_the_note_goes_to_that_case(shop: Shop) -> None:
    code = await shop.note(name="Otto Nolte", text=WORDS)
    for shown in (code, f"http://desk.test/status/{code}", code.lower().replace("-", "")):
        found = await shop.romina.get(f"/desk/counter?q={shown}")
        assert (found.status_code, found.headers["location"]) == (303, f"/desk/counter/{code}")
    page = await shop.romina.page(f"/desk/counter/{code}")
    assert "FRITZ!Box 7590" in page
    assert f'href="/desk/case/{code}#m-' in page
    assert await shop.note(code, text="Die Power-Lampe ist aus.") == code
    rows = await shop.desk.rows("select m.text, h.id from messages m join handles h on h.id = m.author_id")
    assert len(rows) == 2
    assert len({row["id"] for row in rows}) == 1
    assert "Power" in await shop.brief(code)


@pytest.mark.parametrize(
    "words", ["otto nol", "4711-0815", "47110815", "030 5557001", "+49305557001", "FRITZ"]
)
async def test_search_finds_by_name_numbers_and_words(shop: Shop, words: str) -> None:
    code = await shop.note(name="Otto Nolte", text=f"{WORDS} Tel. 030 5557001")
    await shop.desk.learn()
    page = await shop.romina.page(f"/desk/counter?q={words.replace('+', '%2B')}")
    found = page.split('id="found-title"')[1].split("</section>")[0]
    assert f"/desk/counter/{code}" in found
    assert (
        "/desk/counter/"
        not in (await shop.romina.page("/desk/counter?q=Nobody"))
        .split("found-title")[1]
        .split("</section>")[0]
    )


async def test_done_now_solves_it_and_an_agreed_time_is_a_promise(shop: Shop) -> None:
    code = await shop.note(name="Otto Nolte", text="Router kaputt", until="tomorrow")
    (promise,) = await shop.desk.rows("select text, state from promises")
    assert promise["state"] == "open"
    assert promise["text"] == "Eine Antwort"
    page = await shop.romina.page(f"/desk/counter/{code}")
    assert "Eine Antwort (" in page
    assert await shop.note(code, text="Router getauscht, läuft", next="done", until="1h") == code
    (case,) = await shop.desk.rows("select state from cases")
    assert case["state"] == "solved"
    assert len(await shop.desk.rows("select 1 from promises")) == 1


async def test_the_same_visit_is_written_once(shop: Shop) -> None:
    note = {"id": str(uuid.uuid4()), "name": "Otto", "text": WORDS, "next": "open"}
    answers = [await shop.romina.post("/desk/counter/new", note) for _ in range(2)]
    assert len({each.headers["location"] for each in answers}) == 1
    assert len(await shop.desk.rows("select 1 from messages")) == 1
    assert len(await shop.desk.rows("select 1 from customers")) == 1


async def test_two_of_one_name_are_two_people(shop: Shop) -> None:
    assert await shop.note(name="Otto", text="Erstens") != await shop.note(name="Otto", text="Zweitens")
    assert len(await shop.desk.rows("select 1 from customers")) == 2


async def test_what_is_typed_is_kept_until_it_is_with_the_case(shop: Shop) -> None:
    async def typed(kind: str, text: str, version: int, code: str = "new") -> None:
        told = {"kind": kind, "text": text, "version": str(version)}
        assert (await shop.romina.ask(f"/desk/counter/{code}/draft", told)).status_code == 200

    now = int(shop.desk.clock().timestamp() * 1000)
    await typed("name", "Otto", now - 9)
    await typed("note", "Seit gestern", now - 5)
    await typed("note", "Seit", now - 7)
    await typed("note", "für immer", now * 3)
    await typed("colour", "red", now)
    page = await shop.romina.page("/desk/counter/new")
    assert "Seit gestern</textarea>" in page
    assert 'value="Otto"' in page
    assert "Seit gestern" not in await shop.desk.kai.page("/desk/counter/new")
    code = await shop.note(name="Otto", text="Seit gestern")
    await typed("note", "Seit gestern", now - 4)
    page = await shop.romina.page("/desk/counter/new")
    assert "></textarea>" in page
    await typed("note", "Nur hier", now - 3, code)
    assert "Nur hier</textarea>" in await shop.romina.page(f"/desk/counter/{code}")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": "Kaputt", "name": " "}, 422),
        ({"text": " ", "name": "Otto"}, 422),
        ({"text": "x" * 20_001, "name": "Otto"}, 422),
        ({"text": "Kaputt", "name": "o" * 201}, 422),
        ({"text": "Kaputt", "name": "Otto", "until": "2020-01-01T09:00"}, 422),
        ({"text": "Kaputt", "name": "Otto", "until": "soon"}, 422),
        ({"text": "Kaputt", "name": "Otto", "id": "none"}, 404),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_written(
    shop: Shop, fields: dict[str, Any], status: int
) -> None:
    answer = await shop.romina.ask("/desk/counter/new", {"id": str(uuid.uuid4()), "next": "open"} | fields)
    assert answer.status_code == status, answer.text
    assert answer.json()["sentence"]
    assert await shop.desk.rows("select 1 from cases") == []


async def test_a_code_of_nobody_and_a_desk_without_a_shop(shop: Shop) -> None:
    assert (await shop.romina.get("/desk/counter/K7Q-4PXM")).status_code == 404
    await shop.desk.rows("update accounts set state = 'paused' where channel = 'counter'")
    page = await shop.romina.page("/desk/counter")
    assert "/desk/accounts/add/counter" in page
    answer = await shop.romina.ask(
        "/desk/counter/new", {"id": str(uuid.uuid4()), "name": "Otto", "text": "x"}
    )
    assert answer.status_code == 409


async def test_a_device_remembers_in_which_shop_it_stands(shop: Shop) -> None:
    kiel = await open_shop(shop.desk, {"name": "Kiel", "address": "Am Kai 1, 24103 Kiel"})
    assert (await shop.romina.post("/desk/counter/shop", {"shop": str(kiel.id)})).status_code == 303
    await shop.note(name="Otto", text="Kaputt")
    (case,) = await shop.desk.rows("select account_id from cases")
    assert case["account_id"] == kiel.id


async def test_shops_are_among_the_ways_in(shop: Shop) -> None:
    shop.desk.client.headers["accept-language"] = "de"
    page = (await shop.desk.client.get("/")).text
    assert "Wattkabel-Laden Husum, Krämerstraße 3, 25813 Husum" in page
    assert "/desk/channels/counter.svg" in page


async def test_only_the_counter_may_ask_for_the_camera(shop: Shop) -> None:
    assert "camera=(self)" in (await shop.romina.get("/desk/counter")).headers["permissions-policy"]
    assert "camera=()" in (await shop.romina.get("/desk/inbox")).headers["permissions-policy"]


async def test_by_api(shop: Shop) -> None:
    headers = await shop.desk.token("kai")
    client = shop.desk.client
    note = {"text": WORDS, "name": "Otto", "id": str(uuid.uuid4())}
    made = await client.post("/api/v1/counter/notes", json=note, headers=headers)
    assert made.status_code == 200, made.text
    again = await client.post("/api/v1/counter/notes", json=note, headers=headers)
    assert again.json()["code"] == made.json()["code"]
    found = await client.get(
        "/api/v1/counter/search",
        params={"q": f"https://x.example/status/{made.json()['code']}"},
        headers=headers,
    )
    assert [each["code"] for each in found.json()["items"]] == [made.json()["code"]]
    done = await client.post(
        "/api/v1/counter/notes",
        json={"text": "Läuft", "case": made.json()["code"], "done": True},
        headers=headers,
    )
    assert done.json()["state"] == "solved"
    for body in ({"text": "x"}, {"text": "", "name": "Otto"}):
        assert (await client.post("/api/v1/counter/notes", json=body, headers=headers)).status_code == 422
    elsewhere = {"text": "x", "name": "Otto", "shop": str(uuid.uuid4())}
    assert (await client.post("/api/v1/counter/notes", json=elsewhere, headers=headers)).status_code == 404
    unknown = {"text": "x", "case": "K7Q-4PXM"}
    assert (await client.post("/api/v1/counter/notes", json=unknown, headers=headers)).status_code == 404


async def test_strangers_see_nothing(shop: Shop) -> None:
    stranger = Visitor(shop.desk.client)
    for path in ("/desk/counter", "/desk/counter/new"):
        assert (await stranger.get(path)).status_code in {303, 401}
    assert (await stranger.post("/desk/counter/new", {"text": "x"})).status_code in {303, 401, 403}
