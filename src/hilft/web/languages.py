"""Languages: catalogues read once at boot, and which one a visitor gets."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

from hilft.problems import Detail, Problem

CODES = ("en", "de")
_PLACE = re.compile(r"(?<![{%])\{([a-z_]+)\}")
_OWN_LETTERS = 8
_FOLDER = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Language:
    """One catalogue; a text that is missing in it stays English."""

    code: str
    locale: Locale
    texts: Mapping[str, tuple[str, ...]] = field(repr=False)

    def gettext(self, message: str) -> str:
        found = self.texts.get(message)
        return found[0] if found and found[0] else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        found = self.texts.get(one)
        form = 0 if number == 1 else 1
        return found[form] if found and len(found) > form and found[form] else (many if form else one)

    def told(self, sentence: str) -> str:
        """Translate a sentence of ours that was filled before it was stored: logs and programs read it in English.

        "The network refused it: no" is known again by its template "The network refused it: {said}".
        """
        if sentence in self.texts:
            return self.gettext(sentence)
        for template, shape in _shapes(self.code):
            found = shape.fullmatch(sentence)
            if found is not None:
                return self.gettext(template).format(**found.groupdict())
        return sentence

    def sentence(self, problem: Problem) -> str:
        """Say what went wrong; a detail that is itself a text of ours is translated, too."""
        return self.filled(problem.template(), problem.details)

    def filled(self, template: str, details: Mapping[str, Detail]) -> str:
        """Translate a sentence and fill it; without details braces in it are only braces."""
        told = {
            key: self.gettext(value) if isinstance(value, str) else value for key, value in details.items()
        }
        return self.gettext(template).format(**told) if told else self.gettext(template)


@cache
def language(code: str) -> Language:
    """Give the language of that code; an unknown code gives English."""
    known = code if code in CODES else "en"
    with (_FOLDER / known / "LC_MESSAGES" / "hilft.po").open("rb") as file:
        catalogue = read_po(file, locale=known)
    texts = {
        str(entry.id[0] if isinstance(entry.id, list | tuple) else entry.id): (
            tuple(entry.string) if isinstance(entry.string, list | tuple) else (str(entry.string),)
        )
        for entry in catalogue
        if entry.id and not entry.fuzzy
    }
    return Language(known, Locale.parse(known), texts)


@cache
def _shapes(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give the templates with their shapes, those with the most words of their own first; a bare ``{reason}`` is none."""
    found = []
    for template in language(code).texts:
        pieces = _PLACE.split(template)
        own = sum(len(piece) for piece in pieces[::2])
        if len(pieces) > 1 and own >= _OWN_LETTERS and len(set(pieces[1::2])) == len(pieces[1::2]):
            shape = "".join(
                f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
            )
            found.append((own, template, re.compile(shape, re.DOTALL)))
    return tuple((template, shape) for _, template, shape in sorted(found, key=lambda each: -each[0]))


def choose(wishes: Iterable[str], accept: str, fallback: str) -> Language:
    """Take the first wish we speak, then the browser's preference (RFC 9110, 12.5.4), then the fallback."""
    for code in (*wishes, *_preferred(accept), fallback):
        short = code.lower().split("-")[0].split("_")[0]
        if short in CODES:
            return language(short)
    return language("en")


def _preferred(accept: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in accept[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weighted.append((float(quality) if quality else 1.0, tag))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if tag and weight > 0]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text
