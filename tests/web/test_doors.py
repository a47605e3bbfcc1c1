"""Who comes in, and what every answer carries."""

from typing import Any

import pytest

from hilft.db import transaction
from tests.api.conftest import Office, found_brand, hire
from tests.web.conftest import PASSWORD, Visitor

pytestmark = pytest.mark.anyio

INSIDE = ("/desk", "/desk/inbox", "/desk/outbox", "/desk/accounts", "/desk/search?q=x", "/desk/settings")


@pytest.mark.parametrize("path", INSIDE)
async def test_strangers_are_led_to_the_sign_in_and_back(
    office: Office, stranger: Visitor, path: str
) -> None:
    answer = await stranger.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/sign-in?next=%2Fdesk")


async def test_scripts_of_strangers_get_a_401_they_can_read(office: Office, stranger: Visitor) -> None:
    for path in ("/desk/stream", "/desk/session"):
        answer = await stranger.get(path, accept="application/json")
        assert answer.status_code == 401
        assert answer.json()["problem"] == "SignedOut"


@pytest.mark.parametrize(
    "wish", ["https://evil.test/desk", "//evil.test", "/\\evil.test", "/desk/sign-out", "javascript:alert(1)"]
)
async def test_the_way_back_never_leads_elsewhere(office: Office, stranger: Visitor, wish: str) -> None:
    fields = {"login": "romina", "password": PASSWORD, "next": wish}
    answer = await stranger.post("/desk/sign-in", fields)
    assert answer.headers["location"] == "/desk/inbox"


async def test_a_wrong_password_is_told_and_counted(office: Office, stranger: Visitor) -> None:
    for _ in range(5):
        answer = await stranger.sign_in(password="falsch falsch")
        assert answer.status_code == 401
        assert "Anmeldename oder Passwort stimmt nicht" in answer.text
    answer = await stranger.sign_in()
    assert answer.status_code == 429
    assert "Zu viele Versuche" in answer.text


async def test_the_cookie_is_closed_to_scripts_and_foreign_pages(office: Office, stranger: Visitor) -> None:
    cookie = (await stranger.sign_in()).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_signing_out_ends_the_session_on_the_desk_too(romina: Visitor) -> None:
    cookies = dict(romina.client.cookies)
    assert (await romina.post("/desk/sign-out")).status_code == 303
    romina.client.cookies.update(cookies)
    assert (await romina.get("/desk/inbox")).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "AAAA", "Ä" * 40])
async def test_a_form_without_our_proof_does_nothing(office: Office, romina: Visitor, token: str) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    romina.csrf = token
    answer = await romina.post(f"/desk/case/{code}/claim")
    assert answer.status_code == 403
    assert (await office.get(f"/cases/{code}"))["owner"] is None


async def test_a_form_of_another_site_does_nothing(romina: Visitor) -> None:
    for headers in ({"origin": "https://evil.test"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}):
        answer = await romina.post("/desk/settings", {"theme": "dark"}, **headers)
        assert answer.status_code == 403
    answer = await romina.post("/desk/settings", {"theme": "dark"}, origin="http://desk.test")
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/", "/desk/sign-in", "/nowhere", "/desk/inbox", "/static/x/css/base.css"])
async def test_every_answer_forbids_what_no_page_asks_for(romina: Visitor, path: str) -> None:
    headers = (await romina.get(path)).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"


async def test_pages_carry_no_inline_script_or_style(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    for path in (*INSIDE, f"/desk/case/{code}", f"/desk/inbox?case={code}", "/", "/desk/sign-in"):
        answer = await romina.client.get(path, follow_redirects=True)
        assert " style=" not in answer.text
        assert "<style" not in answer.text
        assert " onclick=" not in answer.text
        data = answer.text.count(
            '<script type="application/ld+json">'
        )  # read by search engines, run by nobody
        assert answer.text.count("<script") == answer.text.count("<script src=") + data


async def test_unknown_things_are_told_in_the_visitors_language(office: Office, romina: Visitor) -> None:
    for path in ("/desk/case/AAA-AAAA", "/nowhere", "/desk/inbox?view=nothing", "/desk/inbox?account=1"):
        answer = await romina.get(path, **{"accept-language": "de"})
        assert answer.status_code == 404, path
        assert "Das hat nicht geklappt" in answer.text
        answer = await romina.get(path, **{"accept-language": "en"})
        assert "That did not work" in answer.text


async def test_another_brands_case_does_not_exist(office: Office, stranger: Visitor, romina: Visitor) -> None:
    await office.hear("Geheim")
    (code,) = await office.codes()
    await found_rival(office)
    assert (await stranger.client.post("/desk/sign-in", data={})).status_code == 401
    stranger.client.headers["host"] = "rival.test"
    assert (await stranger.sign_in("rita")).status_code == 303
    for path in (f"/desk/case/{code}", f"/desk/inbox?case={code}", f"/desk/stream?case={code}"):
        assert (await stranger.get(path)).status_code == 404
    assert (await stranger.ask(f"/desk/case/{code}/claim")).status_code == 404
    assert f'href="/desk/case/{code}"' not in await stranger.page("/desk/search?q=Geheim")
    assert f'href="/desk/case/{code}"' in await romina.page("/desk/search?q=Geheim")


async def found_rival(office: Office) -> Any:
    """Open a second brand, reached by its own host name, with one agent."""
    rival = await found_brand(office.house.pool, "rival")
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update brands set hosts = '{rival.test}' where id = $1", rival.id)
    return await hire(office.house.pool, rival, "rita", "ri")


async def test_more_than_the_desk_takes_is_refused(romina: Visitor) -> None:
    answer = await romina.ask("/desk/settings", {"language": "x" * 3_000_000})
    assert answer.status_code == 413


async def test_what_breaks_is_written_down_and_told_without_a_trace(
    romina: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("hilft.cases.unsettled", broken)
    answer = await romina.get("/desk/outbox")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
