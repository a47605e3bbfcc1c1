"""Every screen, in both languages and both themes: no axe violation, no sideways scrolling on a small phone."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from hilft import app
from hilft.settings import Settings
from tests.browser.conftest import Desk, Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

_AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
_LOOKS = [("de-DE", "light"), ("de-DE", "dark"), ("en-GB", "light"), ("en-GB", "dark")]
_OPEN = ("/", "/status", "/form/gone", "/desk/sign-in", "/nowhere")
_INSIDE = (
    "/desk/inbox?view=all",
    "/desk/outbox",
    "/desk/promises",
    "/desk/accounts",
    "/desk/accounts/add",
    "/desk/accounts/add/bluesky",
    "/desk/accounts/add/email",
    "/desk/accounts/add/webhook",
    "/desk/receipts",
    "/desk/settings",
    "/desk/hours",
    "/reports",
    "/desk/targets",
    "/desk/presence",
    "/live",
    "/live/waiting",
    "/desk/shifts",
    "/desk/calls",
    "/desk/counter?q=Barrierefrei",
    "/desk/counter/new",
    "/desk/tour",
    "/desk/news",
    "/desk/ratings",
    "/desk/team",
    "/desk/letters",
    "/desk/letters/new",
    "/desk/patterns",
    "/desk/auto-replies",
    "/desk/search?q=Barrierefrei",
)


@pytest.fixture
def axe() -> str:
    if not _AXE.exists():
        pytest.skip("axe-core is not here; make setup fetches it")
    return _AXE.read_text(encoding="utf-8")


async def complaints(page: Page, axe: str) -> list[str]:
    """Run axe in the page's own isolated world and give what it found, by rule and place."""
    await page.evaluate(axe)
    found: dict[str, Any] = await page.evaluate("axe.run()")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


WIDER = (
    "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.sr, .skip')"
    " && e.getBoundingClientRect().right > 361).map(e => e.outerHTML.slice(0, 80))"
)

NAMELESS = (
    "[...document.querySelectorAll('a[href], button')].filter(e => e.checkVisibility() && !e.innerText.trim()"
    " && !e.getAttribute('aria-label') && !e.querySelector('img[alt]:not([alt=\"\"])')).map(e => e.outerHTML.slice(0, 90))"
)
"What is only a picture where there is little room still has a name for those who hear it."


@pytest.fixture
async def empty(database: str, tmp_path: Path) -> AsyncIterator[str]:
    """A desk nobody has set up yet; gives its address."""
    settings = Settings(data=tmp_path, database_url=database)
    async with app.open_house(settings, database) as house:
        with app.listen("127.0.0.1", 0) as taken:
            async with app.answering(app.asgi(house), taken):
                yield app.origin_of(taken)


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
async def test_the_first_run_is_accessible_and_fits_a_small_phone(
    chromium: Browser, empty: str, axe: str, locale: str
) -> None:
    for theme in ("light", "dark"):
        context = await chromium.new_context(
            locale=locale, color_scheme=theme, bypass_csp=True, viewport={"width": 360, "height": 640}
        )
        async with context:
            page = await context.new_page()
            await page.goto(f"{empty}/first-run")
            await expect(page.locator("form input[name=brand]")).to_be_visible()
            assert await page.locator("html").get_attribute("lang") == locale[:2]
            assert await complaints(page, axe) == []
            assert await page.evaluate(WIDER) == []


async def missed_call(desk: Desk) -> str:
    """Let a call without a number ring and end; gives the address of its page."""
    await desk.open("/desk/calls")
    await desk.page.locator("form[action$=rehearse] [name=number]").fill("")
    for step in ("ringing", "ended"):
        await desk.page.locator(f"[name=step][value={step}]").click()
    missed = desk.page.locator("section[aria-labelledby=hidden-title] a[href^='/desk/calls/']")
    for _ in range(100):
        await desk.open("/desk/calls")
        if await missed.count():
            break
        await desk.page.wait_for_timeout(100)
    address = await missed.first.get_attribute("href")
    assert address is not None
    return address


async def every_screen(office: Office, desk: Desk) -> list[str]:
    words = f"Barrierefrei bitte {uuid.uuid4().hex[:6]}"
    await office.street.say("otto", f"@wattkabel_hilft {words}")
    await desk.open()
    code = await desk.open_case(words)
    hint = f"Zu {code} von nebenan {uuid.uuid4().hex[:6]}"
    await office.street.say("mia", f"@wattkabel_hilft {hint}")
    await desk.open()
    other = await desk.open_case(hint)
    await expect(desk.page.locator("#region-head [data-key=l]")).to_be_visible()
    await desk.open("/desk/accounts")
    log = await desk.page.locator("a[href$='/log']").first.get_attribute("href")
    assert log is not None
    return [
        *_INSIDE,
        log,
        await missed_call(desk),
        f"/desk/case/{code}",
        f"/desk/inbox?case={code}",
        f"/desk/counter/{code}",
        f"/desk/case/{other}",
    ]


@pytest.mark.parametrize(("locale", "theme"), _LOOKS)
async def test_axe_finds_nothing(office: Office, axe: str, locale: str, theme: str) -> None:
    look: dict[str, Any] = {"locale": locale, "color_scheme": theme, "bypass_csp": True}
    stranger = await office.desk(**look)
    desk = await office.signed_in("hauke", **look)
    screens = await every_screen(office, desk)
    for visitor, addresses in ((stranger, list(_OPEN)), (desk, screens)):
        for address in addresses:
            await visitor.open(address)
            html = await visitor.page.locator("html").get_attribute("lang")
            assert html == locale[:2]
            assert await complaints(visitor.page, axe) == [], address


@pytest.mark.parametrize("dialog", ["#help", "#hand-over", "#snooze"])
async def test_axe_finds_nothing_in_dialogs(office: Office, axe: str, dialog: str) -> None:
    desk = await office.signed_in("hauke", bypass_csp=True)
    await desk.open((await every_screen(office, desk))[-1])
    await desk.page.evaluate(f"document.querySelector('{dialog}').showModal()")
    assert await complaints(desk.page, axe) == []


async def test_what_an_answer_goes_through_is_accessible(office: Office, axe: str) -> None:
    for theme in ("light", "dark"):
        desk = await office.signed_in("romina", bypass_csp=True, color_scheme=theme)
        await office.street.say("mia", f"@wattkabel_hilft Zustand {theme}", visibility="direct")
        await desk.open_case(f"Zustand {theme}")
        await desk.page.locator(".kinds .note").click()
        await desk.write("Eine Notiz")
        await desk.page.keyboard.press("Control+Enter")
        await expect(desk.page.locator(".message.note")).to_have_count(1)
        await desk.page.locator(".kinds .private").click()
        await desk.write("x" * 600)
        await expect(desk.page.locator("#counter")).to_have_attribute("data-over", "")
        assert await complaints(desk.page, axe) == []
        await desk.page.locator("#text").fill("Eine Antwort")
        await desk.page.wait_for_timeout(1100)
        await desk.page.locator("#send").click()
        await expect(desk.page.locator("#undo")).to_be_visible()
        assert await complaints(desk.page, axe) == []


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
async def test_nothing_is_wider_than_a_small_phone(office: Office, locale: str) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "locale": locale}
    stranger = await office.desk(**phone)
    desk = await office.signed_in("hauke", **phone)
    screens = await every_screen(office, desk)
    for visitor, addresses in ((stranger, list(_OPEN)), (desk, screens)):
        for address in addresses:
            await visitor.open(address)
            wide = await visitor.page.evaluate(WIDER)
            assert wide == [], address
            assert await visitor.page.evaluate(NAMELESS) == [], address


async def test_answering_on_the_phone_takes_six_taps_at_most(office: Office) -> None:
    desk = await office.signed_in(
        "kai", viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    post = await office.street.say("jonas", "@wattkabel_hilft Vom Telefon aus.")
    await desk.page.locator(".row", has_text="Vom Telefon aus").tap()
    await expect(desk.page.locator(".side-list")).to_be_hidden()
    await desk.page.locator("#text").tap()
    await desk.page.locator("#text").fill("Ich bin unterwegs und helfe trotzdem")
    await desk.page.locator("#send").tap()
    await office.street.answer_arrives("jonas", post, "helfe trotzdem")
    await desk.page.locator("a[data-back]").tap()
    await expect(desk.page.locator(".side-list")).to_be_visible()


async def test_touch_targets_are_large_enough(office: Office) -> None:
    desk = await office.signed_in("kai")
    await desk.open((await every_screen(office, desk))[-1])
    small = await desk.page.evaluate(
        "[...document.querySelectorAll('button, summary, select, .kinds label, a.button, .views a, .row > a')]"
        ".filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"
    )
    assert small == []
