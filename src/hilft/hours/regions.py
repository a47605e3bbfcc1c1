"""Public holidays by country and region, as the ``holidays`` package knows them: category public, observed days included."""

import warnings
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays
from holidays.registry import COUNTRIES

from hilft.hours.problems import UnknownRegion

_DECADE = 10
_NEIGHBOURS = ("DE", "AT", "CH")
"Countries whose regions are offered; any other can be typed."


def checked_region(text: str) -> str:
    """Give the region back, ``DE-BY``, ``AT``, ``AT-9``; raises ``UnknownRegion``."""
    country, dash, part = text.partition("-")
    if country not in _countries() or (bool(dash) and part not in _parts(country)):
        raise UnknownRegion(region=text[:40])
    return text


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(codes[1] for codes in COUNTRIES.values())


@lru_cache(maxsize=32)
def _parts(country: str) -> tuple[str, ...]:
    """Load one country, not all of them: that would take a quarter of a second."""
    return tuple(holidays.country_holidays(country).subdivisions)


@lru_cache(maxsize=1)
def offered_regions() -> tuple[tuple[str, str], ...]:
    """Give the regions a form may offer: code, and the name people know."""
    offered: list[tuple[str, str]] = []
    for country in _NEIGHBOURS:
        offered.append((country, country))
        known = holidays.country_holidays(country)
        # Of several names for one region the first is the full one.
        names = {code: name for name, code in reversed(known.subdivisions_aliases.items())}
        offered += [(f"{country}-{part}", names.get(part, part)) for part in known.subdivisions]
    return tuple(offered)


def holidays_of(region: str, year: int) -> Mapping[date, str]:
    """Give the public holidays of a year with their names in the country's own language."""
    return _decade(region, year - year % _DECADE).get(year, {})


@lru_cache(maxsize=256)
def _decade(region: str, first: int) -> Mapping[int, Mapping[date, str]]:
    """Ask ten years at once: most of what the package does is done once a question."""
    country, _, part = region.partition("-")
    years = range(first, first + _DECADE)
    with warnings.catch_warnings():
        # Beyond what is decided (the moon's calendars) the package warns and gives what it can.
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(
            country,
            subdiv=part or None,
            years=years,
            expand=False,
            language=holidays.country_holidays(country).default_language,
            categories=(holidays.PUBLIC,),
        )
    sorted_out: dict[int, dict[date, str]] = {year: {} for year in years}
    for day, name in found.items():
        if day.year in sorted_out:
            sorted_out[day.year][day] = name
    return sorted_out
