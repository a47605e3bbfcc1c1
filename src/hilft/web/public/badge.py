"""The badge for other people's pages: whether somebody is there, as a picture without script. Pure."""

from markupsafe import Markup

_HEIGHT = 28
_PAD = 12
_DOT = 18
_WIDE, _BOLD = 7.4, 8.6
"Pixels of a letter at 13 px, generous: there is no font to measure."


def drawn(brand: str, words: str, *, is_open: bool) -> str:
    """Draw it: the brand's name, a dot, what holds now. Told by its words, not by its colour alone."""
    left = round(len(brand) * _BOLD) + 2 * _PAD
    right = round(len(words) * _WIDE) + 2 * _PAD + _DOT
    dot = "#7ee2b0" if is_open else "#c3ccc8"
    ground = "#0b5d44" if is_open else "#4a5552"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        ' role="img" aria-label="{label}"><title>{label}</title>'
        '<clipPath id="r"><rect width="{width}" height="{height}" rx="6"/></clipPath><g clip-path="url(#r)">'
        '<rect width="{left}" height="{height}" fill="#15211d"/>'
        '<rect x="{left}" width="{right}" height="{height}" fill="{ground}"/></g>'
        '<g fill="#fff" font-family="system-ui,Segoe UI,Roboto,Helvetica,Arial,sans-serif" font-size="13">'
        '<text x="{pad}" y="18.500" font-weight="600">{brand}</text>'
        '<circle cx="{at}" cy="14" r="5" fill="{dot}"/>'
        '<text x="{text}" y="18.500">{words}</text></g></svg>'
    ).format(
        width=left + right, height=_HEIGHT, left=left, right=right, ground=ground, dot=dot, pad=_PAD,
        at=left + _PAD + 5, text=left + _PAD + _DOT, brand=brand, words=words, label=f"{brand}: {words}",
    )  # fmt: skip
