"""What was told in one's own words is not asked again: stories by authors who knew neither the rules nor the models."""

import pytest

from hilft.memory import Key
from tests.memory.asking.stories_told import STORIES, counted, drafts, precision, recall


@pytest.mark.parametrize(
    ("name", "least_precision", "least_recall"),
    [
        ("everyday", 0.94, 0.81),
        ("everyday-2", 0.95, 0.70),
        ("everyday-3", 0.95, 0.81),
        ("everyday-4", 0.95, 0.80),
        ("hard-de", 0.89, 0.68),
        ("hard-en", 0.94, 0.69),
        ("hard-told", 0.92, 0.68),
    ],
)
def test_what_is_asked_again_is_found_and_little_else(
    name: str, least_precision: float, least_recall: float
) -> None:
    count, wrong = counted(name)
    assert precision(count) >= least_precision, wrong
    assert recall(count) >= least_recall, wrong


def test_every_kind_is_told_and_asked_again() -> None:
    kinds = {kind for file in STORIES.glob("*.txt") for draft in drafts(file.stem) for kind in draft.again}
    assert kinds == {str(key) for key in Key} - {"name", "language", "mood", "urgency"}
