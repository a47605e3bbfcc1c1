"""Finds words of time in a text and puts those that belong together into one moment. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hilft.memory.promises.moments import FRIDAY, SUNDAY, Moment, Said
from hilft.memory.promises.words import ATOMS, MONTHS, NUMBERS, PARTS, WEEKDAYS

_COMPILED = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for kind, pattern in ATOMS
)
_PARTS = tuple((part, re.compile(pattern, re.IGNORECASE)) for part, pattern in PARTS)
_GLUE = re.compile(
    r"[\s,():–-]*(?:(?:um|bis|gegen|ab|zwischen|spätestens|at|by|around|between|before|vor|in|on|the|of|der|am|den|dem|zum|im|noch|von|"
    r"from|until|till|this|diesen|dieses|ca\.?|circa|etwa|about|no later than|nach|after|so|und zwar|latest|at the latest|roughly|"
    r"arriv(?:al|ing)|ankunft|eintreffen|(?:mit )?(?:zeitfenster|zeitraum|uhrzeit)|(?:with an? )?(?:arrival |time ?)?(?:slot|window)|any ?time|"
    r"irgendwann|im laufe (?:des|der)|(?:in|over) the course of|during|punkt|ungefähr|right|pünktlich|sharp|spätestens|dem|dann)(?!\w)[\s,:]*)*[\s,(]*",
    re.IGNORECASE,
)
# What comes no earlier than a time is promised for a later one.
_EARLIEST = re.compile(
    r"\b(?:frühestens|no earlier than|not before|nicht vor)\s(?:(?:am|um|ab|on|at)\s)?$", re.IGNORECASE
)
_NEAR = 80
_APART = re.compile(r"[.!?\n](?!\d)")
_PASTISH = re.compile(
    r"\b(?:hab\w*|hat|hatten?|wurden?|war(?:en)?|gestern|vom|seit|have|had|was|were|did|tried|spoke|called|since|yesterday|wenn|falls|if)\b",
    re.IGNORECASE,
)
_ON_DAY = re.compile(r"\b(?:am|bis|ab|zum|vor)\s$", re.IGNORECASE)
_MIDDAY = re.compile(r"mittags?|midday|noon|lunchtime")
_UPTO = re.compile(r"\b(?:bis|vor|spätestens|by|before)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"Until tomorrow's noon is until twelve; at noon lasts longer."
_LONG_AGO = timedelta(days=180)
_FAR = 50
"Characters between words of time that may belong together."
_DAYS = frozenset({"today", "tomorrow", "day_after", "weekday", "date"})
_CLOCKS = frozenset({"clock", "clock_bare", "range", "half", "quarter", "minutes"})
_DAYS_OF = {"w": 7, "f": 14, "m": 30}
"Days of a week, a fortnight, a month, by the first letter of the unit."


@dataclass(frozen=True, slots=True)
class SpokenTime:
    """A moment and the words that name it."""

    start: int
    end: int
    due: datetime


@dataclass(frozen=True, slots=True)
class _Atom:
    kind: str
    match: re.Match[str]

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    def word(self, name: str) -> str:
        return (self.match.groupdict().get(name) or "").lower()

    @property
    def text(self) -> str:
        return self.match[0].lower()


def spoken_times(text: str, moment: Moment) -> list[SpokenTime]:
    """Give every future moment a text names, in its order."""
    found = []
    day: tuple[int, date] | None = None
    for group in _groups(text):
        said = Said()
        for atom in group:
            said = _MEANINGS[atom.kind](said, atom, moment)
        if said.day is None and said.clock and day and _goes_on(text, day[0], group[0].start):
            said = replace(said, day=day[1])
        day = (group[-1].end, said.day) if said.day else None
        due = moment.due(said)
        if due is not None and not _EARLIEST.search(text, max(0, group[0].start - 30), group[0].start):
            found.append(SpokenTime(group[0].start, group[-1].end, due))
    return found


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether a time of day belongs to a day named before: "I'll check it tomorrow and call you at nine"."""
    before = text[max(0, end - _FAR) : start]
    return start - end < _NEAR and not _APART.search(text, end, start) and not _PASTISH.search(before)


def _groups(text: str) -> list[list[_Atom]]:
    groups: list[list[_Atom]] = []
    for atom in _atoms(text):
        last = groups[-1] if groups else None
        if (
            last
            and atom.start - last[-1].end <= _FAR
            and _GLUE.fullmatch(text, last[-1].end, atom.start)
            and _fits(last, atom)
        ):
            last.append(atom)
        else:
            groups.append([atom])
    return groups


def _fits(group: list[_Atom], atom: _Atom) -> bool:
    kinds = {each.kind for each in group}
    if atom.kind in _CLOCKS:
        return not kinds & _CLOCKS
    if atom.kind in _DAYS:
        return not kinds & _DAYS or (atom.kind == "date" and kinds <= {"weekday", "tomorrow", "today"})
    if atom.kind == "part":
        return "part" not in kinds
    return atom.kind == "closing" or atom.kind not in kinds


def _atoms(text: str) -> list[_Atom]:
    """At one place the longest counts; equally long ones in the order of the list."""
    every = [
        (match.start(), -match.end(), order, _Atom(kind, match))
        for order, (kind, pattern) in enumerate(_COMPILED)
        for match in pattern.finditer(text)
    ]
    chosen: list[_Atom] = []
    for start, _, _, atom in sorted(every, key=lambda each: each[:3]):
        if (not chosen or start >= chosen[-1].end) and _plausible(atom):
            chosen.append(atom)
    return chosen


def _plausible(atom: _Atom) -> bool:
    if atom.kind == "range":
        return bool(atom.word("half")) or re.match(r"zwischen|von|between|from", atom.text) is not None
    if atom.kind == "clock" and "." in re.sub(r"[ap]\.?m\.?$", "", atom.text):
        return bool(atom.word("half"))
    if atom.kind == "weekday":
        # Short names are words of their own ("what I can do."): they need a capital letter, or a word in front that makes them a day.
        name = atom.word("weekday").rstrip(".")
        return (
            len(name) > 2  # noqa: PLR2004 - mo, di, mi
            or atom.match["weekday"][0].isupper()
            or _ON_DAY.search(atom.match.string, max(0, atom.start - 8), atom.start) is not None
        )
    return True


def _number(word: str) -> float:
    return NUMBERS.get(word, 0) or float(word.replace(",", ".") if word else 1)


def _span(said: Said, atom: _Atom, moment: Moment) -> Said:
    count, unit = _number(atom.word("n")), atom.word("unit")
    if unit.startswith(("min", "h", "st")):
        span = timedelta(minutes=count) if unit.startswith("min") else timedelta(hours=count)
        return replace(said, span=span)
    if unit.startswith(("t", "d")):
        work = bool(atom.word("work"))
        day = moment.open_day(int(count)) if work else moment.today + timedelta(days=int(count))
    else:
        day = moment.today + timedelta(days=int(count * _DAYS_OF[unit[0]]))
    return replace(said, day=day)


def _weekday(said: Said, atom: _Atom, moment: Moment) -> Said:
    number = WEEKDAYS[atom.word("weekday").rstrip(".")]
    # "next Friday" said on a Monday is the one of the next week; "nächsten Freitag" the one that comes next.
    skips = atom.word("next") == "next" and number > moment.today.isoweekday()
    said = replace(said, day=moment.weekday(number, week_after=skips))
    return _part(said, atom, moment) if atom.word("part") else said


def _date(said: Said, atom: _Atom, moment: Moment) -> Said:
    month = MONTHS.get(atom.word("month").rstrip("."), 0) or int(atom.word("mm") or 0)
    year = int(atom.word("year") or moment.today.year)
    try:
        day = date(year, month or moment.today.month, int(atom.word("day")))
        # One that passed not long ago is spoken of ("your letter of 19 November"), not promised for next year.
        if not atom.word("year") and (not month or moment.today - day > _LONG_AGO) and day < moment.today:
            day = day.replace(year=year + 1) if month else _next_month(day)
    except ValueError:
        return said
    return replace(said, day=day)


def _next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)


def _clock(said: Said, atom: _Atom, moment: Moment) -> Said:
    if said.clock is not None:
        return said
    word, half = atom.word("h"), atom.word("half").replace(".", "")
    hour, minute = int(_number(word)), int(atom.word("m") or 0)
    if half in {"am", "pm"}:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        clock = time(23, 59) if (hour, minute) == (24, 0) else time(hour, minute)
    except ValueError:
        return said
    bare = half not in {"am", "pm"} and not word.startswith("0")
    # "by 8" said of today, when eight has passed, is eight in the evening
    spoken = atom.kind != "range" and half in {"", "oclock", "o'clock", "o’clock"} and ":" not in atom.text
    late = (
        spoken and not said.part and said.day == moment.today and moment.at(moment.today, clock) <= moment.now
    )
    if late and hour < 12:  # noqa: PLR2004 - noon
        return replace(said, clock=clock.replace(hour=hour + 12))
    return replace(said, clock=clock, literal=not bare)


def _half(said: Said, atom: _Atom, _moment: Moment) -> Said:
    hour = int(_number(atom.word("h")))
    return replace(said, clock=time((hour - 1) % 12, 30), literal=False)


def _quarter(said: Said, atom: _Atom, _moment: Moment) -> Said:
    hour, which = int(_number(atom.word("h"))), atom.word("which")
    before = which in {"viertel vor", "quarter to", "quarter of", "dreiviertel", "drei viertel"}
    minute = 45 if before else 30 if which in {"half past", "half"} else 15
    return replace(said, clock=time((hour - before) % 24, minute), literal=False)


def _minutes(said: Said, atom: _Atom, _moment: Moment) -> Said:
    """Five to nine, ten past three, fünf vor halb zwölf."""
    hour, minutes = int(_number(atom.word("h"))), int(_number(atom.word("n")))
    before = atom.word("which") in {"vor", "to"}
    at = hour * 60 - (30 if atom.word("halb") else 0) + (-minutes if before else minutes)
    return replace(said, clock=time(at // 60 % 24, at % 60), literal=False)


def _part(said: Said, atom: _Atom, _moment: Moment) -> Said:
    words = atom.word("part") or atom.text
    upto = bool(atom.word("upto")) or bool(
        _MIDDAY.match(words) and _UPTO.search(atom.match.string[: atom.start])
    )
    if words == "morgen":
        return replace(said, part="early")
    part = next((part for part, pattern in _PARTS if pattern.fullmatch(words)), "")
    return replace(said, part="noon" if upto else part or said.part)


def _today(said: Said, atom: _Atom, moment: Moment) -> Said:
    said = replace(said, day=moment.today)
    return replace(said, part="evening") if atom.text.startswith(("ton", "2n")) else said


def _days(count: int) -> Callable[[Said, _Atom, Moment], Said]:
    return lambda said, _atom, moment: replace(said, day=moment.today + timedelta(days=count))


def _exactly(**span: int) -> Callable[[Said, _Atom, Moment], Said]:
    return lambda said, _atom, _moment: replace(said, span=timedelta(**span))


def _in_week(weeks: int, weekday: int) -> Callable[[Said, _Atom, Moment], Said]:
    return lambda said, _atom, moment: replace(said, day=moment.monday(weeks) + timedelta(days=weekday - 1))


def _last_of_week(weeks: int) -> Callable[[Said, _Atom, Moment], Said]:
    return lambda said, _atom, moment: replace(said, day=moment.last_open_day(weeks))


def _month_end(said: Said, _atom: _Atom, moment: Moment) -> Said:
    return replace(said, day=_next_month(moment.today.replace(day=1)) - timedelta(days=1))


_MEANINGS: dict[str, Callable[[Said, _Atom, Moment], Said]] = {
    "half_hour": _exactly(minutes=30),
    "quarter_hour": _exactly(minutes=15),
    "three_quarters": _exactly(minutes=45),
    "ninety": _exactly(minutes=90),
    "hour": _exactly(hours=1),
    "span": _span,
    "span_first": _span,
    "closing": lambda said, _atom, _moment: replace(said, closing=True),
    "all_day": lambda said, _atom, moment: replace(said, day=said.day or moment.today, closing=True),
    "week_end": _last_of_week(0),
    "week_end_next": _last_of_week(1),
    "week_next": _last_of_week(1),
    "week_start_next": _in_week(1, 2),
    "week_mid_next": _in_week(1, 3),
    "weekend_before": lambda said, _atom, moment: replace(said, day=moment.weekday_or_today(FRIDAY)),
    "weekend": lambda said, _atom, moment: replace(said, day=moment.monday(0) + timedelta(days=SUNDAY - 1)),
    "month_end": _month_end,
    "day_after": _days(2),
    "tomorrow": _days(1),
    "today": _today,
    "weekday": _weekday,
    "date": _date,
    "range": _clock,
    "clock": _clock,
    "clock_bare": _clock,
    "half": _half,
    "quarter": _quarter,
    "minutes": _minutes,
    "part": _part,
}
