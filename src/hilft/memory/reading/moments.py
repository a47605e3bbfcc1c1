"""Words of time, German and English, against the moment they were said: "seit gestern Abend", "for 3 hours", "Friday 8-12".

A result is written as precisely as it was said: ``2026-05``, ``2026-05-12``, ``2026-05-12 14:00``; times are local.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "ein": 1, "eine": 1, "einem": 1, "einer": 1, "einen": 1, "two": 2, "zwei": 2, "three": 3,
    "drei": 3, "four": 4, "vier": 4, "five": 5, "fünf": 5, "six": 6, "sechs": 6, "seven": 7, "sieben": 7, "eight": 8,
    "acht": 8, "nine": 9, "neun": 9, "ten": 10, "zehn": 10, "eleven": 11, "elf": 11, "twelve": 12, "zwölf": 12,
    "couple": 2, "couple of": 2, "a couple of": 2, "a couple": 2, "few": 3, "a few": 3, "several": 3, "paar": 3,
    "ein paar": 3, "einigen": 3, "mehreren": 3, "einige": 3, "half an": 0.5, "half a": 0.5, "einer halben": 0.5,
    "ner halben": 0.5, "eine halbe": 0.5, "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "nem": 1, "ner": 1,
    "'nem": 1, "'ner": 1, "über einer": 1, "over a": 1, "vierzehn": 14, "zwanzig": 20, "dreißig": 30, "twenty": 20, "thirty": 30,
}  # fmt: skip
_COUNT = (
    r"(?P<count>\d{1,3}(?:[.,]5)?|" + "|".join(sorted(map(re.escape, _COUNTS), key=len, reverse=True)) + ")"
)
_UNIT = (
    r"(?P<unit>min(?:ute[ns]?|s)?|stunden?|std|h(?:ou)?rs?|h|tage?n?|days?|wochen?|weeks?|wks?|monate?n?|months?|"
    r"jahre?n?|years?|yrs?)"
)
_SPAN = re.compile(rf"{_COUNT}\+?\s?(?:vollen?|ganzen?|ganze|full|whole|straight|good|more)?\s?{_UNIT}\b")
_MONTHS = {
    "jan": 1, "feb": 2, "mär": 3, "mar": 3, "mrz": 3, "maer": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uar|uary)?|feb(?:ruar|ruary)?|märz|maerz|mrz|mar(?:ch)?|apr(?:il)?|mai|may|jun[ie]?|jul[iy]?|"
    r"aug(?:ust)?|sep(?:t(?:ember)?)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dez(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = {
    "mo": 0, "di": 1, "tu": 1, "mi": 2, "we": 2, "do": 3, "th": 3, "fr": 4, "sa": 5, "so": 6, "su": 6,
}  # fmt: skip
_WEEKDAY = (
    r"(?P<weekday>montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|mondays?|tuesdays?|"
    r"wednesdays?|thursdays?|fridays?|saturdays?|sundays?|tues?|thurs?|wed(?=\b)|fri(?=\b))"
)
_PARTS = {
    "früh": "morning", "morgen": "morning", "morgens": "morning", "vormittag": "morning", "vormittags": "morning",
    "morning": "morning", "mittag": "midday", "mittags": "midday", "noon": "midday", "lunchtime": "midday",
    "nachmittag": "afternoon", "nachmittags": "afternoon", "afternoon": "afternoon", "abend": "evening",
    "abends": "evening", "evening": "evening", "tonight": "evening", "nacht": "night", "nachts": "night", "night": "night",
}  # fmt: skip
_PART = r"(?P<part>" + "|".join(sorted(_PARTS, key=len, reverse=True)) + r")"
_CLOCK = re.compile(
    r"(?:\b(?:um|gegen|ab|at|around|about|ca\.?|etwa|from|since|by|circa|so)\s+)?"
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<mark>uhr(?:\s?(?P<after>\d{2})(?!\d))?|a\.?m\b\.?|p\.?m\b\.?|h\b|o'clock)"
    r"|(?P<hour2>[01]?\d|2[0-3]):(?P<minute2>[0-5]\d)(?:\s?h)?)(?![\d.]*\d)"
)
_DAY_WORDS: tuple[tuple[str, int], ...] = (
    ("vorgestern", -2), ("day before yesterday", -2), ("gestern", -1), ("yesterday", -1), ("yday", -1), ("heute", 0),
    ("heut", 0), ("today", 0), ("tonight", 0), ("übermorgen", 2), ("day after tomorrow", 2), ("tomorrow", 1),
)  # fmt: skip
_DAY_WORD = re.compile(
    r"(?P<day>"
    + "|".join(re.escape(word) for word, _ in _DAY_WORDS)
    + r")\b(?:\s(?:in der )?"
    + _PART
    + r"\b)?"
)
_TOMORROW = re.compile(r"\bmorgen\b(?:\s" + _PART + r"\b)?")
_THIS_PART = re.compile(
    r"(?P<which>this|diese[nr]?|heute|last|letzte[nr]?|vergangene[nr]?)\s(?:ganzen?\s)?" + _PART + r"\b"
)
_LAST_UNIT = re.compile(
    r"(?P<which>this|diese[nmr]?|last|letzte[nmrs]?|vergangene[nmrs]?|vorige[nmrs]?|anfang|mitte|ende|beginning of|end of|next|"
    r"nächste[nmrs]?|kommende[nmrs]?)\s(?:the |der |des |this |last |letzte[nr] |diese[rs] )?"
    rf"(?:(?P<unit>woche|week|monats?|month|wochenende|weekend|jahr(?:es)?|year)|{_WEEKDAY}|{_MONTH})\b"
)
_ON_WEEKDAY = re.compile(
    rf"\b(?P<short>(?:mo|di|mi|do|fr|sa|so)\.(?=\s|,)|{_WEEKDAY})\b(?:(?:\s?-?\s?)"
    + _PART.replace("?P<part>", "?P<part>")
    + r"\b)?"
)
_DATE = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})|(?<![\d.,/])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>(?:20)?\d{2})(?!\d|:|\s?uhr))?"
    r"|(?<![\d/.,])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y2>(?:20)?\d{2}))?(?![\d/])"
)
_WORDY_DATE = re.compile(
    rf"(?<!\d)(?:(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b\.?(?:\s(?P<y>20\d{{2}}))?"
    rf"|{_MONTH.replace('month', 'month2')}\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y2>20\d{{2}}))?)"
)
_BARE_MONTH = re.compile(rf"\b{_MONTH}\b(?:\s(?P<y>20\d{{2}}))?")


_CLOCK_THEN_DAY = re.compile(
    r"(?:(?:um|gegen|at|about|around)\s)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<mark>uhr|a\.?m\b\.?|p\.?m\b\.?|o'clock)?\s"
    r"(?P<which>this|last|heute|gestern|yesterday)\b(?:\s" + _PART + r"\b)?"
)
_OF_WEEK = re.compile(rf"\s(?:am |on )?{_WEEKDAY}\b")
_WEEK_AFTER = re.compile(
    r"\s(?P<which>last|letzte[nr]?|vergangene[nr]?|vorige[nr]?|this|diese[nr]?)\s(?:week|woche)\b"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as precisely as it was said, and where the words stand."""

    value: str
    start: int
    end: int
    day: date | None = None


def moment_at(low: str, at: int, said: datetime, *, ahead: bool = False) -> Moment | None:
    """Read the words of time that stand at (or a blank after) an offset; ``ahead``: a weekday is the next one."""
    for kind in (
        _span,
        _clock_then_day,
        _dated,
        _day_word,
        _tomorrow,
        _this_part,
        _last_unit,
        _weekday,
        _month,
        _clock_only,
    ):
        found = kind(low, at, said, ahead)
        if found is not None:
            return found
    return None


_Reader = Callable[[str, int, datetime, bool], Moment | None]


def _with_clock(low: str, found: Moment) -> Moment:
    """Add a time of day that follows within a few words."""
    if found.day is None or " " in found.value:
        return found
    gap = re.compile(
        r"[\s,]*(?:(?:früh|morgen|vormittag|nachmittag|abend|nacht|morning|afternoon|evening|night)\b[\s,]*)?"
    )
    space = gap.match(low, found.end)
    after = space.end() if space else found.end
    clock = _CLOCK.match(low, after)
    if clock is None:
        return found
    evening = (
        re.search(r"abend|nachmittag|evening|afternoon|tonight|night", low[found.start : clock.start()])
        is not None
    )
    time = _time(clock, evening=evening)
    return Moment(f"{found.day.isoformat()} {time}", found.start, clock.end(), found.day) if time else found


def _time(clock: re.Match[str], *, evening: bool = False) -> str:
    hour = int(clock["hour"] or clock["hour2"])
    minute = int(clock["minute"] or clock["minute2"] or clock["after"] or 0)
    mark = (clock["mark"] or "").replace(".", "")
    if mark == "pm" and hour < 12:  # noqa: PLR2004 - hours of the clock
        hour += 12
    elif mark == "am" and hour == 12:  # noqa: PLR2004
        hour = 0
    elif evening and 1 <= hour <= 11 and mark != "am":  # noqa: PLR2004
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""  # noqa: PLR2004


def time_of(clock: re.Match[str]) -> str:
    """Write a match of ``CLOCK`` as 24-hour time; empty when there is no such time."""
    return _time(clock)


CLOCK = _CLOCK


def _span(low: str, at: int, said: datetime, ahead: bool) -> Moment | None:  # noqa: FBT001 - all readers look alike
    match = _SPAN.match(low, at)
    if match is None:
        return None
    count = _COUNTS.get(match["count"]) or float(match["count"].replace(",", "."))
    unit = match["unit"]
    sign = 1 if ahead else -1
    try:
        if unit.startswith(("min", "st", "h")):
            return _hours(
                said + sign * timedelta(hours=count / 60 if unit.startswith("min") else count), match
            )
        if unit.startswith(("t", "d", "w")):
            day = (said + sign * timedelta(days=count * (7 if unit.startswith("w") else 1))).date()
            return Moment(day.isoformat(), *match.span(), day)
        months = count * (12 if unit.startswith(("j", "y")) else 1)
        month = _months_off(said.date(), int(sign * months))
    except (OverflowError, ValueError):
        return None
    return Moment(f"{month.year:04d}-{month.month:02d}", *match.span())


def _hours(at: datetime, match: re.Match[str]) -> Moment:
    return Moment(f"{at:%Y-%m-%d %H:%M}", *match.span(), at.date())


def _months_off(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _clock_then_day(low: str, at: int, said: datetime, _ahead: bool) -> Moment | None:  # noqa: FBT001
    """Read "7 this morning", "um 22 Uhr gestern"."""
    match = _CLOCK_THEN_DAY.match(low, at)
    if match is None or not (match["part"] or match["mark"]):
        return None
    hour, minute, mark = int(match["hour"]), int(match["minute"] or 0), (match["mark"] or "").replace(".", "")
    late = mark == "pm" or _PARTS.get(match["part"] or "") in {"afternoon", "evening", "night"}
    if late and hour < 12:  # noqa: PLR2004 - hours of the clock
        hour += 12
    if hour > 23 or minute > 59:  # noqa: PLR2004
        return None
    day = said.date() - timedelta(days=match["which"] not in {"this", "heute"})
    return Moment(f"{day.isoformat()} {hour:02d}:{minute:02d}", *match.span(), day)


def _dated(low: str, at: int, said: datetime, ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _DATE.match(low, at)
    day = None
    if match is not None:
        if match["iso"]:
            day = _real(*(int(part) for part in match["iso"].split("-")))
        elif match["d"]:
            day = _in_year(int(match["d"]), int(match["m"]), match["y"], said, ahead=ahead)
        else:
            a, b = int(match["a"]), int(match["b"])
            if (a > 12) != (b > 12):  # noqa: PLR2004 - only then is it sure which one the month is
                day = _in_year(max(a, b), min(a, b), match["y2"], said, ahead=ahead)
    else:
        match = _WORDY_DATE.match(low, at)
        if match is not None:
            month = _MONTHS[_stem(match["month"] or match["month2"])]
            day = _in_year(
                int(match["d"] or match["d2"]), month, match["y"] or match["y2"], said, ahead=ahead
            )
    if match is None or day is None:
        return None
    return _with_clock(low, Moment(day.isoformat(), *match.span(), day))


def _stem(month: str) -> str:
    return "maer" if month.startswith("maer") else month[:3]


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_year(day: int, month: int, year: str | None, said: datetime, *, ahead: bool) -> date | None:
    """Give the nearest such day: one that has been, or with ``ahead`` one that comes."""
    if year:
        return _real(int(year) % 100 + 2000, month, day)
    this = _real(said.year, month, day)
    if this is not None and not ahead and this > said.date():
        return _real(said.year - 1, month, day)
    if this is not None and ahead and this < said.date():
        return _real(said.year + 1, month, day)
    return this


def _day_word(low: str, at: int, said: datetime, _ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _DAY_WORD.match(low, at)
    if match is None:
        return None
    day = said.date() + timedelta(days=dict(_DAY_WORDS)[match["day"]])
    part = _PARTS["tonight"] if match["day"] == "tonight" else _PARTS.get(match["part"] or "", "")
    if part == "night" and match["day"].startswith("heut") and said.hour < 18:  # noqa: PLR2004 - the night that has been
        return _with_clock(low, Moment(f"{day.isoformat()} (night)", *match.span(), day))
    found = _with_clock(low, Moment(day.isoformat(), *match.span(), day))
    return (
        found
        if " " in found.value or not part
        else Moment(f"{found.value} ({part})", found.start, found.end, day)
    )


def _tomorrow(low: str, at: int, said: datetime, ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _TOMORROW.match(low, at) if ahead else None
    if match is None:
        return None
    day = said.date() + timedelta(days=1)
    found = _with_clock(low, Moment(day.isoformat(), *match.span(), day))
    part = _PARTS.get(match["part"] or "", "")
    return (
        found
        if " " in found.value or not part
        else Moment(f"{found.value} ({part})", found.start, found.end, day)
    )


def _this_part(low: str, at: int, said: datetime, _ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _THIS_PART.match(low, at)
    if match is None:
        return None
    part = _PARTS[match["part"]]
    last = match["which"].startswith(("last", "letzte", "vergangene"))
    day = said.date() - timedelta(days=1 if last else 0)
    found = _with_clock(low, Moment(day.isoformat(), *match.span(), day))
    return found if " " in found.value else Moment(f"{day.isoformat()} ({part})", *match.span(), day)


def _last_unit(low: str, at: int, said: datetime, ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _LAST_UNIT.match(low, at)
    if match is None:
        return None
    which, unit, today = match["which"], match["unit"] or "", said.date()
    coming = which.startswith(("next", "nächste", "kommende"))
    this = which.startswith(("this", "diese", "anfang", "mitte", "ende", "beginning", "end"))
    if match["weekday"]:
        day = _day_of_week(match["weekday"], today, ahead=coming or ahead)
        return _with_clock(low, Moment(day.isoformat(), *match.span(), day))
    if match["month"]:
        month = _MONTHS[_stem(match["month"])]
        year = today.year - (1 if month > today.month or (month == today.month and not this) else 0)
        return Moment(f"{year + (1 if coming else 0):04d}-{month:02d}", *match.span())
    found = _unit(match, unit, today, coming=coming, this=this)
    day_of_it = _OF_WEEK.match(low, match.end()) if unit in {"woche", "week"} and found.day else None
    if day_of_it is not None and found.day is not None:
        return _on_day(low, found.day, day_of_it["weekday"], match.start(), day_of_it.end())
    return found


def _on_day(low: str, monday: date, weekday: str, start: int, end: int) -> Moment:
    """Give the day of a week that is named beside it: "letzte Woche Donnerstag"."""
    day = monday + timedelta(days=_WEEKDAYS["sa" if weekday.startswith("sonnabend") else weekday[:2]])
    return _with_clock(low, Moment(day.isoformat(), start, end, day))


def _unit(match: re.Match[str], unit: str, today: date, *, coming: bool, this: bool) -> Moment:
    """Give the week, weekend, month or year around ``today``."""
    off = 1 if coming else 0 if this else -1
    if unit in {"wochenende", "weekend"}:
        saturday = today - timedelta(days=(today.weekday() - 5) % 7 or 7) + timedelta(days=7 if coming else 0)
        return Moment(saturday.isoformat(), *match.span(), saturday)
    if unit in {"woche", "week"}:
        back = -1 if "letzte" in match.group() else off
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=back)
        return Moment(monday.isoformat(), *match.span(), monday)
    if unit.startswith(("monat", "month")):
        month = _months_off(today, off)
        return Moment(f"{month.year:04d}-{month.month:02d}", *match.span())
    return Moment(str(today.year + off), *match.span())


def _day_of_week(word: str, today: date, *, ahead: bool) -> date:
    weekday = _WEEKDAYS["sa" if word.startswith("sonnabend") else word[:2]]
    if ahead:
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)


def _weekday(low: str, at: int, said: datetime, ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _ON_WEEKDAY.match(low, at)
    if match is None:
        return None
    day = _day_of_week(match["short"], said.date(), ahead=ahead)
    week = _WEEK_AFTER.match(low, match.end()) if match["weekday"] else None
    if week is not None:
        back = 0 if week["which"].startswith(("this", "diese")) else 1
        monday = said.date() - timedelta(days=said.weekday(), weeks=back)
        return _on_day(low, monday, match["weekday"], match.start(), week.end())
    part = _PARTS.get(match["part"] or "", "")
    dated = re.compile(r",?\s(?:dem |den |the )?").match(low, match.end())
    exact = _dated(low, dated.end(), said, ahead) if dated else None
    if exact is not None:
        return Moment(exact.value, match.start(), exact.end, exact.day)
    found = _with_clock(low, Moment(day.isoformat(), *match.span(), day))
    return (
        found if " " in found.value or not part else Moment(f"{day.isoformat()} ({part})", *match.span(), day)
    )


def _month(low: str, at: int, said: datetime, _ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _BARE_MONTH.match(low, at)
    if match is None:
        return None
    month = _MONTHS[_stem(match["month"])]
    year = int(match["y"]) if match["y"] else said.year - (1 if month > said.month else 0)
    return Moment(f"{year:04d}-{month:02d}", *match.span())


def _clock_only(low: str, at: int, said: datetime, ahead: bool) -> Moment | None:  # noqa: FBT001
    match = _CLOCK.match(low, at)
    if match is None or not (time := _time(match)):
        return None
    hour, minute = (int(part) for part in time.split(":"))
    then = said.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if ahead and then < said:
        then += timedelta(days=1)
    elif not ahead and then > said:
        then -= timedelta(days=1)
    return Moment(f"{then:%Y-%m-%d %H:%M}", *match.span(), then.date())
