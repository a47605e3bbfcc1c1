"""The typeface of letters: Roboto, embedded in every sheet; what it has no sign for is told before anything is drawn."""

from functools import cache
from importlib.resources import files
from unicodedata import normalize

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "Roboto", "Roboto-Bold"
_FILES = {PLAIN: "Roboto-Regular.ttf", BOLD: "Roboto-Bold.ttf"}
_UNSEEN = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f")
"What is written but not drawn."


@cache
def _known() -> frozenset[int]:
    """Register both cuts once and give the signs they have."""
    signs: list[frozenset[int]] = []
    for name, file in _FILES.items():
        with (files("font_roboto") / "files" / file).open("rb") as cut:
            font = TTFont(name, cut)
        pdfmetrics.registerFont(font)
        signs.append(frozenset(font.face.charToGlyph))
    return signs[0] & signs[1]


def missing_signs(text: str) -> list[str]:
    """Give the signs of a text that cannot be drawn, each once, in their order."""
    known = _known()
    return [
        sign
        for sign in dict.fromkeys(normalize("NFC", text))
        if ord(sign) not in known and sign not in _UNSEEN
    ]


def drawable(text: str) -> str:
    """Leave out what is not seen; a tab is four blanks, a letter with its mark beside it one sign."""
    return "".join(
        sign for sign in normalize("NFC", text).expandtabs(4) if sign == "\n" or sign not in _UNSEEN
    )


def width(text: str, cut: str, size: float) -> float:
    """Measure a line, in points."""
    _known()
    return float(pdfmetrics.stringWidth(text, cut, size))
