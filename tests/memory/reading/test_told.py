"""Texts nobody tuned on when they were written: what is told is read."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hilft.memory.reading import read

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FLOOR = 0.97


def test_what_is_told_is_read() -> None:
    wanted = 0
    missed: list[str] = []
    for line in Path(__file__).with_name("told.txt").read_text("utf-8").splitlines():
        words, told, facts = line.partition(" => ")
        if not told or line.startswith("#"):
            continue
        found = read(words, MONDAY, ZoneInfo("Europe/Berlin"))
        for fact in facts.split("; "):
            key, _, value = fact.partition("=")
            wanted += 1
            if not any(each.key == key and value.lower() in each.value.lower() for each in found):
                missed.append(f"{words}: {fact}")
    assert wanted > 70
    assert 1 - len(missed) / wanted >= FLOOR, missed
