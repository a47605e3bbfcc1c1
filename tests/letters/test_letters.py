"""A letter from its scan to the answer in the post: the case, what is read of it, the mail room's list."""

import base64
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.letters.conftest import KATE, PNG, Post

pytestmark = pytest.mark.anyio

SAID = "Seit Montag kein Internet, Router ist ein Speedport W 723V. Kundennummer 4711-0815."


async def state(post: Post) -> str:
    (case,) = await post.desk.rows("select state from cases")
    return str(case["state"])


async def test_a_letter_is_a_message_of_its_day_that_waits_for_an_answer(post: Post) -> None:
    code = await post.case(b"%PDF-1.7 scan", text=SAID, **KATE)
    (message,) = await post.desk.rows("select * from messages")
    assert (message["direction"], message["visibility"], message["needs_answer"]) == ("in", "private", True)
    assert message["occurred_at"] == datetime(2026, 11, 20, 11, tzinfo=UTC)  # noon in Berlin
    (case,) = await post.desk.rows("select * from cases")
    assert case["waiting_since"] == post.desk.clock()  # nobody could read it before
    assert case["owner_id"] is None
    await post.desk.learn()
    facts = {
        row["key"]: row for row in await post.desk.rows("select key, value, channel, said_at from facts")
    }
    assert facts["device"]["value"] == "Speedport W 723V"
    assert {row["channel"] for row in facts.values()} == {"letter"}
    page = await post.romina.page(f"/desk/case/{code}?lang=en")
    assert "Süderstraße 9" in page
    (file,) = await post.desk.rows("select * from attachments")
    assert (file["content_type"], file["kind"], file["state"]) == ("application/pdf", "file", "stored")
    served = await post.romina.get(f"/desk/files/{file['id']}")
    assert served.content == b"%PDF-1.7 scan"
    assert served.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in served.headers["content-security-policy"]


async def test_what_nobody_typed_is_read_by_nobody(post: Post) -> None:
    await post.put(**KATE)
    await post.desk.learn()
    assert await post.desk.rows("select * from facts") == []


async def test_the_same_scan_again_is_the_same_letter(post: Post) -> None:
    code = await post.case(**KATE)
    assert await post.case(text="noch einmal", **KATE) == code
    assert await post.case(written_on="2026-11-19", **KATE) != code
    assert len(await post.desk.rows("select * from messages")) == 2
    assert len(await post.desk.rows("select * from customers")) == 1


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        (b"<html><script>alert(1)</script>", "PDF, JPEG, PNG or TIFF"),
        (b"PK\x03\x04 a zip", "PDF, JPEG, PNG or TIFF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PDF, JPEG, PNG or TIFF"),
        (b"", "Choose the scan"),
    ],
    ids=["html", "zip", "svg", "empty"],
)
async def test_hostile_files_stay_outside(post: Post, scan: bytes, sentence: str) -> None:
    await post.romina.page("/desk/letters/new?lang=en")
    answer = await post.put(scan, 422, text="Was ich tippte", **KATE)
    assert sentence in answer.text
    assert "Was ich tippte" in answer.text
    assert await post.desk.rows("select * from messages") == []


async def test_files_are_limited_in_number_and_size(post: Post) -> None:
    await post.put([PNG + bytes([number]) for number in range(5)], 422, **KATE)
    await post.put(PNG + b"0" * (20 * 1024 * 1024), 413, **KATE)
    await post.put([PNG, b"II*\0tiff", b"MM\0*tiff", b"\xff\xd8\xffjpeg"], 303, **KATE)
    rows = await post.desk.rows("select content_type, position from attachments order by position")
    assert [row["content_type"] for row in rows] == ["image/png", "image/tiff", "image/tiff", "image/jpeg"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"written_on": "2026-11-24"},
        {"written_on": "1999-01-01"},
        {"written_on": "gestern"},
        {"street": ""},
        {"name": "x" * 81},
        {"name": "", "street": "", "place": ""},
    ],
    ids=["tomorrow", "long ago", "no date", "no street", "long name", "nobody"],
)
async def test_what_is_missing_is_said_and_nothing_is_written(post: Post, wrong: dict[str, str]) -> None:
    await post.put(PNG, 422, **(KATE | wrong))
    for query in ("select * from messages", "select * from cases", "select * from handles"):
        assert await post.desk.rows(query) == [], query


async def test_a_letter_joins_the_chosen_case_and_its_sender_the_customer(post: Post) -> None:
    await post.desk.tell("ringing")
    call = await post.desk.call()
    noted = await post.romina.post(f"/desk/calls/{call['id']}/note", {"text": SAID, "case": ""})
    code = noted.headers["location"].rpartition("/")[2]
    found = await post.romina.page(f"/desk/letters/new?q={code}&case={code}")
    assert f'value="{code}" checked' in found
    assert await post.case(case=code, **KATE) == code
    assert len(await post.desk.rows("select distinct customer_id from handles")) == 1
    (link,) = await post.desk.rows("select * from links where evidence = 'agent'")
    assert link["agent_id"] == post.desk.agents["romina"].id
    assert "Süderstraße 9" in await post.romina.page(f"/desk/letters/new?case={code}")
    assert await post.case(PNG + b"2", case=code) == code  # the address is known by now
    await post.desk.tell("ringing", "c-2", **{"from": "+4930555700"})
    (other,) = await post.desk.rows("select id from calls where call_key = 'c-2'")
    noted = await post.romina.post(f"/desk/calls/{other['id']}/note", {"text": "Moin", "case": ""})
    stranger = noted.headers["location"].rpartition("/")[2]
    refused = await post.put(PNG + b"3", 409, case=stranger, **KATE)
    assert code not in refused.text or "gehört" in refused.text
    assert len(await post.desk.rows("select * from messages where scope = 'post'")) == 2


async def test_a_solved_case_opens_again_and_one_answered_meanwhile_too(post: Post) -> None:
    code = await post.case(**KATE)
    await post.answer(code, "Guten Tag,\n\nes läuft wieder.")
    await post.deliver()
    assert await state(post) == "waiting"
    post.desk.clock.move(hours=1)
    await post.case(PNG + b"2", case=code, written_on="2026-11-21", **KATE)
    assert await state(post) == "open"  # written before our answer, read by nobody until now
    await post.romina.post(f"/desk/case/{code}/solve")
    await post.case(PNG + b"3", case=code, **KATE)
    assert await state(post) == "open"


async def test_an_answer_is_printed_and_posted_by_the_mail_room(post: Post) -> None:
    code = await post.case(**KATE)
    assert (await post.answer(code, "Guten Tag Frau Hinrichs,\n\nes läuft wieder.")).status_code == 303
    await post.deliver()
    assert await post.desk.rows("select state from deliveries") == [{"state": "sent"}]
    kai = post.desk.kai
    listed = await kai.page("/desk/letters?lang=en")
    assert "Käthe Hinrichs, Süderstraße 9, 25813 Husum" in listed
    pdf = await kai.get("/desk/letters/print.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    text = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    for told in ("Käthe Hinrichs", "es läuft wieder.", code, "Romina", "Ihr Brief vom 20. November 2026"):
        assert told in text, told
    (paper,) = await post.desk.rows("select * from papers")
    assert (paper["printed_at"], paper["pages"]) == (None, 1)
    chosen = {"sheet": str(paper["id"])}
    for _ in range(2):
        assert (await kai.post("/desk/letters/printed", chosen)).status_code == 303
    assert (await kai.get("/desk/letters/print.pdf")).status_code == 404  # nothing new
    for _ in range(2):
        assert (await kai.post("/desk/letters/posted", chosen)).status_code == 303
    kinds = [
        row["kind"]
        for row in await post.desk.rows("select kind from timeline where kind like 'letter.%' order by id")
    ]
    assert kinds == ["letter.printed", "letter.posted"]
    page = await kai.page("/desk/letters?lang=en")
    assert "Nothing is to be posted." in page
    assert "Posted lately" in page
    assert (await kai.get(f"/desk/letters/print.pdf?sheet={paper['id']}")).status_code == 200
    assert (await kai.get("/desk/letters/print.pdf?sheet=x")).status_code == 404


async def test_several_sheets_are_one_print_job_and_old_ones_are_let_go(post: Post) -> None:
    for number in range(3):
        code = await post.case(PNG + bytes([number]), **(KATE | {"name": f"Käthe {number}"}))
        await post.answer(code, f"Guten Tag,\n\nAntwort {number}.")
    await post.deliver()
    job = await post.desk.kai.get("/desk/letters/print.pdf")
    pages = [page.extract_text() for page in PdfReader(BytesIO(job.content)).pages]
    assert [f"Antwort {number}." in page for number, page in enumerate(pages)] == [True] * 3
    ids = [str(row["id"]) for row in await post.desk.rows("select id from papers order by made_at, id")]
    await post.desk.kai.post("/desk/letters/posted", {"sheet": ids[:2]})
    post.desk.clock.move(days=31)
    assert (await post.desk.kai.sign_in("kai")).status_code == 303
    await post.desk.kai.post("/desk/letters/posted", {"sheet": ids[2:]})
    kept = await post.desk.rows("select content is not null as there from papers order by made_at, id")
    assert [row["there"] for row in kept] == [False, False, True]


async def test_what_a_letter_cannot_show_is_refused_with_its_reason(post: Post) -> None:
    code = await post.case(**KATE)
    await post.answer(code, "Alles gut 🙈")
    await post.deliver()
    (delivery,) = await post.desk.rows("select state, reason from deliveries")
    assert delivery["state"] == "refused"
    assert "🙈" in delivery["reason"]
    assert await post.desk.rows("select * from papers") == []


async def test_a_program_puts_letters_in_and_works_the_mail_room(post: Post) -> None:
    client, headers = post.desk.client, await post.desk.token("kai")
    scan = {"content": base64.b64encode(b"%PDF-1.7 scan").decode(), "name": "brief.pdf"}
    body = {"written_on": "2026-11-20", "scans": [scan], "sender": KATE, "text": SAID}
    made = await client.post("/api/v1/letters", json=body, headers=headers)
    assert made.status_code == 201, made.text
    code = made.json()["code"]
    broken: list[dict[str, Any]] = [
        {"scans": [{"content": "?"}]},
        {"scans": []},
        {"sender": None},
        {"written_on": "2027-01-01"},
    ]
    for wrong in broken:
        answer = await client.post("/api/v1/letters", json=body | wrong, headers=headers)
        assert answer.status_code == 422, wrong
        assert answer.json()["detail"]
    await post.answer(code, "Guten Tag,\n\nes läuft wieder.")
    await post.deliver()
    (sheet,) = (await client.get("/api/v1/letters", headers=headers)).json()["items"]
    assert (sheet["case"], sheet["agent"], sheet["pages"], sheet["printable"]) == (code, "Romina", 1, True)
    pdf = await client.get(f"/api/v1/letters/{sheet['id']}/pdf", headers=headers)
    assert pdf.content.startswith(b"%PDF-")
    for marked in (1, 0):
        told = await client.post("/api/v1/letters/posted", json={"letters": [sheet["id"]]}, headers=headers)
        assert told.json() == {"marked": marked}
    (sheet,) = (await client.get("/api/v1/letters?state=posted", headers=headers)).json()["items"]
    assert sheet["posted_by"] == "Kai"


async def test_who_calls_after_our_answer_is_not_waited_for(post: Post) -> None:
    code = await post.case(**KATE)
    await post.answer(code, "Guten Tag,\n\nes läuft wieder.")
    await post.deliver()
    assert await state(post) == "waiting"
    post.desk.clock.move(hours=1)
    await post.desk.tell("ringing")
    call = await post.desk.call()
    await post.romina.post(f"/desk/calls/{call['id']}/note", {"text": "Es blinkt noch.", "case": code})
    assert await state(post) == "open"
    await post.romina.post(f"/desk/case/{code}/triage", {"priority": "high", "tags": ""})
    assert await state(post) == "open"
    post.desk.clock.move(hours=1)
    await post.answer(code, "Guten Tag,\n\njetzt aber.")
    assert await state(post) == "waiting"
