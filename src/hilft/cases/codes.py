"""Case codes: seven characters that are hard to misread, spoken or typed (design: domain, "Case codes")."""

import re
from collections.abc import Callable, Sequence

ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
"23 characters; 23 is a prime, so the weighted sum catches every wrong character and every swap of neighbours."

WEIGHTS = (2, 3, 4, 5, 6, 7)
LENGTH = 7

_LOOKS_LIKE_ONE = re.compile(r"(?<![\w-])([A-Z0-9]{3}-?[A-Z0-9]{4})(?![\w-])", re.IGNORECASE | re.ASCII)
_MOST = 3
"Codes in one text that are looked at: who writes more is guessing."


def make_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a code; ``choose`` picks one element at random (``secrets.choice``)."""
    body = "".join(choose(ALPHABET) for _ in WEIGHTS)
    return body + _check_character(body)


def _check_character(body: str) -> str:
    total = sum(weight * ALPHABET.index(letter) for weight, letter in zip(WEIGHTS, body, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def read_code(text: str) -> str | None:
    """Read what somebody typed: any case, with or without dash and blanks. None: not a right code."""
    code = "".join(letter for letter in text.upper() if letter not in "- \t")
    if len(code) != LENGTH or any(letter not in ALPHABET for letter in code):
        return None
    return code if _check_character(code[:-1]) == code[-1] else None


def codes_in(text: str) -> list[str]:
    """Find the right codes in what somebody wrote, the first few."""
    read = (read_code(found) for found in _LOOKS_LIKE_ONE.findall(text))
    return [code for code in read if code is not None][:_MOST]


def written(code: str) -> str:
    """Give a code as people write it: ``K7Q-4PXM``."""
    return f"{code[:3]}-{code[3:]}"
