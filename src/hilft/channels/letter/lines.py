"""A text cut into lines of a width: at blanks, and a word wider than a line where it must be. Pure."""

from collections.abc import Callable


def lines_of(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Give the lines; an empty one stays empty. Joined again they hold every word of the text in its order."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        found += _wrapped(paragraph.rstrip(), fits)
    return found


def _wrapped(paragraph: str, fits: Callable[[str], bool]) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split(" "):
        longer = f"{line} {word}" if line else word
        if fits(longer):
            line = longer
            continue
        if line.strip():
            lines.append(line)
        *whole, line = _pieces(word, fits)
        lines += whole
    return [*lines, line]


def _pieces(word: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a word that is wider than a line; a single sign always fits."""
    pieces = []
    while not fits(word) and len(word) > 1:
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(word[:middle]) else (low, middle - 1)
        pieces.append(word[:low])
        word = word[low:]
    return [*pieces, word]
