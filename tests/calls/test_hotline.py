"""From the telephone system's webhook to the card, the note, the customer's words, what memory knows of them."""

import itertools
import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.calls.conftest import HOTLINE, OTTO, Hotline

pytestmark = pytest.mark.anyio
SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "payloads" / "sipgate"
WORDS = "Seit gestern kein Internet. Kundennummer 4711-0815. Router: Speedport W 723V, schon neu gestartet."


async def sit_at(hotline: Hotline, extension: str = "21") -> None:
    assert (await hotline.romina.post("/desk/calls/extension", {"extension": extension})).status_code == 303


async def test_a_call_rings_where_it_is_answered_and_its_note_is_the_customers_words(
    hotline: Hotline,
) -> None:
    await sit_at(hotline)
    await hotline.tell("ringing", users=["21"])
    page = await hotline.romina.page("/desk/inbox")
    assert OTTO in page
    assert 'data-key="c"' in page
    assert OTTO not in await hotline.kai.page("/desk/inbox")
    hotline.clock.move(seconds=9)
    await hotline.tell("answered", users=["21"])
    call = await hotline.call()
    assert call["agent_id"] == hotline.agents["romina"].id
    path = f"/desk/calls/{call['id']}"
    for version, text in enumerate(("Seit", "Seit gestern", "Seit ges"), start=1):
        wanted = 5 - version
        kept = await hotline.romina.ask(f"{path}/draft", {"text": text, "version": str(wanted)})
        assert kept.json() == {"version": 4}
    assert "Seit</textarea>" in await hotline.romina.page(path)
    hotline.clock.move(seconds=180)
    done = await hotline.romina.post(f"{path}/note", {"text": WORDS, "case": ""})
    assert done.status_code == 303, done.text
    again = await hotline.romina.post(f"{path}/note", {"text": WORDS, "case": ""})
    assert again.headers["location"] == done.headers["location"]
    await hotline.tell("ended", cause="normalClearing")
    assert await hotline.timeline() == ["call.rang", "call.answered", "call.ended"]
    case = await hotline.romina.page(done.headers["location"])
    assert "Speedport W 723V" in case
    assert "Romina" in case
    (said,) = await hotline.rows("select * from messages")
    assert said["occurred_at"] == call["answered_at"]
    assert (said["direction"], said["visibility"]) == ("in", "private")
    await hotline.learn()
    facts = await hotline.rows("select key, value, channel, said_at from facts")
    told = {row["key"]: row for row in facts}
    assert told["device"]["value"] == "Speedport W 723V"
    assert {row["channel"] for row in facts} == {"phone"}
    assert told["device"]["said_at"] == call["answered_at"]


async def test_the_second_call_shows_who_calls_with_what_is_known(hotline: Hotline) -> None:
    await sit_at(hotline)
    await hotline.tell("ringing", users=["21"])
    call = await hotline.call()
    first = await hotline.romina.post(f"/desk/calls/{call['id']}/note", {"text": WORDS, "case": ""})
    await hotline.tell("ended")
    await hotline.learn()
    hotline.clock.move(hours=1)
    await hotline.tell("ringing", "c-2", users=["21"])
    code = first.headers["location"].rpartition("/")[2]
    page = await hotline.romina.page("/desk/inbox")
    card = page[page.index('class="call-card') :]
    assert code in card
    assert "Speedport W 723V" in card[: card.index("</article>")]


async def test_steps_in_any_order_and_twice_give_the_same_call(hotline: Hotline) -> None:
    await sit_at(hotline)
    steps = []
    for what, users in (("ringing", ["21"]), ("answered", ["21"]), ("ended", [])):
        steps.append((what, users, hotline.clock().isoformat()))
        hotline.clock.move(seconds=10)
    for number, order in enumerate(itertools.permutations(steps)):
        for what, users, at in (*order, *reversed(order)):
            await hotline.tell(what, f"c-{number}", users=users, at=at)
    rows = await hotline.rows("select rang_at, answered_at, ended_at, users, agent_id from calls")
    assert len(rows) == 6
    seen = {str(sorted(row.items())) for row in rows}
    assert len(seen) == 1
    assert await hotline.rows("select * from call_backs where done_at is null") == []


async def test_a_missed_call_becomes_a_call_back_in_opening_hours(hotline: Hotline) -> None:
    await hotline.tell("ringing", users=["21"])
    hotline.clock.move(seconds=30)
    await hotline.tell("ended", cause="noAnswer")
    page = await hotline.romina.page("/desk/calls")
    assert OTTO in page
    (task,) = await hotline.rows("select * from call_backs")
    assert (
        task["due_at"] - hotline.clock()
    ).total_seconds() == 3600  # always open: no hours are written down
    await hotline.romina.post(f"/desk/call-backs/{task['id']}/done")
    await hotline.romina.post(f"/desk/call-backs/{task['id']}/done")
    (task,) = await hotline.rows("select * from call_backs")
    assert task["done_by"] == hotline.agents["romina"].id


async def test_a_missed_call_of_a_known_customer_runs_a_clock_on_their_case(hotline: Hotline) -> None:
    await hotline.tell("ringing")
    call = await hotline.call()
    await hotline.romina.post(f"/desk/calls/{call['id']}/note", {"text": WORDS, "case": ""})
    await hotline.tell("ended")
    await hotline.tell("ringing", "c-2")
    await hotline.tell("ended", "c-2")
    (clock,) = await hotline.rows("select * from clocks where kind = 'call_back'")
    assert clock["state"] == "running"
    assert (await hotline.timeline())[-1] == "call.missed"
    (task,) = await hotline.rows("select * from call_backs")
    await hotline.romina.post(f"/desk/call-backs/{task['id']}/done")
    (clock,) = await hotline.rows("select * from clocks where kind = 'call_back'")
    assert clock["state"] == "stopped"


async def test_a_hidden_number_needs_a_case_to_be_chosen(hotline: Hotline) -> None:
    await hotline.tell("ringing", "c-1")
    call = await hotline.call()
    made = await hotline.romina.post(f"/desk/calls/{call['id']}/note", {"text": WORDS, "case": ""})
    await hotline.learn()
    code = made.headers["location"].rpartition("/")[2]
    await hotline.tell("ringing", "c-2", **{"from": "anonymous"})
    (hidden,) = await hotline.rows("select id from calls where number = ''")
    path = f"/desk/calls/{hidden['id']}"
    refused = await hotline.romina.post(f"{path}/note", {"text": "Es geht wieder nicht.", "case": ""})
    assert refused.status_code == 422
    for words in (code, code.replace("-", "").lower(), "Speedport"):
        assert f'value="{code}"' in await hotline.romina.page(f"{path}?{urlencode({'q': words})}"), words
    taken = await hotline.romina.post(f"{path}/note", {"text": "Es geht wieder nicht.", "case": code})
    assert taken.headers["location"] == made.headers["location"]
    assert len(await hotline.rows("select * from handles")) == 1


async def test_a_transfer_moves_the_card_to_the_colleague(hotline: Hotline) -> None:
    await sit_at(hotline)
    assert (await hotline.kai.post("/desk/calls/extension", {"extension": "22"})).status_code == 303
    await hotline.tell("ringing", users=["21"])
    await hotline.tell("answered", users=["21"])
    hotline.clock.move(seconds=60)
    await hotline.tell("transferred", leg="c-1b", users=["22"])
    await hotline.tell("answered", leg="c-1b", users=["22"])
    await hotline.tell("ended")
    call = await hotline.call()
    assert call["agent_id"] == hotline.agents["kai"].id
    assert call["ended_at"] is None
    assert OTTO in await hotline.kai.page("/desk/inbox")
    assert OTTO not in await hotline.romina.page("/desk/inbox")


async def test_what_is_forged_or_wrong_is_refused(hotline: Hotline) -> None:
    step = hotline.step("ringing")
    assert (await hotline.post(step, secret="whsec_" + "YWFh" * 11)).status_code == 401
    assert (await hotline.post({**step, "at": "gestern"})).status_code == 422
    assert (await hotline.client.post(hotline.path, content=b"<xml/>")).status_code == 415
    assert (await hotline.post({**step, "type": "call.held"})).status_code == 200
    await hotline.digest()
    assert await hotline.rows("select * from calls") == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared payloads are not there")
async def test_sipgates_own_samples(hotline: Hotline) -> None:
    hotline.sipgate_key = " ".join((SAMPLES / "public-key.pem").read_text("ascii").split("\n"))
    async with hotline.house.pool.acquire() as conn:
        await conn.execute("update accounts set state = 'removed'")
    await hotline.open()
    headers = json.loads((SAMPLES / "newCall.headers.json").read_text())
    for case in json.loads((SAMPLES / "expected.json").read_text()):
        if "body" not in case:
            continue
        sent = dict(headers) | {
            name: case[name] for name in ("x-forwarded-for", "x-sipgate-signature") if name in case
        }
        body = (SAMPLES / case["body"]).read_bytes()
        answer = await hotline.client.post(hotline.path, content=body, headers=sent)
        assert answer.status_code == (200 if case["valid"] else 401), (case, answer.text)
        if case["valid"]:
            assert answer.headers["content-type"] == "application/xml"
            address = re.escape(f"http://desk.test{hotline.path}")
            assert re.search(rf'<Response onAnswer="{address}" onHangup="{address}"/>', answer.text)
    await hotline.digest()
    call = await hotline.call()
    assert (call["number"], call["line"]) == ("+4912354678", "+49999999")


async def test_the_api_lists_calls_and_takes_the_note(hotline: Hotline) -> None:
    await hotline.tell("ringing")
    from_token = await hotline.token("romina")
    listed = (await hotline.client.get("/api/v1/calls", headers=from_token)).json()
    (item,) = listed["items"]
    assert (item["state"], item["number"], item["line"]) == ("ringing", OTTO, HOTLINE)
    path = f"/api/v1/calls/{item['id']}"
    body = {"text": WORDS, "case": None}
    made = await hotline.client.post(f"{path}/note", json=body, headers=from_token)
    assert made.status_code == 200, made.text
    due = await hotline.client.post(f"{path}/call-back", json={"minutes": 30}, headers=from_token)
    assert due.json()["case"] == made.json()["code"]
    assert due.json()["call_back_due_at"] is not None
    missing = path[:-12] + "000000000000"
    assert (await hotline.client.get(missing, headers=from_token)).status_code == 404
    assert (await hotline.client.get("/api/v1/calls?after=x", headers=from_token)).status_code == 422


async def test_a_number_named_in_a_message_is_a_hint_and_choosing_the_case_links_it(hotline: Hotline) -> None:
    await hotline.tell("ringing", "c-1", **{"from": "+49301112223"})
    first = await hotline.call()
    text = "Mein Router blinkt rot. Erreichbar unter 030 5557001."
    made = await hotline.romina.post(f"/desk/calls/{first['id']}/note", {"text": text, "case": ""})
    code = made.headers["location"].rpartition("/")[2]
    await hotline.learn()
    await hotline.tell("ringing", "c-2")
    (second,) = await hotline.rows("select id from calls where call_key = 'c-2'")
    path = f"/desk/calls/{second['id']}"
    assert f'value="{code}"' in await hotline.romina.page(path)
    assert await hotline.rows("select id from links") == []
    await hotline.romina.post(f"{path}/note", {"text": "Jetzt blinkt er grün.", "case": code})
    (link,) = await hotline.rows("select evidence, agent_id from links")
    assert (link["evidence"], link["agent_id"]) == ("agent", hotline.agents["romina"].id)
    assert len(await hotline.rows("select distinct customer_id from handles")) == 1
    assert len(await hotline.rows("select distinct case_id from messages")) == 1


async def test_a_call_about_a_solved_case_opens_it_again(hotline: Hotline) -> None:
    await hotline.tell("ringing", "c-1")
    first = await hotline.call()
    made = await hotline.romina.post(f"/desk/calls/{first['id']}/note", {"text": WORDS, "case": ""})
    code = made.headers["location"].rpartition("/")[2]
    await hotline.romina.post(f"/desk/case/{code}/solve")
    await hotline.tell("ringing", "c-2")
    (second,) = await hotline.rows("select id from calls where call_key = 'c-2'")
    await hotline.romina.post(
        f"/desk/calls/{second['id']}/note", {"text": "Es geht doch nicht.", "case": code}
    )
    (case,) = await hotline.rows("select state, waiting_since from cases")
    assert (case["state"], case["waiting_since"]) == ("open", None)


async def test_the_card_of_a_running_case_is_its_brief(hotline: Hotline) -> None:
    await sit_at(hotline)
    await hotline.tell("ringing", users=["21"])
    call = await hotline.call()
    await hotline.romina.post(f"/desk/calls/{call['id']}/note", {"text": WORDS, "case": ""})
    await hotline.tell("ended")
    hotline.clock.move(hours=1)
    await hotline.tell(
        "ringing", "c-2", users=["21"]
    )  # nobody has read the words yet: the card waits for no job
    page = await hotline.romina.page("/desk/inbox")
    card = page[page.index('class="call-brief"') : page.index("</article>")]
    assert '<span dir="auto" class="own-words">Seit gestern kein Internet' in card
    for known in ("4711-0815", "Speedport W 723V", "Neu gestartet: ja"):
        assert known in card
    (second,) = await hotline.rows("select id from calls where call_key = 'c-2'")
    assert 'class="call-brief"' in await hotline.romina.page(f"/desk/calls/{second['id']}")


async def test_a_case_opened_by_a_call_waits_for_no_first_answer(hotline: Hotline) -> None:
    token = await hotline.token("romina")
    targets = {"items": [{"kind": kind, "minutes": 30} for kind in ("first_answer", "next_answer")]}
    async with hotline.house.pool.acquire() as conn:
        await conn.execute("update agents set role = 'admin'")
    assert (await hotline.client.put("/api/v1/targets", json=targets, headers=token)).status_code == 200, (
        targets
    )
    await hotline.tell("ringing")
    await hotline.tell("answered", users=["21"])
    hotline.clock.move(minutes=4)
    call = await hotline.call()
    await hotline.romina.post(f"/desk/calls/{call['id']}/note", {"text": WORDS, "case": ""})
    clocks = {
        row["kind"]: row for row in await hotline.rows("select kind, state, mark, stopped_at from clocks")
    }
    assert clocks["first_answer"]["state"] == "stopped"
    assert clocks["first_answer"]["mark"] == ""


async def test_a_missed_call_without_a_number_is_listed_though_nobody_can_be_called(hotline: Hotline) -> None:
    await hotline.tell("ringing", **{"from": "anonymous"})
    assert "Missed, number not shown" not in await hotline.romina.page("/desk/calls?lang=en")
    await hotline.tell("ended", **{"from": "anonymous"}, cause="cancel")
    assert await hotline.rows("select * from call_backs") == []
    call = await hotline.call()
    page = await hotline.romina.page("/desk/calls?lang=en")
    missed = page[page.index("Missed, number not shown") : page.index('id="calls-title"')]
    assert f"/desk/calls/{call['id']}" in missed
    hotline.clock.move(days=8)
    assert (await hotline.romina.sign_in()).status_code == 303
    assert "Missed, number not shown" not in await hotline.romina.page("/desk/calls?lang=en")


async def test_who_calls_is_waited_for_no_longer(hotline: Hotline) -> None:
    await hotline.tell("ringing")
    first = await hotline.call()
    noted = await hotline.romina.post(f"/desk/calls/{first['id']}/note", {"text": WORDS, "case": ""})
    code = noted.headers["location"].rpartition("/")[2]
    async with hotline.house.pool.acquire() as conn:
        await conn.execute("update cases set state = 'waiting'")
    hotline.clock.move(hours=1)
    await hotline.tell("ringing", "c-2")
    (again,) = await hotline.rows("select id from calls where call_key = 'c-2'")
    await hotline.romina.post(f"/desk/calls/{again['id']}/note", {"text": "Es blinkt noch.", "case": code})
    assert await hotline.rows("select state, waiting_since from cases") == [
        {"state": "open", "waiting_since": None}
    ]
