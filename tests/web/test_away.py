"""The database away, at the start of a request and in the middle of it: a sentence, and the typed text."""

import pytest

from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


async def test_without_a_database_pages_say_so_and_keep_what_was_typed(
    office: Office, romina: Visitor
) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    await office.house.pool.close()
    answer = await romina.get("/desk/inbox")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "3"
    assert 'http-equiv="refresh"' in answer.text
    answer = await romina.post(f"/desk/case/{code}/send", {"kind": "public", "text": "Mein langer Text"})
    assert answer.status_code == 503
    assert "Mein langer Text" in answer.text
    answer = await romina.ask(f"/desk/case/{code}/send", {"kind": "public", "text": "Mein langer Text"})
    assert answer.status_code == 503
    assert answer.json()["problem"] == "DatabaseAway"
    assert (await romina.get("/desk/stream")).status_code == 503


async def test_static_files_need_no_database(office: Office, stranger: Visitor) -> None:
    await office.house.pool.close()
    assert (await stranger.get("/static/x/css/base.css")).status_code == 200
