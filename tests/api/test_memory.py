"""The brief and the facts by API: complete, with sources, in the reader's language, decided on by agents."""

from typing import Any

import pytest

from hilft.channels import Visibility
from tests.api.conftest import Office

pytestmark = pytest.mark.anyio


async def a_case(office: Office) -> str:
    post = await office.hear("Seit gestern kein Internet, habe eine Fritzbox 7590")
    await office.hear(
        "Neu gestartet hab ich schon. Kundennummer 12345678", parent=post, visibility=Visibility.PRIVATE
    )
    (code,) = await office.codes()
    return code


async def fact(office: Office, code: str, key: str) -> dict[str, Any]:
    items = (await office.get(f"/cases/{code}/facts"))["items"]
    return next(each for each in items if each["key"] == key and each["holds"])


async def test_the_brief_is_complete_at_once_and_names_its_sources(office: Office) -> None:
    code = await a_case(office)
    card = await office.get(f"/cases/{code}/brief")
    assert (card["code"], card["customer"]) == (code, "Otto")
    assert card["problem"]["value"] == "Seit gestern kein Internet, habe eine Fritzbox 7590"
    said = {line["key"]: line for line in card["said"]}
    assert said["customer_number"]["value"] == "12345678"
    assert said["device"]["value"] == "FRITZ!Box 7590"
    assert [(line["key"], line["value"]) for line in card["tried"]] == [("tried_restart", "yes")]
    assert card["next"]["what"] == "answer"
    messages = {each["id"]: each["text"] for each in (await office.get(f"/cases/{code}"))["messages"]}
    for line in (card["problem"], *card["said"], *card["tried"]):
        assert line["source"]["kind"] == "message"
        assert line["source"]["id"] in messages
        assert line["source"]["by"] == "Otto"
        assert line["source"]["at"].endswith("Z")


async def test_the_text_of_the_brief_comes_in_both_languages(office: Office) -> None:
    code = await a_case(office)
    for language, words in (
        ("de", ("Problem", "Gesagt", "Kundennummer: 12345678", "Neu gestartet: ja", "Als Nächstes")),
        ("en", ("Problem", "Said", "Customer number: 12345678", "Restarted: yes", "Next")),
    ):
        answer = await office.client.get(f"/cases/{code}/brief", headers={"Accept-Language": language})
        text = answer.json()["text"]
        for word in words:
            assert word in text


async def test_a_fact_points_into_its_message(office: Office) -> None:
    code = await a_case(office)
    found = await fact(office, code, "customer_number")
    message = next(
        each for each in (await office.get(f"/cases/{code}"))["messages"] if each["id"] == found["message"]
    )
    assert message["text"][found["start"] : found["end"]] == "12345678"
    assert found["state"] == "read"


async def test_facts_are_confirmed_corrected_and_removed(office: Office) -> None:
    code = await a_case(office)
    found = await fact(office, code, "device")
    sure = await office.post(f"/cases/{code}/facts/{found['id']}/confirm")
    assert (sure["state"], sure["agent"]) == ("confirmed", "Romina")
    right = await office.post(f"/cases/{code}/facts/{found['id']}/correct", {"value": "FRITZ!Box 7530"})
    assert (right["value"], right["replaces"], right["message"]) == (
        "FRITZ!Box 7530",
        found["id"],
        found["message"],
    )
    assert (await fact(office, code, "device"))["id"] == right["id"]
    await office.post(f"/cases/{code}/facts/{found['id']}/confirm", status=409)
    gone = await office.post(f"/cases/{code}/facts/{right['id']}/remove")
    assert (gone["state"], gone["holds"]) == ("removed", False)
    said = (await office.get(f"/cases/{code}/brief"))["said"]
    assert "device" not in {line["key"] for line in said}


async def test_what_cannot_be_is_told_in_a_sentence(office: Office) -> None:
    code = await a_case(office)
    found = await fact(office, code, "device")
    nobody = "01a20000-0000-7000-8000-000000000000"
    for path, body, status in (
        (f"/cases/{code}/facts/{nobody}/confirm", None, 404),
        (f"/cases/{code}/facts/{nobody}/remove", None, 404),
        (f"/cases/{code}/facts/no-id/confirm", None, 422),
        (f"/cases/{code}/facts/{found['id']}/correct", {"value": "  "}, 422),
        (f"/cases/{code}/facts/{found['id']}/correct", {"value": "x" * 300}, 422),
        (f"/cases/{code}/facts/{found['id']}/correct", {}, 422),
        ("/cases/ZZZ-ZZZZ/facts/" + found["id"] + "/confirm", None, 404),
    ):
        answer = await office.post(path, body, status=status)
        assert answer["detail"]
    assert (await office.client.get("/cases/ZZZ-ZZZZ/brief")).status_code == 404
