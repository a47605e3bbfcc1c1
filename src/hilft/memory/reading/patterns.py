"""How a brand's own numbers look: patterns with check digits, own devices and tariffs, from the brand's settings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import phonenumbers
from stdnum import damm, luhn, verhoeff
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2, mod_11_10, mod_37_2, mod_37_36, mod_97_10

from hilft.memory.model import Key
from hilft.memory.problems import (
    BadPattern,
    BadRegion,
    EmptyPattern,
    NoPatterns,
    NotANumber,
    PatternLoops,
    PatternTooLong,
    TooManyNames,
    TooManyNumbers,
    UnknownCheck,
    UnknownPart,
    WrongExpression,
)

CHECKS: Mapping[str, Callable[[str], str]] = {
    "luhn": luhn.validate,
    "damm": damm.validate,
    "verhoeff": verhoeff.validate,
    "mod_97_10": mod_97_10.validate,
    "mod_11_2": mod_11_2.validate,
    "mod_11_10": mod_11_10.validate,
    "mod_37_2": mod_37_2.validate,
    "mod_37_36": mod_37_36.validate,
}
"The check digits a number can carry (ISO 7064 and its neighbours); empty: none."
_UNCOUNTED = {
    "luhn": r"\D",
    "damm": r"\D",
    "verhoeff": r"\D",
    "mod_11_2": r"[^\dX]|X(?!$)",
    "mod_11_10": r"\D",
}
"What is left out of a number before its check; these know digits only, the others letters, too."
_NUMBERS = frozenset({Key.CUSTOMER_NUMBER, Key.ORDER_NUMBER})
_PATTERN_PARTS = ("key", "pattern", "check")
_LONGEST_PATTERN = 200
_MOST = 50
MOST_NUMBERS = 25


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A number that is recognised wherever it stands, without a word before it."""

    key: Key
    regex: re.Pattern[str]
    check: str = ""

    def fits(self, number: str) -> bool:
        """Whether the check digit is right; blanks, dots, dashes, and letters no check of digits knows do not count."""
        if not self.check:
            return True
        try:
            CHECKS[self.check](re.sub(_UNCOUNTED.get(self.check, r"[\s./-]"), "", number))
        except ValidationError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class BrandPatterns:
    """What reading must know of a brand. ``region``: ISO country code for telephone numbers written without one."""

    numbers: tuple[NumberPattern, ...] = ()
    devices: tuple[str, ...] = ()
    tariffs: tuple[str, ...] = ()
    region: str = "DE"


def patterns_of(settings: Mapping[str, Any]) -> BrandPatterns:
    """Read ``settings["memory"]`` of a brand; what is malformed there is left out, reading must go on."""
    given = settings.get("memory")
    if not isinstance(given, Mapping):
        return BrandPatterns()
    numbers = given.get("numbers")
    return BrandPatterns(
        numbers=tuple(
            made
            for each in (numbers if isinstance(numbers, list) else [])[:MOST_NUMBERS]
            if isinstance(each, Mapping) and (made := _lenient(each)) is not None
        ),
        devices=_words(given.get("devices")),
        tariffs=_words(given.get("tariffs")),
        region=region if isinstance(region := given.get("region"), str) and len(region) == 2 else "DE",  # noqa: PLR2004 - ISO 3166-1 alpha-2
    )


def checked_settings(given: object) -> dict[str, Any]:
    """Give ``settings["memory"]`` as it may be kept. Raises BadPattern for whatever `patterns_of` would leave out."""
    if not isinstance(given, Mapping):
        raise NoPatterns
    unknown = sorted(set(map(str, given)) - {"numbers", "devices", "tariffs", "region", "propose"})
    if unknown:
        raise UnknownPart(name=unknown[0][:40])
    numbers = given.get("numbers", [])
    if not isinstance(numbers, list) or len(numbers) > MOST_NUMBERS:
        raise TooManyNumbers(limit=MOST_NUMBERS)
    for each in numbers:
        if not isinstance(each, Mapping) or not all(
            isinstance(each.get(name, ""), str) for name in _PATTERN_PARTS
        ):
            raise NoPatterns
        number_pattern(each.get("key", Key.CUSTOMER_NUMBER), each.get("pattern", ""), each.get("check", ""))
    for name in ("devices", "tariffs"):
        words = given.get(name, [])
        if not isinstance(words, list) or len(words) > _MOST or len(_words(words)) < len(words):
            raise TooManyNames(what=name, limit=_MOST)
    region = given.get("region", "DE")
    if not isinstance(region, str) or region not in phonenumbers.SUPPORTED_REGIONS:
        raise BadRegion
    if not isinstance(given.get("propose", False), bool):
        raise NoPatterns
    return dict(given)


def number_pattern(key: str, pattern: str, check: str = "") -> NumberPattern:
    """Make one pattern. Raises BadPattern for an expression that does not compile, is too long or matches nothing much."""
    if key not in _NUMBERS:
        raise NotANumber(key=key[:40])
    if check and check not in CHECKS:
        raise UnknownCheck(check=check[:40])
    if len(pattern) > _LONGEST_PATTERN:
        raise PatternTooLong(limit=_LONGEST_PATTERN)
    # Two open-ended repetitions within each other can take years on a hostile text.
    if re.search(r"[*+}]\)?[*+{]|\\\d|\(\?[=!<]", pattern):
        raise PatternLoops(pattern=pattern)
    try:
        regex = _compiled(pattern)
    except re.error as error:
        raise WrongExpression(pattern=pattern, reason=str(error)) from error
    if regex.search("") is not None:
        raise EmptyPattern(pattern=pattern)
    return NumberPattern(Key(key), regex, check)


def refused_numbers(text: str, patterns: BrandPatterns) -> list[str]:
    """Give what looks like a number of the brand but has a wrong check digit."""
    return [
        found.group()
        for pattern in patterns.numbers
        for found in pattern.regex.finditer(text)
        if not pattern.fits(found.group())
    ]


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{pattern})(?![\w])", re.IGNORECASE)


def _lenient(given: Mapping[str, Any]) -> NumberPattern | None:
    key, pattern, check = given.get("key", Key.CUSTOMER_NUMBER), given.get("pattern"), given.get("check", "")
    if not (isinstance(key, str) and isinstance(pattern, str) and isinstance(check, str)):
        return None
    try:
        return number_pattern(key, pattern, check)
    except BadPattern:
        return None


def _words(given: object) -> tuple[str, ...]:
    if not isinstance(given, list):
        return ()
    return tuple(each.strip() for each in given[:_MOST] if isinstance(each, str) and each.strip())
