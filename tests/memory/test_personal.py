"""Personal data in texts: measured on labelled texts, exact in its offsets, harmless to harmless ones."""

import re
import string
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.memory.guard import Kind, personal_data
from hilft.memory.model import Key
from tests.memory.labelled import Labelled, read

HERE = Path(__file__).parent
NAMES = ("Otto Normal", "Erika Mustermann", "Jane Doe-Smith")


def counted(lines: list[Labelled]) -> tuple[int, int, int]:
    """Give right, false and missed: right is the same kind at an overlapping place."""
    right = false = missed = 0
    for line in lines:
        known = [*NAMES, *(line.text[start:end] for kind, start, end in line.spans if kind == "name")]
        left = {(each.kind.value, each.start, each.end) for each in personal_data(line.text, names=known)}
        for kind, start, end in line.spans:
            hit = next((each for each in left if each[0] == kind and each[1] < end and start < each[2]), None)
            left.discard(hit or ("", 0, 0))
            right, missed = right + (hit is not None), missed + (hit is None)
        false += len(left)
    return right, false, missed


@pytest.mark.parametrize(
    ("file", "precision", "recall"),
    [
        ("personal_tuning.txt", 0.98, 0.98),
        ("personal_held_out.txt", 0.97, 0.98),
        ("personal_blind.txt", 0.98, 0.98),
        ("personal_second.txt", 0.98, 0.98),
        ("personal_third.txt", 0.98, 0.98),
    ],
)
def test_what_is_found_is_right_and_what_is_there_is_found(
    file: str, precision: float, recall: float
) -> None:
    right, false, missed = counted(read(HERE / file))
    assert right / (right + false) >= precision
    assert right / (right + missed) >= recall


def test_there_are_enough_labelled_texts() -> None:
    assert len(read(HERE / "personal_tuning.txt")) + len(read(HERE / "personal_held_out.txt")) >= 300


@pytest.mark.parametrize(
    "line",
    [line for line in read(HERE / "personal_tuning.txt") if not line.spans],
    ids=lambda line: line.text[:40],
)
def test_a_harmless_text_stays_unmarked(line: Labelled) -> None:
    assert personal_data(line.text, names=NAMES) == []


def test_a_text_is_read_in_the_time_between_two_keys() -> None:
    texts = [line.text for line in read(HERE / "personal_tuning.txt")]
    begun = time.process_time()
    for text in texts:
        personal_data(text, names=NAMES)
    assert (time.process_time() - begun) / len(texts) < 0.01


def test_the_places_are_character_offsets() -> None:
    text = "😀 Grüße! Mail: otto@example.org, danke"
    (found,) = personal_data(text)
    assert (found.kind, text[found.start : found.end]) == (Kind.EMAIL, "otto@example.org")


def test_our_own_numbers_are_no_secret() -> None:
    text = "Ruf an: 030 23125123, oder post@wattkabel.example, oder komm in die Hauptstraße 12."
    assert len(personal_data(text)) == 3
    ours = ("+49 30 23125123", "@wattkabel.example", "Hauptstraße 12")
    assert personal_data(text, ours=ours) == []


@dataclass(frozen=True, slots=True)
class EvenNumbers:
    """Order numbers of a brand that checks them."""

    key: Key = Key.ORDER_NUMBER
    regex: re.Pattern[str] = re.compile(r"\bXY\d{6}\b")

    def fits(self, number: str) -> bool:
        return int(number[-1]) % 2 == 0


def test_a_brand_has_formats_of_its_own() -> None:
    assert personal_data("Das ist XY123456.") == []
    assert [each.kind for each in personal_data("Das ist XY123456.", own=[EvenNumbers()])] == ["order_number"]
    assert personal_data("Das ist XY123457.", own=[EvenNumbers()]) == []


def test_a_first_name_is_a_greeting() -> None:
    assert personal_data("Hallo Otto, hallo Erika!", names=NAMES) == []
    assert [each.kind for each in personal_data("Hallo Otto Normal!", names=NAMES)] == [Kind.NAME]


@given(st.text(alphabet=string.printable + "äöüß€⟦„“–😀", max_size=300))
def test_finds_are_ordered_apart_and_within(text: str) -> None:
    found = personal_data(text, names=NAMES)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 10_000, "a" * 20_000, "Aa " * 7_000, "a.b@" * 5_000, "Kundennummer ist " * 1_200, "DE12" * 5_000, "1-" * 10_000,
        "str. " * 4_000, "hauptstraße" * 1_800, "tel " * 5_000, "((0" * 6_000, "a-" * 10_000, "1:" * 10_000, "ab" * 10_000,
        "Am Alten " * 2_200, "Adresse " * 2_500, "pin ist " * 2_500, "1 is your " * 2_000, "geb 1.1. " * 2_000, "1a-" * 6_600, "passwort ist " * 1_500, "password " * 2_200, "Platz der " * 2_000, "account 1 " * 2_000, "a1:b2:" * 3_300, "rufen sie uns " * 1_400, "http://" * 2_800, "12.5." * 4_000, "1 at " * 4_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_texts_are_read_in_no_time(text: str) -> None:
    begun = time.process_time()
    personal_data(text, names=NAMES)
    assert time.process_time() - begun < 2
