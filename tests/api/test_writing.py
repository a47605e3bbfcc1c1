"""Answers and notes: stored once, refused with a reason, taken back in time."""

import pytest

from hilft.channels import Visibility
from tests.api.conftest import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def code(office: Office) -> str:
    await office.hear("Seit heute früh kein Internet.")
    (only,) = await office.codes()
    return only


async def test_an_answer_is_a_message_on_its_way(office: Office, code: str) -> None:
    body = {"text": "Wir schauen nach.", "visibility": "public", "hold_seconds": 0}
    done = await office.post(f"/cases/{code}/replies", body, status=201)
    assert done["text"].endswith("^ro")
    message = (await office.get(f"/cases/{code}"))["messages"][-1]
    assert message["id"] == done["id"]
    assert message["direction"] == "out"
    assert message["agent"] == "Romina"
    assert message["delivery"]["state"] == "queued"
    assert message["delivery"]["id"] == done["delivery"]


async def test_the_same_key_answers_once(office: Office, code: str) -> None:
    body = {"text": "Wir schauen nach.", "visibility": "public", "hold_seconds": 0}
    first = await office.post(f"/cases/{code}/replies", body, status=201, Idempotency_Key="k1")
    again = await office.post(f"/cases/{code}/replies", body, status=201, Idempotency_Key="k1")
    assert again == first
    assert len((await office.get(f"/cases/{code}"))["messages"]) == 2


async def test_the_same_key_with_another_body_is_refused(office: Office, code: str) -> None:
    body = {"text": "Wir schauen nach.", "visibility": "public"}
    await office.post(f"/cases/{code}/replies", body, status=201, Idempotency_Key="k1")
    other = await office.post(
        f"/cases/{code}/replies", {**body, "text": "Anders."}, status=422, Idempotency_Key="k1"
    )
    assert other["type"] == "urn:hilft:problem:other-body"


async def test_a_note_with_the_same_key_is_left_once(office: Office, code: str) -> None:
    first = await office.post(f"/cases/{code}/notes", {"text": "Port tot."}, status=201, Idempotency_Key="n1")
    again = await office.post(f"/cases/{code}/notes", {"text": "Port tot."}, status=201, Idempotency_Key="n1")
    assert again == first
    await office.post(f"/cases/{code}/notes", {"text": "Anders."}, status=422, Idempotency_Key="n1")
    assert len((await office.get(f"/cases/{code}"))["notes"]) == 1


async def test_a_held_answer_can_be_taken_back(office: Office, code: str) -> None:
    body = {"text": "Zu schnell.", "visibility": "public", "hold_seconds": 10}
    done = await office.post(f"/cases/{code}/replies", body, status=201)
    assert done["hold_until"] == "2026-11-23T08:00:10Z"
    assert (await office.post(f"/deliveries/{done['delivery']}/undo"))["text"] == "Zu schnell."
    case = await office.get(f"/cases/{code}")
    assert [one["direction"] for one in case["messages"]] == ["in"]
    assert case["state"] == "open"


async def test_an_answer_that_left_cannot_be_taken_back(office: Office, code: str) -> None:
    body = {"text": "Raus damit.", "visibility": "public", "hold_seconds": 0}
    done = await office.post(f"/cases/{code}/replies", body, status=201)
    problem = await office.post(f"/deliveries/{done['delivery']}/undo", status=409)
    assert problem["detail"]


async def test_a_long_text_is_refused_with_its_measure(office: Office, code: str) -> None:
    body = {"text": "zu lang " * 100, "visibility": "public"}
    problem = await office.post(f"/cases/{code}/replies", body, status=422)
    assert problem["limit"] == 500
    assert problem["used"] > 500
    await office.post(f"/cases/{code}/replies", {**body, "split": True}, status=201)
    assert len((await office.get(f"/cases/{code}"))["messages"]) > 2


async def test_an_empty_text_is_refused(office: Office, code: str) -> None:
    await office.post(f"/cases/{code}/replies", {"text": "  ", "visibility": "public"}, status=422)
    await office.post(f"/cases/{code}/notes", {"text": ""}, status=422)


async def test_a_private_case_gets_no_public_answer(office: Office) -> None:
    await office.hear("Nur für euch.", visibility=Visibility.PRIVATE)
    (code,) = await office.codes()
    await office.post(f"/cases/{code}/replies", {"text": "Oh.", "visibility": "public"}, status=422)
    done = await office.post(f"/cases/{code}/replies", {"text": "Oh.", "visibility": "private"}, status=201)
    assert done["visibility"] == "private"


@pytest.mark.parametrize("text", ["\u0000", "a\u0000b", "\u202e\u200f", "😀" * 50, "'; drop table cases; --"])
async def test_odd_texts_are_kept_or_refused_but_never_break(office: Office, code: str, text: str) -> None:
    note = await office.post(f"/cases/{code}/notes", {"text": text}, status=201)
    assert note["text"] == text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
