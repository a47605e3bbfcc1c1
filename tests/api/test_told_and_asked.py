"""Customers tell something on the town square, agents write drafts: what the API says is asked again.

The texts were written without looking at the rules. When they were first measured: see docs/already-asked.md.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hilft.memory import Key
from tests.api.conftest import Office

pytestmark = pytest.mark.anyio
TEXTS = Path(__file__).with_name("told_and_asked.txt")
PRECISION, RECALL = 0.95, 0.95
"Floors, not targets: the same texts were looked at when something was mended."


@dataclass(frozen=True)
class Draft:
    told: str
    text: str
    again: frozenset[str]


def drafts() -> Iterator[Draft]:
    """Read the file; the first line of a story is what the customer told."""
    told = ""
    for line in TEXTS.read_text("utf-8").splitlines():
        if line.startswith("= "):
            told = line.removeprefix("= ")
        elif line.startswith("- "):
            text, _, kinds = line.removeprefix("- ").partition(" =>")
            yield Draft(told, text.strip(), frozenset(kinds.split()))


def test_every_kind_is_told_and_asked() -> None:
    kinds = {kind for draft in drafts() for kind in draft.again}
    assert kinds == {key.value for key in Key} - {"name", "language", "mood", "urgency"}
    assert len(list(drafts())) >= 100


async def test_what_is_asked_again_is_found_and_nothing_else(office: Office) -> None:
    codes: dict[str, str] = {}
    right: Counter[str] = Counter()
    wrong: list[str] = []
    false, missed = 0, 0
    for draft in drafts():
        if draft.told not in codes:
            await office.hear(draft.told, who=f"customer{len(codes)}")
            codes[draft.told] = await newest(office)
        body = {"text": draft.text, "visibility": "private"}
        found = await office.post(f"/cases/{codes[draft.told]}/draft-check", body)
        again = {each["key"] for each in found["asked_again"]}
        right.update(again & draft.again)
        false += len(again - draft.again)
        missed += len(draft.again - again)
        if again != draft.again:
            wrong.append(f"{draft.told} / {draft.text}: {sorted(again)} instead of {sorted(draft.again)}")
    hits = right.total()
    assert hits / (hits + false) >= PRECISION, wrong
    assert hits / (hits + missed) >= RECALL, wrong


async def newest(office: Office) -> str:
    async with office.house.pool.acquire() as conn:
        code: str = await conn.fetchval("select code from cases order by id desc limit 1")
    return code
