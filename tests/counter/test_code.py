"""What is typed, spoken or scanned at the counter, and the code in it."""

import random

import pytest

from hilft.cases import make_code, written
from hilft.counter import code_in

CODES = [make_code(random.Random(seed).choice) for seed in range(40)]
_TYPED_ON_GERMAN = str.maketrans({":": "Ö", "/": "-", "-": "ß", "Y": "Z", "y": "z", "Z": "Y", "z": "y"})
"A scanner that types as an American keyboard into a machine that reads a German one."


@pytest.mark.parametrize("code", CODES)
def test_every_way_of_showing_a_code_is_read(code: str) -> None:
    address = f"https://desk.example/status/{written(code)}"
    shown = (
        code, written(code), f" {written(code).lower()} ", " ".join(code), address, f"{address}?lang=de", address.upper(),
        address.translate(_TYPED_ON_GERMAN), f"http://127.0.0.1:8480/status/{written(code)}\n",
    )  # fmt: skip
    assert [each for each in shown if code_in(each) != code] == []


def test_what_is_no_code_is_none() -> None:
    for code in CODES:
        wrong = code[:-1] + next(each for each in "ACDEFGH" if each != code[-1])
        for text in (wrong, f"https://desk.example/status/{wrong}", f"status {code[:-1]}"):
            assert code_in(text) is None, text
    for text in (
        "",
        " ",
        "Otto",
        "Otto Nolte",
        "4711-0815",
        "+49 30 5557001",
        "https://desk.example/",
        "ß" * 600,
    ):
        assert code_in(text) is None, text
