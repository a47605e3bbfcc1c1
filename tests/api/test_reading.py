"""Lists page by key, a case shows everything, times carry a Z."""

import pytest

from hilft.channels import Visibility
from tests.api.conftest import Office

pytestmark = pytest.mark.anyio


async def test_a_case_shows_who_where_and_since_when(office: Office) -> None:
    await office.hear("Seit heute früh kein Internet.")
    (item,) = (await office.get("/cases", state="open"))["items"]
    assert item["customer"] == "Otto"
    assert item["handle"] == "@otto@town.test"
    assert item["state"] == "open"
    assert item["waiting_since"] == "2026-11-23T08:00:00Z"
    assert item["visibility"] == "public"
    assert item["preview"] == "Seit heute früh kein Internet."
    assert item["owner"] is None


async def test_pages_follow_one_another_without_gap_or_repetition(office: Office) -> None:
    for number in range(7):
        await office.hear(f"Frage {number}", who=f"kunde{number}")
        office.clock.move(minutes=1)
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = await office.get("/cases", state="open", limit="3", **({"after": after} if after else {}))
        seen += [item["customer"] for item in page["items"]]
        after = page["next"]
    assert seen == [f"Kunde{number}" for number in range(7)]


async def test_states_divide_the_cases(office: Office) -> None:
    await office.hear("Erste Frage", who="otto")
    await office.hear("Zweite Frage", who="mia")
    first, second = await office.codes()
    await office.post(f"/cases/{first}/solve")
    assert await office.codes(state="solved") == [first]
    assert await office.codes(state="open") == [second]
    assert sorted(await office.codes()) == sorted([first, second])


async def test_a_case_holds_conversations_messages_notes_and_timeline(office: Office) -> None:
    post = await office.hear("Die DSL-Lampe blinkt.")
    await office.hear("Meine Kundennummer ist 123.", parent=post, visibility=Visibility.PRIVATE)
    (code,) = await office.codes()
    await office.post(f"/cases/{code}/notes", {"text": "Port geprüft."}, status=201)
    case = await office.get(f"/cases/{code}")
    assert sorted(one["visibility"] for one in case["conversations"]) == ["private", "public"]
    assert [one["text"] for one in case["messages"]] == [
        "Die DSL-Lampe blinkt.",
        "Meine Kundennummer ist 123.",
    ]
    assert {one["direction"] for one in case["messages"]} == {"in"}
    assert [one["delivery"] for one in case["messages"]] == [None, None]
    assert [one["text"] for one in case["notes"]] == ["Port geprüft."]
    assert "message.in" in [one["kind"] for one in case["timeline"]]
    assert set(case["timeline"][0]) == {"at", "kind", "agent", "refs", "reason"}


async def test_an_empty_parameter_is_none(office: Office) -> None:
    await office.hear("Hallo?")
    assert await office.codes(state="", after="", account="") == await office.codes()


async def test_a_code_is_read_as_people_type_it(office: Office) -> None:
    await office.hear("Hallo?")
    (code,) = await office.codes()
    typed = code.replace("-", "").lower()
    assert (await office.get(f"/cases/{typed}"))["code"] == code


async def test_words_are_found(office: Office) -> None:
    await office.hear("Der Router pfeift seit gestern.")
    found = await office.get("/search", q="pfeift")
    assert [item["code"] for item in found["items"]] == await office.codes()
    assert (await office.get("/search", q="unauffindbar"))["items"] == []


async def test_accounts_tell_how_they_are(office: Office) -> None:
    (account,) = (await office.get("/accounts"))["items"]
    assert account["handle"] == "@wattkabel_hilft@town.test"
    assert account["state"] == "active"
    assert "secret" not in str(account)
