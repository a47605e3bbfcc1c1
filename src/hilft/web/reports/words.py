"""Durations, shares and pieces of time as a person reads them."""

from collections.abc import Iterable
from datetime import date, timedelta

from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from hilft.reports import Period
from hilft.web.languages import Language

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))
_DATE_LENGTH = 10


def duration(seconds: float | None, language: Language) -> str:
    """Write ``2 Std., 10 Min.``: the two largest units, whole minutes; nothing is a dash."""
    if seconds is None:
        return "–"
    left = round(seconds / 60) * 60
    if left == 0:
        return f"< {_unit(1, 'minute', language)}"
    parts: list[str] = []
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(_unit(count, unit, language))
    return ", ".join(parts[:2])


def _unit(count: int, unit: str, language: Language) -> str:
    return format_unit(count, f"duration-{unit}", length="short", locale=language.locale)


def number(count: int, language: Language) -> str:
    """Write a count with its thousands apart."""
    return str(format_decimal(count, locale=language.locale))


def percent(rate: float | None, language: Language) -> str:
    """Write a share of one; none is a dash."""
    return "–" if rate is None else str(format_percent(rate, locale=language.locale))


def band(start: int, end: int | None, language: Language) -> str:
    """Write ``unter 1 Min.``, ``1 Min. – 5 Min.``, ``ab 7 Tg.``."""
    if end is None:
        return language.gettext("from {time}").format(time=duration(start, language))
    if start == 0:
        return language.gettext("under {time}").format(time=duration(end, language))
    return f"{duration(start, language)} – {duration(end, language)}"


def weekdays(language: Language) -> list[str]:
    """Give the short names of the days, Monday first."""
    names = get_day_names("short", context="stand-alone", locale=language.locale)
    return [names[day] for day in range(7)]


def piece(key: str, language: Language) -> str:
    """Write the first day of a piece, or its month."""
    if len(key) == _DATE_LENGTH:
        return format_date(date.fromisoformat(key), "medium", locale=language.locale)
    return format_date(date.fromisoformat(f"{key}-01"), "MMM y", locale=language.locale)


def usual_periods(today: date) -> Iterable[tuple[str, Period]]:
    """Give the periods one asks for most, by name."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    yield "7", Period(today - timedelta(days=6), today)
    yield "30", Period(today - timedelta(days=29), today)
    yield "90", Period(today - timedelta(days=89), today)
    yield "month", Period(month, today)
    yield "last_month", Period(before, month - timedelta(days=1))
    yield "year", Period(today - timedelta(days=364), today)
