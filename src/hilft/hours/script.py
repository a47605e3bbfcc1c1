"""Opening hours as people write them into a form, and back: one line a day. Pure.

``09:00–12:30, 13:30–18:00``; ``9-17 Uhr``; ``closed`` or nothing. Dates as ``2026-12-31`` or ``31.12.2026``, days of every year
as ``12-24`` or ``24.12.``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from hilft.hours.problems import BadLine

Value = TypeVar("Value")

_CLOSED = frozenset({"", "closed", "geschlossen", "zu", "-", "–", "—"})
_PAIR = re.compile(r"(?P<from>[^\s–—-]+)\s*(?:-|–|—|bis|to|until)\s*(?P<to>[^\s–—-]+)", re.IGNORECASE)
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?", re.ASCII)
_GERMAN_DATE = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})?", re.ASCII)
_SHOWN = 60


def read_day(text: str) -> list[list[str]]:
    """Read the intervals of a day into a document's form; what is not understood stays as it is, for its sentence."""
    plain = re.sub(r"\b(uhr|h)\b", "", text.strip(), flags=re.IGNORECASE).strip()
    if plain.lower() in _CLOSED:
        return []
    return [_pair(piece.strip()) for piece in re.split(r"[,;/]|\s+(?:und|and|&)\s+", plain) if piece.strip()]


def _pair(text: str) -> list[str]:
    found = _PAIR.fullmatch(text)
    return [_clock(found["from"]), _clock(found["to"])] if found else [text]


def _clock(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    return f"{int(found['hour']):02}:{found['minute'] or '00'}" if found else text


def read_dates(text: str) -> dict[str, list[list[str]]]:
    """Read one line a date: ``2026-12-31 closed``, ``2.1.2027 10:00–14:00``; raises ``BadLine``."""
    return dict(_lines(text, read_date, read_day))


def read_half_days(text: str) -> dict[str, str]:
    """Read one line a day of the year: ``12-24 14:00``; raises ``BadLine``."""
    return dict(_lines(text, _yearly, lambda rest: _clock(re.sub(r"(?i)\buhr\b", "", rest).strip())))


def read_yearly(text: str) -> list[str]:
    """Read days of the year, one a line or with commas: ``12-24, 31.12.``."""
    return [_yearly(piece.strip()) for piece in re.split(r"[,;\n]", text) if piece.strip()]


def _lines(
    text: str, key: Callable[[str], str], value: Callable[[str], Value]
) -> Iterator[tuple[str, Value]]:
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split(None, 1)
        if not words:
            continue
        if len(words) == 1:
            raise BadLine(number=number, line=line.strip()[:_SHOWN])
        yield key(words[0].rstrip(":")), value(words[1])


def read_date(text: str) -> str:
    """Read ``31.12.2026`` as ``2026-12-31``; anything else stays as it is."""
    text = text.strip()
    found = _GERMAN_DATE.fullmatch(text)
    return (
        f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
        if found and found["year"]
        else text
    )


def _yearly(text: str) -> str:
    found = _GERMAN_DATE.fullmatch(text)
    return f"{int(found['month']):02}-{int(found['day']):02}" if found and not found["year"] else text


def write_day(intervals: Sequence[Sequence[str]]) -> str:
    """Write a day's intervals as ``read_day`` reads them; closed: nothing."""
    return ", ".join(f"{start}–{end}" for start, end in intervals)


def write_dates(given: Mapping[str, Sequence[Sequence[str]]], closed: str) -> str:
    """Write one line a date; ``closed`` is the word for a date without intervals."""
    return "\n".join(f"{day} {write_day(intervals) or closed}" for day, intervals in given.items())


def write_half_days(given: Mapping[str, str]) -> str:
    """Write one line a day of the year."""
    return "\n".join(f"{day} {end}" for day, end in given.items())
