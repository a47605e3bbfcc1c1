"""What a model looks at: words, neighbours, and parts of words; the same when it is trained and when it is asked."""

import re
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[a-z]+|\d+|[?:/]")
_LONG = 4
"A word of this length shows its parts: beginnings and endings carry meaning, slips of the pen leave most of them."
_PARTS = (3, 4, 5)
_LONGEST = 9
"Digits: a longer number is as long as this."
_CODE = re.compile(r"[\w/.-]*\d[\w/.-]*\w|[\w/.-]*\w[\w/.-]*\d")
_NAMED = re.compile(r"\b[^\W\d_]\w+ \d{1,4}\b(?! ?[:.,]?\d)")


def words_of(folded: str) -> list[str]:
    """Give the words of a folded text; numbers of as many digits are alike."""
    return ["0" * min(len(word), _LONGEST) if word.isdigit() else word for word in _WORD.findall(folded)]


def shapes_of(text: str) -> Iterator[str]:
    """Give what names and numbers look like as they were written: ``A-00000`` for AB-20931, ``Aa 000`` for Komfort 100."""
    for token in _CODE.findall(text):
        yield f"!shape {_shape(token)}"
    for name in _NAMED.findall(text):
        yield f"!shape {_shape(name)}"


def _shape(token: str) -> str:
    plain = re.sub(r"\d+", lambda run: "0" * min(len(run.group()), _LONGEST), token)
    return re.sub(r"[^\W\d_A-Z]+", "a", re.sub(r"[A-Z]+", "A", plain))


def parts_of(words: Sequence[str], prefix: str = "", *, whole: bool = True) -> Iterator[str]:
    """Give the features of some words, named with a prefix; ``whole=False``: single words and pairs only."""
    row = ["^", *words, "$"]
    for place, word in enumerate(row):
        yield prefix + word
        if whole and len(word) >= _LONG:
            yield from _inside(word, prefix)
        following = row[place + 1 : place + 3]
        if following:
            yield f"{prefix}{word} {following[0]}"
        if whole and len(following) > 1:
            yield f"{prefix}{word} {following[0]} {following[1]}"
            yield f"{prefix}{word} _ {following[1]}"


def _inside(word: str, prefix: str) -> Iterator[str]:
    framed = f"<{word}>"
    for size in _PARTS:
        for start in range(len(framed) - size + 1):
            yield f"{prefix}#{framed[start : start + size]}"
