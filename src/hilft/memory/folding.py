"""A plain form of a text, easy to match, that remembers where each letter came from."""

import re
from dataclasses import dataclass
from importlib import resources
from itertools import chain

_WIDER = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{ACUTE ACCENT}": "'",
    "`": "'",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "…": "...",
    "\u00a0": " ",
    "\t": " ",
    "\r": " ",
    "“": '"',
    "”": '"',
    "„": '"',
    "»": '"',
    "«": '"',
}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LONG_WORD = 6
_LONG = 7
"A slip in a shorter head could as well be another word."


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath("words", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _shorter(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(1, len(word))}


_PLAIN = {word: meant for word, _, meant in (line.partition(" ") for line in _lines("plain.txt"))}
_HEADS = frozenset(" ".join(_lines("heads.txt")).split())
_RIGHT = frozenset(" ".join(_lines("right.txt")).split())
_NEAR = {
    short: head
    for head in sorted(_HEADS)
    if len(head) >= _LONG or head == "router"
    for short in _shorter(head)
}


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is lower case, umlauts as two letters; ``origin[i]`` is the place of ``text[i]`` in the original."""

    text: str
    origin: list[int]

    def original(self, place: int) -> int:
        """Give the place in the original text for a place in the folded one; its end included."""
        return self.origin[place]


def fold(text: str) -> Folded:
    """Fold a text, mending slips of the pen in long words that matter."""
    pieces = [_WIDER.get(small := letter.lower(), small[:1]) for letter in text]
    plain = "".join(pieces)
    origin = list(chain.from_iterable([place] * len(piece) for place, piece in enumerate(pieces)))
    origin.append(len(text))
    return _mended(plain, origin)


def _mended(plain: str, origin: list[int]) -> Folded:
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for found in _WORD.finditer(plain):
        word = found.group()
        better = (
            _PLAIN.get(word)
            or (f"{word[:-2]} denn" if word.endswith("st'n") else None)
            or (_meant(word) if len(word) >= _LONG_WORD else None)
        )
        if better is None:
            continue
        start, end = found.span()
        parts += [plain[done:start], better]
        places += origin[done:start]
        places += [origin[min(start + step, end - 1)] for step in range(len(better))]
        done = end
    if not parts:
        return Folded(plain, origin)
    return Folded("".join([*parts, plain[done:]]), places + origin[done:])


def _meant(word: str) -> str | None:
    """Give the head a word was meant to be; None when it is right as it is, or nothing known."""
    if word in _HEADS or word in _RIGHT:
        return None
    if word in _NEAR:
        return _close(word, _NEAR[word])
    for short in _shorter(word):
        if short in _HEADS:
            return _close(word, short)
        if short in _NEAR:
            return _close(word, _NEAR[short])
    return None


def _close(word: str, head: str) -> str | None:
    """Refuse what differs by a usual ending only: that is grammar, no slip."""
    if word[0] != head[0] or (word.startswith(head) and word[len(head) :] in {"s", "n", "e"}):
        return None
    return head
