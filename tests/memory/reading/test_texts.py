"""Every text says what it is labelled with, and nothing else of the kinds looked at."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hilft.memory import Key, read
from hilft.memory.model import SHOWN
from tests.memory.reading.texts import LOOKED_AT, Told

SAID_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")

CASES = [
    pytest.param(told, keys, id=f"{name}-{number}")
    for name, (texts, keys) in LOOKED_AT.items()
    for number, told in enumerate(texts)
]


@pytest.mark.parametrize(("told", "keys"), CASES)
def test_a_text_says_what_it_says(told: Told, keys: frozenset[Key]) -> None:
    said: dict[Key, str] = {}
    for found in read(told.text, SAID_AT, BERLIN):
        if found.sure >= SHOWN and (found.key in keys or found.key in told.facts):
            said.setdefault(found.key, found.value)
    assert said == told.facts


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 200
