"""The sheet: what it says, where the window of the envelope is, how long letters break."""

import asyncio
from datetime import UTC, date, datetime
from io import BytesIO
from unicodedata import normalize
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from hilft.channels import AccountConfig, OutboundMessage, Profile, Refused, Surroundings, Visibility, build
from hilft.channels.contract import MessageRef, Signer
from hilft.channels.letter.head import head_of
from hilft.channels.letter.lines import lines_of
from hilft.channels.letter.sheet import Content, day_of, draw

HEAD = {
    "name": "Wattkabel GmbH",
    "street": "Deichstraße 17",
    "place": "25813 Husum",
    "contact": "hilfe@wattkabel.example",
    "footer": "Sitz Husum",
}
KATE = ("Käthe Hinrichs", "c/o Apotheke", "Süderstraße 9", "25813 Husum")
TEXT = "Guten Tag Frau Hinrichs,\n\nes läuft wieder: 250 € zurück, für Łukasz & Şule auch.\n\nMit freundlichen Grüßen"
MM = 72 / 25.4


def content(text: str = TEXT, answers: date | None = date(2026, 11, 20)) -> Content:
    url = "https://hilfe.wattkabel.example/status/K7Q-4PXM"
    return Content(KATE, text, "Wiebke", "K7Q-4PXM", url, date(2026, 11, 23), answers)


def read(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_it_says_who_writes_to_whom_about_what() -> None:
    pdf, pages = draw(head_of(HEAD), content())
    (text,) = read(pdf)
    assert pages == 1
    for told in (
        "Wattkabel GmbH", "Wattkabel GmbH · Deichstraße 17 · 25813 Husum", *KATE, "23. November 2026", "K7Q-4PXM", "Wiebke",
        "Ihr Brief vom 20. November 2026", "hilfe.wattkabel.example/status/K7Q-4PXM", "250 € zurück, für Łukasz & Şule auch.",
        "Mit freundlichen Grüßen", "Sitz Husum",
    ):  # fmt: skip
        assert told in text, told
    assert text.index("Grüßen") < text.rindex("Wiebke")
    assert draw(head_of(HEAD), content())[0] == pdf
    english, _ = draw(head_of(HEAD | {"language": "en"}), content())
    assert "Your letter of 20 November 2026" in read(english)[0]


def test_the_address_stands_in_the_window_of_the_envelope() -> None:
    pdf, _ = draw(head_of(HEAD), content())
    places: dict[str, tuple[float, float]] = {}

    def note(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        if text.strip():
            places[text.strip()] = (matrix[4] / MM, 297 - matrix[5] / MM)

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    for line in KATE:
        left, down = places[line]
        assert 20 <= left <= 105, line
        assert 62.7 <= down <= 90, line  # DIN 5008 form B: the address zone of the window
    assert places["Guten Tag Frau Hinrichs,"][1] > 98.4


@pytest.mark.parametrize("paragraphs", [8, 9, 10, 11, 12, 13, 30])
def test_a_long_letter_breaks_pages_and_loses_nothing(paragraphs: int) -> None:
    words = [f"Wort{number}" for number in range(paragraphs * 30)]
    parts = [" ".join(words[start : start + 30]) for start in range(0, len(words), 30)]
    pdf, pages = draw(head_of(HEAD), content("\n\n".join(parts)))
    texts = read(pdf)
    assert pages == len(texts)
    said = " ".join(texts).split()
    assert [each for each in said if each.startswith("Wort")] == words
    if pages > 1:
        assert all(f"Seite {number} von {pages}" in text for number, text in enumerate(texts, 1))
        assert all("K7Q-4PXM" in text for text in texts)
        last = texts[-1]
        assert "Wiebke" in last
        assert "Wort" in last  # the signature does not stand alone


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.characters(codec="ascii", exclude_characters="\r"), max_size=300), st.integers(1, 40)
)
def test_lines_hold_every_word_in_order(text: str, wide: int) -> None:
    lines = lines_of(text, lambda line: len(line) <= wide)
    assert all(len(line) <= wide for line in lines if line.strip())
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_letters_whose_marks_stand_beside_them_are_drawn_as_one() -> None:
    (text,) = read(draw(head_of(HEAD), content(normalize("NFD", "Grüße aus Çeşme")))[0])
    assert "Grüße aus Çeşme" in text


def test_months_are_written_out() -> None:
    assert day_of(date(2026, 3, 1), "de") == "1. März 2026"
    assert day_of(date(2026, 12, 31), "en") == "31 December 2026"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"street": " "}, {"place": "x" * 81}, {"language": "fr"}, {"name": "Watt 🐑"}]
)
def test_a_letterhead_that_cannot_be_drawn_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        head_of(HEAD | wrong)


@pytest.mark.anyio
async def test_the_channel_sends_paper_or_says_why_not() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    async with httpx.AsyncClient() as http:
        outside = Surroundings(http, lambda: noon, origin="https://hilfe.wattkabel.example")
        channel = build("letter", AccountConfig(HEAD, {}), outside)
        kate = Profile("kate", ", ".join(KATE), KATE[0], local_id="\n".join(KATE))
        asked = MessageRef("letter:1", extra={"written_on": "2026-11-20"})
        message = OutboundMessage(
            "key-1", TEXT, Visibility.PRIVATE, in_reply_to=asked, recipient=kate, signer=Signer("Wiebke"),
            case_code="K7Q-4PXM",
        )  # fmt: skip
        sent, again = await asyncio.gather(channel.send(message), channel.send(message))
        assert sent == again
        assert sent.message.external_id == "letter:key-1"
        assert sent.paper is not None
        assert (sent.paper.recipient, sent.paper.pages) == (", ".join(KATE), 1)
        assert "Ihr Brief vom 20. November 2026" in read(sent.paper.content)[0]
        for text, person in ((TEXT, Profile("otto", "@otto")), ("Alles gut 🙈", kate)):
            wrong = OutboundMessage("key-2", text, Visibility.PRIVATE, recipient=person)
            with pytest.raises(Refused):
                await channel.send(wrong)


@pytest.mark.anyio
async def test_a_letter_is_dated_by_the_day_of_the_brand() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    async with httpx.AsyncClient() as http:
        channel = build(
            "letter",
            AccountConfig(HEAD, {}),
            Surroundings(http, lambda: late, zone=ZoneInfo("Europe/Berlin")),
        )
        kate = Profile("kate", ", ".join(KATE), KATE[0], local_id="\n".join(KATE))
        sent = await channel.send(OutboundMessage("key-1", TEXT, Visibility.PRIVATE, recipient=kate))
    assert sent.paper is not None
    assert "24. November 2026" in read(sent.paper.content)[0]
