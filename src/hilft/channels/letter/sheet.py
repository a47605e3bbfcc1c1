"""A letter as PDF after DIN 5008, form B: address in the window of an envelope, fold marks, pages numbered.

The same content gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from hilft.channels.letter.head import Head
from hilft.channels.letter.lines import lines_of
from hilft.channels.letter.typeface import BOLD, PLAIN, drawable, width

# Millimetres from the top and the left edge (DIN 5008:2020, form B).
LEFT, RIGHT = 25.0, 190.0
_RETURN_LINE, _FIRST_ADDRESS_LINE, _ADDRESS_STEP = 60.5, 66.5, 4.55
_ADDRESS_LINES, _ADDRESS_WIDTH = 6, 80.0
_BLOCK_LEFT, _BLOCK_TOP = 125.0, 50.0
_SUBJECT, _SUBJECT_ON_NEXT = 103.0, 32.0
_LAST_LINE, _FOOTER = 268.0, 284.0
_FOLDS, _HOLE = (105.0, 210.0), 148.5
_SIZE, _SMALL, _TINY = 11.0, 9.0, 7.0
_STEP = 5.2
_QR = 24.0
_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
_ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Content:
    """One letter. ``to``: name and address, a line each; ``answers``: the date of the letter it answers."""

    to: tuple[str, ...]
    text: str
    signer: str
    code: str
    status_url: str
    day: date
    answers: date | None


def draw(head: Head, content: Content) -> tuple[bytes, int]:
    """Give the PDF and the number of its pages."""
    lines = lines_of(drawable(content.text).strip("\n"), _fits)
    signed = ["", *filter(None, (content.signer, head.name))]
    pages = _pages(lines, signed, subject=content.answers is not None)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang=head.language)
    canvas.setTitle(f"{head.name}: {content.code}".rstrip(": "))
    canvas.setAuthor(head.name)
    for number, page in enumerate(pages, 1):
        top = _first_page(canvas, head, content) if number == 1 else _next_page(canvas, head, content)
        for place, line in enumerate(page):
            _write(canvas, LEFT, top + place * _STEP, line)
        _bottom(canvas, head, number, len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue(), len(pages)


def day_of(day: date, language: str) -> str:
    """Write a date as people do."""
    if language == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _fits(line: str) -> bool:
    return width(line, PLAIN, _SIZE) <= (RIGHT - LEFT) * mm


def _pages(lines: list[str], signed: list[str], *, subject: bool) -> list[list[str]]:
    """Spread the lines over pages; the signature never stands alone: two lines of the text go with it."""
    rooms = [int((_LAST_LINE - _SUBJECT - (2 * _STEP if subject else 0)) / _STEP)]
    pages: list[list[str]] = [[]]
    for line in lines:
        if len(pages[-1]) >= rooms[-1]:
            rooms.append(int((_LAST_LINE - _SUBJECT_ON_NEXT) / _STEP))
            pages.append([])
        if line or pages[-1] or len(pages) == 1:  # a page does not begin with an empty line
            pages[-1].append(line)
    if len(pages[-1]) + len(signed) > rooms[-1]:
        along = pages[-1][-2:]
        del pages[-1][-2:]
        pages.append(along)
    pages[-1] += signed
    return pages


def _first_page(canvas: Canvas, head: Head, content: Content) -> float:
    """Draw head, window, block and marks; give where the text begins."""
    _write(canvas, LEFT, 24, head.name, BOLD, 18)
    _write(canvas, LEFT, 30, head.contact, PLAIN, _SMALL)
    _write(
        canvas,
        LEFT,
        _RETURN_LINE,
        f"{head.name} · {head.street} · {head.place}",
        PLAIN,
        _TINY,
        _ADDRESS_WIDTH,
    )
    for place, line in enumerate(map(drawable, content.to[:_ADDRESS_LINES])):
        _write(canvas, LEFT, _FIRST_ADDRESS_LINE + place * _ADDRESS_STEP, line, PLAIN, 10.5, _ADDRESS_WIDTH)
    _block(canvas, head, content)
    canvas.setLineWidth(0.3)
    for fold in _FOLDS:
        canvas.line(4 * mm, _up(fold), 9 * mm, _up(fold))
    canvas.line(4 * mm, _up(_HOLE), 11 * mm, _up(_HOLE))
    if content.answers is None:
        return _SUBJECT
    _write(
        canvas, LEFT, _SUBJECT, head.words.answers.format(date=day_of(content.answers, head.language)), BOLD
    )
    return _SUBJECT + 2 * _STEP


def _block(canvas: Canvas, head: Head, content: Content) -> None:
    """Draw the block of facts beside the window: date, case, person, and the way to the status page."""
    words = head.words
    facts = [
        (words.date, day_of(content.day, head.language)),
        (words.case, content.code),
        (words.person, content.signer),
    ]
    place = _BLOCK_TOP
    for label, value in facts:
        if value:
            _write(canvas, _BLOCK_LEFT, place, label, PLAIN, _TINY)
            _write(canvas, _BLOCK_LEFT, place + 4, value, PLAIN, 10, RIGHT - _BLOCK_LEFT - _QR - 2)
            place += 10
    if content.code and content.status_url:
        _qr(canvas, content.status_url, RIGHT - _QR, _BLOCK_TOP - 2)
        _write(canvas, _BLOCK_LEFT, place, words.status, PLAIN, _TINY)
        address = content.status_url.removeprefix("https://").removeprefix("http://")
        _write(canvas, _BLOCK_LEFT, place + 4, address, PLAIN, _SMALL, RIGHT - _BLOCK_LEFT)


def _next_page(canvas: Canvas, head: Head, content: Content) -> float:
    told = " · ".join(filter(None, (head.name, content.code, day_of(content.day, head.language))))
    _write(canvas, LEFT, 20, told, PLAIN, _SMALL)
    return _SUBJECT_ON_NEXT


def _bottom(canvas: Canvas, head: Head, number: int, pages: int) -> None:
    if pages > 1:
        told = head.words.page.format(page=number, pages=pages)
        _write(canvas, RIGHT - width(told, PLAIN, _SMALL) / mm, 276, told, PLAIN, _SMALL)
    if head.footer:
        for place, line in enumerate(
            lines_of(head.footer, lambda each: width(each, PLAIN, _TINY) <= (RIGHT - LEFT) * mm)
        ):
            _write(canvas, LEFT, _FOOTER + 3 * place, line, PLAIN, _TINY)


def _qr(canvas: Canvas, text: str, left: float, top: float) -> None:
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    side = _QR * mm / len(rows)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                canvas.rect(
                    left * mm + across * side, _up(top) - (down + 1) * side, side, side, stroke=0, fill=1
                )


def _write(
    canvas: Canvas,
    left: float,
    down: float,
    text: str,
    cut: str = PLAIN,
    size: float = _SIZE,
    room: float = 0,
) -> None:
    """Write one line; one that is wider than its room is written smaller, never cut."""
    wide = width(text, cut, size)
    if room and wide > room * mm:
        size = size * room * mm / wide
    canvas.setFont(cut, size)
    canvas.drawString(left * mm, _up(down), text)


def _up(down: float) -> float:
    """Turn millimetres from the top edge into points from the bottom edge."""
    return float(A4[1]) - down * mm
