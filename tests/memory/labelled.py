"""Labelled lines: ``text ⟦kind:the place⟧ more`` becomes the text and its marked places."""

import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"⟦(\w+):([^⟧]*)⟧")


@dataclass(frozen=True, slots=True)
class Labelled:
    """``spans``: kind, start, end, by character."""

    text: str
    spans: frozenset[tuple[str, int, int]]


def read(path: Path) -> list[Labelled]:
    """Read a file of labelled lines; ``#`` opens a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_labelled(line) for line in lines if line and not line.startswith("#")]


def _labelled(line: str) -> Labelled:
    text, spans, end = "", set(), 0
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        spans.add((match[1], len(text), len(text) + len(match[2])))
        text, end = text + match[2], match.end()
    return Labelled(text + line[end:], frozenset(spans))
