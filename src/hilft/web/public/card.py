"""The picture networks show beside a link to the page: 1200 by 630 pixels (the Open Graph protocol's usual size). Pure."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from PIL.ImageFont import ImageFont as BitmapFont

SIZE = (1200, 630)
_PAPER, _INK, _SOFT, _MARK = "#0d1f19", "#ffffff", "#b9d9cc", "#3fcf95"
_MARGIN = 90
_ROOM = SIZE[0] - 2 * _MARGIN


@lru_cache(maxsize=64)
def card(brand: str, words: str, address: str) -> bytes:
    """Draw the card: who, what they say, where. Gives a PNG."""
    picture = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 18, SIZE[1]), fill=_MARK)
    draw.text((_MARGIN, 150), brand, font=_fitting(brand, 96), fill=_INK)
    draw.text((_MARGIN, 300), words, font=_fitting(words, 56), fill=_SOFT)
    draw.text((_MARGIN, 500), address, font=_fitting(address, 34), fill=_MARK)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitting(text: str, size: int) -> FreeTypeFont | BitmapFont:
    """Give the font in the size in which the text fits on one line."""
    while True:
        font = ImageFont.load_default(size)
        if size <= 16 or font.getlength(text) <= _ROOM:  # noqa: PLR2004 - smaller cannot be read
            return font
        size -= 4
