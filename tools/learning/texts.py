"""Labelled texts: one a line, what tells or asks something marked as ``⟦label:the words⟧``; each file is one hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hilft.memory.asking.model import Kind, Question
from hilft.memory.asking.reading import readings
from hilft.memory.asking.weighing import SIDES
from hilft.memory.model import TRIED, Key
from hilft.memory.reading.guessed import look
from hilft.memory.reading.read import ruled
from hilft.memory.reading.text import Text
from tests.memory.asking.labelled import drafts

TEXTS = Path(__file__).with_name("texts")
_MARK = re.compile(r"⟦([a-z_]+(?:-[a-z]+)?):(.*?)⟧")
_SAID_AT, _ZONE = datetime(2026, 11, 23, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin")
_MOST_OF_MARK, _MOST_OF_UNIT = 0.5, 0.6
"A sentence or clause has a label when so much of the marked words lies in it, or so much of it is marked."


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a draft or a clause of a customer's text: what the model looks at, and what is right."""

    hand: str
    features: frozenset[str]
    labels: frozenset[str]


def units(what: str) -> list[Unit]:
    """Give all units of ``asked`` or ``told``."""
    marked = [
        unit
        for file in sorted(TEXTS.glob(f"{what}-*.txt"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
        for unit in _units(what, file.stem, line)
    ]
    return [*marked, *_drafts()] if what == "asked" else marked


def _drafts() -> Iterator[Unit]:
    """Give the sentences of the drafts the rules were made with: their keys are known, not where they are asked.

    A draft that asks nothing again says so of each of its sentences; in others a sentence counts when the rules find
    in it what is asked, or when it is the only one.
    """
    for draft in drafts("tune"):
        read = readings(draft.draft)
        for reading in read:
            ruled = {each.key: each for each in reading.ruled if each.key in draft.again}
            alone = draft.again if len(read) == 1 else frozenset(ruled)
            if alone or not draft.again:
                yield Unit(
                    draft.hand, reading.features, frozenset(_label(key, ruled.get(key)) for key in alone)
                )


def _label(key: Key, ruled: Question | None) -> str:
    side = next(
        (
            label
            for label, about in SIDES.items()
            if ruled and label.startswith(f"{key}-") and about == ruled.about
        ),
        "",
    )
    if side:
        return side
    if key in TRIED:
        return f"{key}-{'do' if ruled is None or ruled.kind is Kind.REQUEST else 'ask'}"
    return f"{key}-devices" if key is Key.SCOPE else str(key)


def _units(what: str, hand: str, line: str) -> Iterator[Unit]:
    text, marks = _parted(line)
    for start, end, features in _asked(text) if what == "asked" else _told(text):
        labels = {label for label, left, right in marks if _is_in(left, right, start, end)}
        yield Unit(hand, features, frozenset(labels))


def _asked(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    for reading in readings(text):
        yield reading.start, reading.end, reading.features


def _told(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    ready = Text(text)
    found = ruled(ready, _SAID_AT.astimezone(_ZONE))
    for clause in ready.clauses:
        yield clause.start, clause.end, look(ready, clause, found)


def _parted(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, marks, done = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[done : mark.start()]
        marks.append((mark[1], len(text), len(text) + len(mark[2])))
        text, done = text + mark[2], mark.end()
    return text + line[done:], marks


def _is_in(left: int, right: int, start: int, end: int) -> bool:
    both = min(right, end) - max(left, start)
    return both > 0 and (both >= _MOST_OF_MARK * (right - left) or both >= _MOST_OF_UNIT * (end - start))
