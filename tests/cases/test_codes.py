"""Case codes: every single wrong character and every swap of neighbours is caught."""

import random
import re
from collections.abc import Callable, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.cases import make_code, read_code, written
from hilft.cases.codes import ALPHABET, LENGTH, WEIGHTS, codes_in

codes = st.lists(st.sampled_from(ALPHABET), min_size=len(WEIGHTS), max_size=len(WEIGHTS)).map(
    lambda letters: make_code(_giving(letters))
)


def _giving(letters: list[str]) -> Callable[[Sequence[str]], str]:
    left = iter(letters)
    return lambda _: next(left)


@given(codes)
def test_every_single_wrong_character_is_caught(code: str) -> None:
    for place, letter in product(range(LENGTH), ALPHABET):
        wrong = code[:place] + letter + code[place + 1 :]
        assert read_code(wrong) == (code if letter == code[place] else None)


@given(codes)
def test_every_swap_of_neighbours_is_caught(code: str) -> None:
    for place in range(LENGTH - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or read_code(swapped) is None


def test_the_weights_differ_from_each_other_and_from_the_check_characters() -> None:
    """With a prime of characters that is the whole proof: a swap changes the sum by (a - b) times a difference."""
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    assert len({*WEIGHTS, 1}) == LENGTH
    assert 0 not in WEIGHTS


@given(codes, st.randoms())
def test_a_code_is_read_however_it_is_typed(code: str, dice: random.Random) -> None:
    typed = "".join(dice.choice((letter, letter.lower())) for letter in written(code))
    for form in (code, typed, f" {typed} ", typed.replace("-", " "), typed.replace("-", "")):
        assert read_code(form) == code


@given(st.text(max_size=12))
def test_anything_else_is_no_code_and_no_error(text: str) -> None:
    read = read_code(text)
    assert read is None or read in codes_in(f"Fall {written(read)}.")


def test_the_example_of_the_design_has_the_form() -> None:
    assert re.fullmatch(r"[A-Z0-9]{3}-[A-Z0-9]{4}", written(make_code(random.Random(1).choice)))


@pytest.mark.parametrize("around", ["{}", "Mein Fall {}!", "({})", "Fall:{}, danke", "zu {}\nnoch was"])
def test_codes_are_found_in_texts(around: str) -> None:
    code = make_code(random.Random(7).choice)
    assert codes_in(around.format(written(code))) == [code]
    assert codes_in(around.format(code.lower())) == [code]


def test_who_writes_many_codes_is_guessing() -> None:
    dice = random.Random(3)
    assert len(codes_in(" ".join(make_code(dice.choice) for _ in range(50)))) == 3
