"""Texts of strangers, made safe to look at: web addresses are found, so that templates can link them."""

import re
from dataclasses import dataclass

from markupsafe import Markup

_ADDRESS = re.compile(r"https?://[^\s<>\"'\u201c\u201d\u00ab\u00bb]+", re.IGNORECASE)
_TRAILING = ".,;:!?…"
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_NAMES = re.compile(r"(?:@[\w.-]+(?:@[\w.-]+)?\s+)+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``link``: it is a web address."""

    text: str
    link: bool = False


def pieces(text: str) -> list[Piece]:
    """Cut a text at the web addresses in it; joined again the pieces are the text."""
    made, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found.group())
        made += [Piece(text[end : found.start()]), Piece(address, link=True)]
        end = found.start() + len(address)
    return [*made, Piece(text[end:])]


def _trimmed(address: str) -> str:
    address = address.rstrip(_TRAILING)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_TRAILING)
    return address


def lang_attribute(code: str) -> Markup:
    """Give `` lang="de"`` where the language is known and a name of one, so that it is read out rightly."""
    return Markup(' lang="{}"').format(code) if _LANGUAGE.fullmatch(code) else Markup()


def without_names(text: str) -> str:
    """Leave out the handles a text begins with: in one line of a list they would hide what it says."""
    found = _NAMES.match(text)
    return text[found.end() :] if found and found.end() < len(text) else text
