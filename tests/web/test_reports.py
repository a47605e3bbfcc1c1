"""The page of figures: works without a script, pictures made here, tables behind them, files to take along."""

import re
from xml.etree import ElementTree as ET

import pytest

from hilft import cases
from hilft.cases import Answer
from hilft.channels import Visibility
from hilft.db import transaction
from hilft.web.languages import language
from hilft.web.reports import charts, words
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


async def test_the_page_tells_what_happened(office: Office, romina: Visitor) -> None:
    empty = await romina.page("/reports")
    assert "In diesem Zeitraum wurde nichts gezählt." in empty
    await office.hear("Kein Internet.")
    (code,) = await office.codes()
    office.clock.move(minutes=30)
    async with transaction(office.house.pool) as tx:
        answer = Answer("Moin!", Visibility.PUBLIC, hold_seconds=0)
        await cases.reply(tx, office.house.switchboard, office.romina, code, answer, office.clock())
        await cases.solve(tx, office.romina, code, office.clock())
    page = await romina.page("/reports?from=2026-11-01&to=2026-11-23&by=agent")
    assert "Romina" in page
    assert "100\N{NO-BREAK SPACE}%" in page
    assert "1 von 1" in page
    for picture in re.findall(r"<svg[^>]*role=\"img\".*?</svg>", page, re.DOTALL):
        drawn = ET.fromstring(picture)  # noqa: S314 - our own page
        named = {each.get("id"): each.text for each in drawn if each.tag in {"title", "desc"}}
        assert all(named[name] for name in drawn.attrib["aria-labelledby"].split())
    assert page.count('role="img"') == 3
    assert "style=" not in page


async def test_what_is_wrong_is_said_and_the_other_address_leads_here(romina: Visitor) -> None:
    wrong = await romina.get("/reports?from=2026-11-02&to=2026-11-01")
    assert wrong.status_code == 422
    assert "endet, bevor er beginnt" in wrong.text
    there = await romina.get("/desk/reports?by=tag")
    assert (there.status_code, there.headers["location"]) == (307, "/reports?by=tag")


async def test_every_figure_is_a_file(office: Office, romina: Visitor, stranger: Visitor) -> None:
    await office.hear("Kein Internet.")
    page = await romina.page("/reports")
    files = re.findall(r'href="(/reports/[a-z_]+\.csv[^"]*)"', page)
    assert len(files) == 11
    answer = await romina.get(files[0].replace("&amp;", "&"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("figure,from,to,account,name,count,")
    assert (await romina.get("/reports/moods.csv")).status_code == 404
    assert (await stranger.get("/reports")).status_code in {303, 401}


def test_bars_fill_the_picture_and_a_line_goes_through_it() -> None:
    found = charts.bars([(0, 2), (4, 1)])
    assert [(bar.height, bar.tone) for bar in found] == [(0, 0), (100, 1), (200, 0), (50, 1)]
    assert all(bar.x >= 0 and bar.x + bar.width <= charts.WIDTH for bar in found)
    assert all(bar.y + bar.height == charts.HEIGHT for bar in found)
    assert charts.line([0, 4]) == "250.00,200.00 750.00,0.00"
    assert (charts.bars([]), charts.line([])) == ([], "")
    assert [cell.level for cell in charts.heat([[0, 1, 50, 100]])] == [0, 1, 3, 5]


@pytest.mark.parametrize(
    ("seconds", "german"),
    [
        (None, "–"), (0, "< 1 Min."), (29, "< 1 Min."), (90, "2 Min."), (3600, "1 Std."), (7800, "2 Std., 10 Min."),
        (86400 * 2 + 3600 * 3 + 60, "2 Tg., 3 Std."),
    ],
)  # fmt: skip
def test_durations_are_written_as_people_say_them(seconds: float | None, german: str) -> None:
    assert words.duration(seconds, language("de")).replace("\N{NO-BREAK SPACE}", " ") == german


@pytest.mark.parametrize(("code", "first", "last"), [("de", "Mo", "So"), ("en", "Mo", "Su")])
def test_the_week_begins_on_monday_as_what_is_counted_does(code: str, first: str, last: str) -> None:
    named = words.weekdays(language(code))
    assert (len(named), named[0][:2], named[-1][:2]) == (7, first, last)
