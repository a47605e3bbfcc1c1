"""A long answer as a numbered series, only when the agent asks for it: nothing is ever cut silently."""

import re
from collections.abc import Callable

_SENTENCE = re.compile(r"(?:[.!?…]['\"”“»)]*(?=\s)|\n)")
_MOST_PARTS = 99


def split(text: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Cut a text into parts that each measure at most ``limit``, numbered "(1/3)" at their end.

    Borders are, in this order of preference: a sentence's end in the second half of a part, a blank, and only for
    a single word longer than a part, any place. A text that fits is given back alone and without a number. Joined,
    without numbers, the parts hold every word of the text in order. Raises ``ValueError`` for an impossible limit.
    """
    text = text.strip()
    if measure(text) <= limit:
        return [text]
    for digits in (1, 2):
        parts = _cut(text, limit, measure, f" ({'9' * digits}/{'9' * digits})")
        if len(parts) < 10**digits:
            return [f"{part} ({number}/{len(parts)})" for number, part in enumerate(parts, 1)]
    raise ValueError(f"the text does not fit into {_MOST_PARTS} parts of {limit}")


def _cut(text: str, limit: int, measure: Callable[[str], int], number: str) -> list[str]:
    parts: list[str] = []
    while text and len(parts) <= _MOST_PARTS:
        part = text if measure(text + number) <= limit else _head(text, limit, measure, number)
        parts.append(part.rstrip())
        text = text[len(part) :].lstrip()
    return parts


def _head(text: str, limit: int, measure: Callable[[str], int], number: str) -> str:
    fitting = _longest(text, limit, measure, number)
    if fitting == 0:
        raise ValueError(f"not even one character fits into {limit}")
    sentences = [found.end() for found in _SENTENCE.finditer(text, 0, fitting + 1) if found.end() <= fitting]
    if sentences and sentences[-1] >= fitting // 2:
        return text[: sentences[-1]]
    blanks = [found.start() for found in re.finditer(r"\s", text[: fitting + 1])]
    return text[: blanks[-1]] if blanks and blanks[-1] > 0 else text[:fitting]


def _longest(text: str, limit: int, measure: Callable[[str], int], number: str) -> int:
    """Word by word, because a half-written link can measure more than the whole one."""
    best = 0
    for found in re.finditer(r"\S+", text):
        if measure(text[: found.end()] + number) > limit:
            break
        best = found.end()
    if best:
        return best
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle] + number) <= limit else (low, middle - 1)
    return low
