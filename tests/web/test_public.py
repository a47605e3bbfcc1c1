"""What everybody sees: the first page, the first run, static files; and how heavy all of it is."""

import gzip
from pathlib import Path

import pytest

from hilft.db import transaction
from hilft.web import assets
from tests.api.conftest import Office
from tests.web.conftest import PASSWORD, Visitor

pytestmark = pytest.mark.anyio

FIRST = {
    "brand": "Wattkabel", "slug": "wattkabel", "zone": "Europe/Berlin", "language": "de", "login": "hauke",
    "name": "Hauke", "initials": "ha", "password": PASSWORD,
}  # fmt: skip


async def test_the_first_page_tells_who_is_here_and_every_way_in(office: Office, stranger: Visitor) -> None:
    assert "Romina" not in await stranger.page("/")
    assert (await stranger.sign_in()).status_code == 303
    page = await stranger.page("/")
    for words in ("Romina", "^ro", "@wattkabel_hilft@town.test", "Wattkabel", "Kai"):
        assert (words in page) == (words != "Kai")
    assert page.count("<script") == page.count('<script type="application/ld+json">') == 1


async def test_whoever_does_not_want_to_be_shown_is_not(office: Office, romina: Visitor) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set shown = false")
    assert "Romina" not in await romina.page("/")


async def test_the_first_page_weighs_at_most_30_kilobytes(office: Office, romina: Visitor) -> None:
    page = await romina.page("/")
    parts = ["css/tokens.css", "css/base.css", "css/public.css", "icons.svg", "icon.svg"]
    total = len(page.encode())
    for part in parts:
        total += len((await romina.get(assets.address(part))).content)
    assert total <= 30_000, total


async def test_the_desk_weighs_at_most_100_kilobytes_packed() -> None:
    folder = Path(assets.__file__).parent / "static"
    files = [path for path in folder.rglob("*") if path.suffix in {".js", ".css"} and "hx-" not in path.name]
    assert any(path.name == "htmx.min.js" for path in files)
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= 100_000


async def test_static_files_are_kept_for_ever_under_their_own_address(stranger: Visitor) -> None:
    answer = await stranger.get(assets.address("css/base.css"))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert (await stranger.get("/static/old/css/base.css")).headers["cache-control"] == "no-cache"
    for path in ("/static/x/%2e%2e/desk.py", "/static/x/nothing.css"):
        assert (await stranger.get(path)).status_code == 404


async def test_the_language_is_chosen_by_link_then_cookie_then_browser(
    office: Office, stranger: Visitor
) -> None:
    assert 'lang="de"' in (await stranger.get("/", **{"accept-language": "de-AT,en;q=0.5"})).text[:60]
    assert 'lang="en"' in (await stranger.get("/", **{"accept-language": "fr;q=1, en;q=0.2"})).text[:60]
    assert 'lang="en"' in (await stranger.get("/?lang=en", **{"accept-language": "de"})).text[:60]
    assert 'lang="en"' in (await stranger.get("/", **{"accept-language": "de"})).text[:60]


async def test_without_a_brand_every_door_leads_to_the_first_run(stranger: Visitor) -> None:
    for path in ("/", "/desk/sign-in"):
        assert (await stranger.get(path)).headers["location"] == "/first-run"


async def test_the_first_run_makes_brand_and_administrator_once(stranger: Visitor) -> None:
    assert "Europe/Berlin" in await stranger.page("/first-run")
    answer = await stranger.post("/first-run", FIRST | {"password": "kurz"})
    assert answer.status_code == 422
    assert 'value="Wattkabel"' in answer.text
    answer = await stranger.post("/first-run", FIRST)
    assert answer.headers["location"] == "/desk/accounts"
    assert "Hauke" in await stranger.page("/desk/settings")
    assert (await stranger.post("/first-run", FIRST | {"slug": "other"})).status_code == 409
    assert (await stranger.get("/first-run")).headers["location"] == "/desk/sign-in"


async def test_agents_choose_language_theme_and_keys(romina: Visitor) -> None:
    await romina.post("/desk/settings", {"language": "en", "theme": "dark"})
    page = await romina.page("/desk/settings")
    assert 'lang="en" data-theme="dark"' in page
    assert 'data-keys="off"' in page
    assert (await romina.post("/desk/settings", {"theme": "pink"})).status_code == 422


async def test_a_new_password_needs_the_old_one(romina: Visitor, stranger: Visitor) -> None:
    wish = {"new": "Ein ganz neuer Satz"}
    assert (await romina.post("/desk/settings/password", wish | {"old": "geraten"})).status_code == 401
    assert (await romina.post("/desk/settings/password", wish | {"old": PASSWORD})).status_code == 303
    assert "Gespeichert" in await romina.page("/desk/settings?saved=password")
    assert (await stranger.sign_in()).status_code == 401
    assert (await stranger.sign_in(password=wish["new"])).status_code == 303


async def test_only_administrators_pause_an_account(office: Office, romina: Visitor) -> None:
    address = f"/desk/accounts/{office.account.id}/pause"
    assert (await romina.ask(address)).status_code == 403
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'admin'")
    assert (await romina.ask(address)).status_code == 200
    assert "Von der Verwaltung angehalten." in await romina.page("/desk/accounts")
    assert (await romina.ask(address.replace("pause", "resume"))).status_code == 200
    assert "angehalten" not in await romina.page("/desk/accounts")
