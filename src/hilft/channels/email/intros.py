"""Lines with which mail programs introduce what they quote: "On Monday, Otto wrote:", in many languages. Pure.

An introduction is often wrapped, so a window of lines is judged, the shortest that makes sense first, and it is
looked for from its end, which is what gives it away.
"""

# ruff: noqa: RUF001 - the signs of other alphabets are what this is about

import re
from collections.abc import Sequence

MOST_LINES = 6
_LONGEST = 400

_VERB = (
    r"(?:wrote|writes|schrieb|geschrieben|schreef|geschreven|(?:a|ha) [ée]crit|escribi[óo]|ha escrit|escreveu|ha scritto"
    r"|scrisse|skrev|skrifaði|kirjoitti|napisał(?:\(a\)|a|/a)?|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|написала?|писал"
    r"|пишет|пише|написав|yazdı|írta|a scris|έγραψε|viết|menulis|写道|寫道|写了|のメッセージ|작성)"
)
_ADDRESS = re.compile(r"[^\s<>()\[\]\"]+@[^\s<>()\[\]\"]+\w")
_DAY = r"(?:\d{4}|\d{1,2}[./-]\d{1,2}|\d{1,2}[:.h]\d{2}|(?:[A-ZÀ-Ÿ][a-zà-ÿ]{2,8}\.? \d{1,2}))"
_HAS_DAY = re.compile(_DAY)
_END_VERB = re.compile(rf"{_VERB}\W*$", re.IGNORECASE)
_MID_VERB = re.compile(rf"\b{_VERB}\b.{{1,160}}[:：]\W*$", re.IGNORECASE)
_DATE_FIRST = re.compile(r"^\W*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})")
_GMAIL_ISO = re.compile(r"^\W*\d{4}-\d\d-\d\d \d\d:\d\d (?:GMT|UTC)[+-]\d\d:\d\d \S")
_YEAR_AND_TIME = re.compile(r"\b\d{4}\b.*\d{1,2}[:.]\d{2}|\d{1,2}[:.]\d{2}.*\b\d{4}\b")
_ENDS_IN_ADDRESS = re.compile(r"@[^\s@]+\w[>)\]\s]*(:?)\W*$")
_BEGINS = re.compile(r"^[\s>*_\-|\"'“]*(?!mailto:)\w")
_MAY_END = re.compile(
    rf"{_VERB}|[:：]\W*$|@\S+>?\W*$|(?:GMT|UTC)[+-]\d\d:\d\d \S",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"^[\s>|]+")


def introductions(lines: Sequence[str]) -> dict[int, int]:
    """Give every introduction as first line → line behind its last one."""
    found: dict[int, int] = {}
    for last, line in enumerate(lines):
        if len(line) <= _LONGEST and _MAY_END.search(line):
            first = _first_line(lines, last)
            if first is not None:
                found[first] = last + 1
    return found


def is_introduction(text: str) -> bool:
    """Judge one unwrapped introduction."""
    if len(text) > _LONGEST or not _BEGINS.match(text) or not _balanced(text):
        return False
    address, day = _ADDRESS.search(text), _HAS_DAY.search(text)
    if _END_VERB.search(text):
        return bool(address or day)
    if _MID_VERB.search(text) and (address or day):
        return bool(day)
    if _GMAIL_ISO.match(text):
        return True
    ends = _ENDS_IN_ADDRESS.search(text)
    if ends is None:
        return False
    return bool(_DATE_FIRST.match(text) or (ends[1] and _YEAR_AND_TIME.search(text)))


def _first_line(lines: Sequence[str], last: int) -> int | None:
    window = ""
    for first in range(last, max(-1, last - MOST_LINES), -1):
        line = lines[first].strip()
        if first != last and not line:
            if not window.lstrip().startswith("<"):
                return None
            continue
        quoted = bool(_QUOTING.match(lines[first])) and bool(_QUOTING.match(window))
        window = f"{line} {_QUOTING.sub('', window) if quoted else window}".strip()
        if is_introduction(window):
            return first
    return None


def _balanced(text: str) -> bool:
    text = _QUOTING.sub("", text)
    return text.count("<") == text.count(">") and text.count("(") == text.count(")")
