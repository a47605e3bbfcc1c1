"""Cuts a text into sentences and those into clauses, with their places. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 600
"Characters of a sentence."

_END = re.compile(r"[.!?…]+[\"”“)]*(?=\s|$)|\n+|(?<=[^\w\s])\s(?=\^[a-z]{2}\b)|\s(?=\^[a-z]{2}\s*$)")
_SHORT = re.compile(
    r"(?:\b(?:ca|bzw|usw|evtl|ggf|std|min|tel|nr|str|inkl|z|b|d|h|u|a|mr|mrs|ms|dr|hr|fr|e\.g|i\.e|approx|vs|mo|di|mi|do|sa|so|"
    r"a\.m|p\.m)|\d)\.$",
    re.IGNORECASE,
)
_BORDER = re.compile(
    r"\s*[,;:–—]\s+|\s+-\s+|\s+(?:und|and|n|&|\+|u\.|u(?=\s(?:ruf|meld|schreib|schick|geb|sag|mach|schau|prüf|klär|komm|bring))|aber|but|sowie|denn|sonst|otherwise|so that|damit|weil|because)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    text: str
    clauses: tuple[Clause, ...]

    @property
    def asks(self) -> bool:
        return self.text.rstrip(' "”“)').endswith("?")

    def at(self, place: int) -> int:
        """Give the number of the clause a place of the text lies in."""
        for number, clause in enumerate(self.clauses):
            if place < clause.end:
                return number
        return len(self.clauses) - 1


def sentences(text: str, whole: Sequence[tuple[int, int]] = ()) -> list[Sentence]:
    """Cut a text; places in ``whole`` (such as "24. November, 12 Uhr") are never cut through."""
    found, start = [], 0
    for match in _END.finditer(text):
        if _cuts(whole, match.end()) or _short(text, match):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    found = [place for whole_one in found for place in _bearable(*whole_one)]
    return [_sentence(text, *_trimmed(text, *place), whole) for place in found if text[slice(*place)].strip()]


def _bearable(start: int, end: int) -> list[tuple[int, int]]:
    """Cut what is no sentence any more: patterns that look over a whole one must not look far."""
    return [(at, min(at + LONGEST, end)) for at in range(start, end, LONGEST)]


def _short(text: str, match: re.Match[str]) -> bool:
    """A full stop after an abbreviation or an ordinal ends nothing while something small follows."""
    if match[0] != "." or not _SHORT.search(text[max(0, match.start() - 8) : match.end()]):
        return False
    after = text[match.end() :].lstrip()
    return bool(after) and not after[0].isupper()


def _cuts(whole: Sequence[tuple[int, int]], place: int) -> bool:
    return any(start < place < end for start, end in whole)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _sentence(text: str, start: int, end: int, whole: Sequence[tuple[int, int]]) -> Sentence:
    clauses, begin = [], start
    for match in _BORDER.finditer(text, start, end):
        if _cuts(whole, match.start() + 1) or _cuts(whole, match.end() - 1):
            continue
        clauses.append(Clause(begin, match.start(), text[begin : match.start()]))
        begin = match.end()
    clauses.append(Clause(begin, end, text[begin:end]))
    return Sentence(
        start, end, text[start:end], tuple(each for each in clauses if each.text.strip()) or tuple(clauses)
    )
