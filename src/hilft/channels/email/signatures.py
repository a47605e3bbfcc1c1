"""Signatures without dashes, recognised by the name of who wrote. Pure."""

import re
from collections.abc import Sequence

_MOST_LINES = 12
_LONGEST_LINE = 90
_CLOSING = re.compile(
    r"^\W*(?:thanks?(?: you)?(?: (?:and|very|so|in).*)?|many thanks|cheers|(?:best|kind|warm)?\s*regards|best|sincerely|yours.*"
    r"|(?:viele|liebe|beste|freundliche|herzliche|sch[öo]ne)\w* gr(?:ü|ue)(?:ß|ss)e?.*|mit .*gr(?:ü|ue)(?:ß|ss)e?n?|gru(?:ß|ss)|mfg|lg|vg|danke.*"
    r"|cordialement|bien à vous|salutations.*|saludos.*|un saludo|atentamente|cordiali saluti|saluti|met vriendelijke groet.*)\W*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[-_=*—–]{2,}\s*$")


def signature_start(lines: Sequence[str], sender: str) -> int | None:
    """Give the line at which a signature begins that bears the sender's name; None: there is none.

    It reaches to the end, at most twelve lines of a signature's length, more below a rule; a closing formula above the
    name belongs to it.
    """
    names = _names(sender)
    if not names:
        return None
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    filled = [number for number in range(last) if lines[number].strip()]
    for number in filled[-_MOST_LINES:]:
        if any(len(lines[each]) > _LONGEST_LINE for each in filled if each >= number):
            continue
        if _bears(lines[number], names):
            return _with_closing(lines, number)
    return None


def _names(sender: str) -> list[str]:
    """Give the words of a name, or the local part of an address."""
    words: list[str] = re.findall(r"[^\W\d_]{3,}", sender.partition("@")[0].lower())
    return words


def _bears(line: str, names: Sequence[str]) -> bool:
    words = re.findall(r"[^\W\d_]+", line.lower())
    return (
        0 < len(words) <= len(names) + 5 and names[0] in words and not line.rstrip().endswith((":", "?", ","))
    )


def _with_closing(lines: Sequence[str], start: int) -> int:
    above = [number for number in range(max(0, start - 8), start) if lines[number].strip()]
    for number in reversed(above[-2:]):
        if _RULE.match(lines[number]):
            return number
    if above and _CLOSING.match(lines[above[-1]]):
        return above[-1]
    return start
