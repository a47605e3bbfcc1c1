"""Texts of strangers, made safe to look at: addresses become links that carry nothing along."""

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"https?://[^\s<>\"'\u201c\u201d\u00ab\u00bb]+", re.IGNORECASE)
_TRAILING = ".,;:!?…"
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_NAMES = re.compile(r"(?:@[\w.-]+(?:@[\w.-]+)?\s+)+")
_LINK = Markup('<a href="{0}" target="_blank" rel="noopener noreferrer nofollow ugc">{0}</a>')


def linked(text: str) -> Markup:
    """Escape a text and link the web addresses in it; nothing else of it becomes HTML."""
    made, end = Markup(), 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found.group())
        made += escape(text[end : found.start()]) + _LINK.format(address)
        end = found.start() + len(address)
    return made + escape(text[end:])


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
