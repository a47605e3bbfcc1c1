"""Before an answer leaves: the draft check, personal data in public, promises that are kept track of."""

from typing import Any

import pytest

from hilft import cases
from hilft.accounts import brand_by_id
from hilft.cases import InboxFilter, View
from hilft.channels import Visibility
from hilft.db import transaction
from hilft.memory import (
    AskedBy,
    PromiseState,
    Reminder,
    asked_rates,
    disclosures_of,
    exposures_of,
    promise_rates,
    promises_of,
    settle_exposures,
)
from tests.api.conftest import EIGHT, Office

pytestmark = pytest.mark.anyio

PHONE = "Wir rufen Sie unter 0171 2345678 an."


@pytest.fixture
async def code(office: Office) -> str:
    await office.hear("Seit heute früh kein Internet. Mein Router ist ein Speedport W 723V.")
    (only,) = await office.codes()
    return only


async def check(office: Office, code: str, text: str, visibility: str = "public") -> dict[str, Any]:
    body = {"text": text, "visibility": visibility}
    found: dict[str, Any] = await office.post(f"/cases/{code}/draft-check", body)
    return found


async def test_a_draft_is_checked_by_what_is_known(office: Office, code: str) -> None:
    found = await check(office, code, "Welchen Router haben Sie denn?", "private")
    (again,) = found["asked_again"]
    assert sorted(again) == ["channel", "key", "question", "said_at", "value"]
    assert again["key"] == "device"
    assert "723V" in again["value"]
    assert again["said_at"] == "2026-11-23T08:00:00Z"
    assert again["question"] == "Welchen Router haben Sie denn?"


async def test_a_promise_comes_with_its_time(office: Office, code: str) -> None:
    found = await check(office, code, "Ich melde mich bis morgen 12 Uhr.")
    assert found == {
        "asked_again": [],
        "promises": [{"text": "Ich melde mich bis morgen 12 Uhr.", "due_at": "2026-11-24T11:00:00Z"}],
        "vague": [],
        "personal_data": [],
    }


async def test_a_vague_promise_is_named(office: Office, code: str) -> None:
    found = await check(office, code, "Wir kümmern uns zeitnah.")
    assert [each["text"] for each in found["vague"]] == ["Wir kümmern uns zeitnah"] or found["vague"]
    assert found["promises"] == []


async def test_personal_data_counts_in_public_only(office: Office, code: str) -> None:
    found = await check(office, code, PHONE)
    (number,) = found["personal_data"]
    assert PHONE[number["start"] : number["end"]] == "0171 2345678"
    assert number["kind"] == "phone"
    assert (await check(office, code, PHONE, "private"))["personal_data"] == []


@pytest.mark.parametrize(
    "body", [{}, {"text": "x"}, {"text": "x", "visibility": "loud"}, {"text": 3, "visibility": "public"}]
)
async def test_a_draft_needs_text_and_visibility(office: Office, code: str, body: dict[str, Any]) -> None:
    await office.post(f"/cases/{code}/draft-check", body, status=422)
    await office.post("/cases/XXX-XXXX/draft-check", {"text": "x", "visibility": "public"}, status=404)


async def test_personal_data_does_not_leave_in_public_without_a_reason(office: Office, code: str) -> None:
    body = {"text": PHONE, "visibility": "public", "hold_seconds": 0}
    problem = await office.post(f"/cases/{code}/replies", body, status=422)
    assert problem["type"] == "urn:hilft:problem:personal-in-public"
    assert problem["personal_data"] == [{"kind": "phone", "start": 20, "end": 32}]
    assert "0171 2345678" in problem["detail"]
    assert len((await office.get(f"/cases/{code}"))["messages"]) == 1
    reason = "Die Nummer steht öffentlich auf der Seite des Kunden."
    await office.post(f"/cases/{code}/replies", {**body, "personal_data_reason": reason}, status=201)
    told = {line["kind"]: line["reason"] for line in (await office.get(f"/cases/{code}"))["timeline"]}
    assert told["message.disclosed"] == reason
    assert told["message.out"] is None
    async with office.house.pool.acquire() as conn:
        (kept,) = await disclosures_of(conn, office.brand.id, await office.case_id(code))
    assert (kept.kinds, kept.reason, kept.agent_name) == (["phone"], reason, "Romina")


async def test_the_brands_own_number_may_be_public(office: Office, code: str) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute(
            "update brands set settings = settings || $2 where id = $1",
            office.brand.id, {"public_contacts": ["0171 2345678"]},
        )  # fmt: skip
        assert await brand_by_id(tx.conn, office.brand.id)
    await office.post(f"/cases/{code}/replies", {"text": PHONE, "visibility": "public"}, status=201)


async def promise(office: Office, code: str, **more: object) -> None:
    body = {
        "text": "Ich melde mich bis 12 Uhr.",
        "visibility": "public",
        "hold_seconds": 0,
        "promises": [{"text": "Meldung bis 12 Uhr", "due_at": "2026-11-23T11:00:00Z"}],
    }
    await office.post(f"/cases/{code}/replies", {**body, **more}, status=201)


async def states(office: Office, code: str) -> list[PromiseState]:
    async with office.house.pool.acquire() as conn:
        return [each.state for each in await promises_of(conn, office.brand.id, await office.case_id(code))]


async def marks(office: Office) -> list[str]:
    """Give what the rows of the inbox say of promises."""
    async with office.house.pool.acquire() as conn:
        page = await cases.page(conn, office.romina, InboxFilter(View.ALL), None)
    return [row.promise for row in page.rows]


async def test_a_promise_is_kept_track_of_until_its_time_passes(office: Office, code: str) -> None:
    await promise(office, code)
    reminder = Reminder(office.house.pool, office.clock)
    assert await reminder.look() == EIGHT.replace(hour=10, minute=30)
    office.clock.move(hours=2, minutes=31)
    assert await reminder.look() == EIGHT.replace(hour=11)
    assert await states(office, code) == [PromiseState.OPEN]
    assert await marks(office) == ["open"]
    office.clock.move(minutes=29)
    assert await reminder.look() is None
    assert await states(office, code) == [PromiseState.BROKEN]
    assert await marks(office) == ["broken"]
    kinds = [line["kind"] for line in (await office.get(f"/cases/{code}"))["timeline"]]
    assert [kind for kind in kinds if kind.startswith("promise")] == [
        "promise.made",
        "promise.due_soon",
        "promise.broken",
    ]


async def test_a_later_answer_in_time_looks_like_keeping_it(office: Office, code: str) -> None:
    await promise(office, code)
    assert await marks(office) == [""]
    office.clock.move(minutes=30)
    await office.post(
        f"/cases/{code}/replies", {"text": "Es läuft wieder.", "visibility": "public"}, status=201
    )
    (listed,) = (await office.get("/promises"))["items"]
    assert (listed["code"], listed["state"], listed["looks_kept"]) == (code, "open", True)
    kept = await office.post(f"/promises/{listed['id']}/kept", {"how": "geschrieben"})
    assert (kept["state"], kept["how"]) == ("kept", "geschrieben")
    assert (await office.get("/promises"))["items"] == []
    assert len((await office.get("/promises", state="kept"))["items"]) == 1
    async with office.house.pool.acquire() as conn:
        rates = await promise_rates(conn, office.brand.id, EIGHT, EIGHT.replace(day=24))
    assert (rates.made, rates.kept, rates.broken, rates.open, rates.kept_rate) == (1, 1, 0, 0, 1.0)


async def test_what_an_answer_promised_that_was_taken_back_is_not_promised(office: Office, code: str) -> None:
    body = {
        "text": "Ich melde mich bis 12 Uhr.",
        "visibility": "public",
        "hold_seconds": 60,
        "promises": [{"text": "Meldung", "due_at": "2026-11-23T11:00:00Z"}],
    }
    done = await office.post(f"/cases/{code}/replies", body, status=201)
    assert await states(office, code) == [PromiseState.OPEN]
    await office.post(f"/deliveries/{done['delivery']}/undo")
    assert await states(office, code) == []


@pytest.mark.parametrize(
    "wish",
    [
        {"text": "Meldung", "due_at": "2026-11-22T11:00:00Z"},
        {"text": "Meldung", "due_at": "2226-11-22T11:00:00Z"},
        {"text": " ", "due_at": "2026-11-24T11:00:00Z"},
        {"text": "Meldung", "due_at": "2026-11-24T11:00:00"},
        {"due_at": "2026-11-24T11:00:00Z"},
    ],
)
async def test_an_odd_promise_is_refused_and_nothing_is_sent(
    office: Office, code: str, wish: dict[str, str]
) -> None:
    body = {"text": "Hallo", "visibility": "public", "promises": [wish]}
    await office.post(f"/cases/{code}/replies", body, status=422)
    assert len((await office.get(f"/cases/{code}"))["messages"]) == 1


async def test_a_strangers_promise_does_not_exist(office: Office, code: str) -> None:
    await promise(office, code)
    (listed,) = (await office.get("/promises"))["items"]
    assert listed["customer"] == "Otto"
    assert listed["text"] == "Meldung bis 12 Uhr"
    assert listed["due_at"] == "2026-11-23T11:00:00Z"
    await office.post("/promises/018f0000-0000-7000-8000-000000000000/kept", {"how": ""}, status=404)
    assert Visibility.PUBLIC


async def test_a_customers_own_public_post_with_personal_data_is_noticed(office: Office) -> None:
    await office.hear("Meine Nummer ist 0171 2345678, ruft an!")
    await office.hear("Meine Nummer ist 0171 2345678", who="mia", visibility=Visibility.PRIVATE)
    for code in await office.codes():
        await check(office, code, "Hallo")  # learns what is pending
        case_id = await office.case_id(code)
        customer = (await office.get(f"/cases/{code}"))["customer"]
        async with transaction(office.house.pool) as tx:
            found = await exposures_of(tx.conn, office.brand.id, case_id)
            assert [each.kinds for each in found] == ([["phone"]] if customer == "Otto" else [])
            await settle_exposures(tx, office.romina, case_id, office.clock())
            assert await exposures_of(tx.conn, office.brand.id, case_id) == []


async def test_what_is_asked_again_is_counted(office: Office, code: str) -> None:
    await check(office, code, "Hallo")
    body = {"text": "Welchen Router haben Sie denn?", "visibility": "public", "hold_seconds": 0}
    await office.post(f"/cases/{code}/replies", body, status=201)
    why = {"device": "Es gibt zwei Geräte."}
    await office.post(f"/cases/{code}/replies", {**body, "asked_on_purpose": why}, status=201)
    async with office.house.pool.acquire() as conn:
        (rate,) = await asked_rates(conn, office.brand.id, EIGHT, EIGHT.replace(day=24), AskedBy.CHANNEL)
    assert (rate.answers, rate.again, rate.sent, rate.on_purpose) == (2, 2, 1, 1)
    told = {line["kind"]: line["reason"] for line in (await office.get(f"/cases/{code}"))["timeline"]}
    assert told["question.on_purpose"] == "Es gibt zwei Geräte."
