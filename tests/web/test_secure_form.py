"""The secure form: sent in private, answered once, on the case at once, and never in a public text."""

import re
from datetime import timedelta

import pytest

from hilft import cases, memory
from hilft.channels import Visibility
from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

DATA = {"customer_number": "20471183", "phone": "0431 5550199", "name": "", "email": "", "address": ""}


@pytest.fixture
async def code(office: Office) -> str:
    await office.hear("Kein Internet.", visibility=Visibility.PRIVATE)
    (only,) = await office.codes()
    return only


async def link_of(office: Office, code: str) -> str:
    async with transaction(office.house.pool) as tx:
        return "/form/" + await cases.open_form(tx, office.romina, code, office.clock())


async def test_what_is_entered_is_on_the_case_at_once(office: Office, stranger: Visitor, code: str) -> None:
    link = await link_of(office, code)
    page = await stranger.page(f"{link}?lang=de")
    assert "<script" not in page
    answer = await stranger.post(f"{link}?lang=de", DATA | {"consent": "on"})
    assert "Danke" in answer.text
    case = await office.get(f"/cases/{code}")
    assert "Kundennummer: 20471183" in case["notes"][0]["text"]
    assert all("20471183" not in each["text"] for each in case["messages"])
    async with transaction(office.house.pool) as tx:
        found = await cases.find(tx.conn, office.romina, code)
        await memory.finish_pending(tx, office.brand.id, found.id, office.clock())
        known = await memory.known_for(tx.conn, office.brand.id, found.id)
        consent = await tx.conn.fetchrow("select consent, consent_text, answered_at from forms")
    assert consent is not None
    assert {each.key.value: each.value for each in known}["customer_number"] == "20471183"
    assert (consent["consent"], consent["answered_at"]) == (True, office.clock())
    assert "Leitung" in consent["consent_text"]


async def test_a_link_works_once_and_not_for_ever(office: Office, stranger: Visitor, code: str) -> None:
    used, old = await link_of(office, code), await link_of(office, code)
    await stranger.post(used, DATA)
    for gone in (used, "/form/nonsense", used[:-3] + "abc"):
        assert (await stranger.get(gone)).status_code == 404
        assert (await stranger.post(gone, DATA)).status_code == 404
    assert len((await office.get(f"/cases/{code}"))["notes"]) == 1
    office.clock.at += timedelta(hours=49)
    assert (await stranger.get(old)).status_code == 404


async def test_nothing_typed_is_lost_when_something_is_missing(
    office: Office, stranger: Visitor, code: str
) -> None:
    link = await link_of(office, code)
    answer = await stranger.post(link, dict.fromkeys(DATA, " ") | {"consent": "on"})
    assert answer.status_code == 422
    assert re.search(r'name="consent"\s+checked', answer.text)
    assert (await stranger.get(link)).headers["referrer-policy"] == "same-origin"


async def test_an_agent_sends_the_link_in_private(office: Office, romina: Visitor, code: str) -> None:
    answer = await romina.post(f"/desk/case/{code}/send-form")
    assert answer.status_code in {200, 303}, answer.text
    last = (await office.get(f"/cases/{code}"))["messages"][-1]
    assert (last["direction"], last["visibility"]) == ("out", "private")
    assert "/form/" in last["text"]
