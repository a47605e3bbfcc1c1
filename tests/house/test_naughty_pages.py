"""Awkward strings on the pages and in the API: shown letter by letter, and never markup of their own."""

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from hilft import cases
from hilft.db import storable, transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor, house, office, romina

__all__ = ["house", "office", "romina"]

pytestmark = [pytest.mark.anyio, pytest.mark.house, pytest.mark.shared]

AT_ONCE = 40


class Texts(HTMLParser):
    """Collects the paragraphs of class ``text`` as a browser reads them, and every tag of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.tags: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "p":
            self._inside = dict(attrs).get("class") == "text"
            self.found += [""] if self._inside else []
        assert not any(name.startswith("on") for name, _ in attrs), (tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


@pytest.fixture
def strings(shared_data: Path) -> list[str]:
    found: list[str] = json.loads((shared_data / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    return [text for text in found if text.strip()]


def read(page: str) -> Texts:
    texts = Texts()
    texts.feed(page)
    return texts


async def test_as_messages_and_notes(romina: Visitor, office: Office, strings: list[str]) -> None:
    plain = await _page_tags(romina, office)
    for start in range(0, len(strings), AT_ONCE):
        some = strings[start : start + AT_ONCE]
        parent = None
        for text in some:
            parent = await office.hear(text, who=f"k{start}", parent=parent)
            office.clock.move(seconds=1)
        code = (await office.codes(state="open"))[-1]
        async with transaction(office.house.pool) as tx:
            for text in some[:3]:
                await cases.note(tx, office.romina, code, text, office.clock())
        found = read(await romina.page(f"/desk/case/{code}"))
        expected = [storable(text) for text in some]
        assert found.found[: len(expected)] == expected
        assert sorted(filter(None, found.found[len(expected) :])) == sorted(expected[:3])
        assert set(found.tags) <= plain | {"a"}
        whole = await office.get(f"/cases/{code}")
        assert [message["text"] for message in whole["messages"]] == expected


async def test_as_searches(romina: Visitor, office: Office, strings: list[str]) -> None:
    plain = await _page_tags(romina, office, "/desk/search?q=nichts")
    for text in strings:
        page = await romina.page(f"/desk/search?q={quote(storable(text))}")
        assert set(read(page).tags) <= plain


async def _page_tags(romina: Visitor, office: Office, path: str = "") -> set[str]:
    """Give the tags of the page when everybody is harmless."""
    await office.hear("Kein Internet", who="otto")
    (code, *_) = await office.codes(state="open")
    async with transaction(office.house.pool) as tx:
        await cases.note(tx, office.romina, code, "Notiz", office.clock())
        await cases.solve(tx, office.romina, code, office.clock())
    return set(read(await romina.page(path or f"/desk/case/{code}")).tags) | {
        "article",
        "s",  # struck out: what was said before
        "ol",
        "ul",
        "li",
        "time",
        "strong",
        "em",
        "mark",
    }
