"""A brand's own numbers: found by their form, proven by their check digit; what could be dangerous is refused."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hilft.memory import BadPattern, Key, checked_settings, patterns_of, read

SAID_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWN = {
    "region": "GB",
    "numbers": [{"pattern": r"WK-?\d{8}", "check": ""}, {"pattern": r"\d{4} \d{4} \d{3}", "check": "luhn"}],
    "devices": ["WattBox 3"],
    "tariffs": ["Watt Fiber 250"],
}


def said(text: str, settings: dict[str, Any]) -> dict[Key, str]:
    patterns = patterns_of({"memory": settings})
    return {one.key: one.value for one in read(text, SAID_AT, ZoneInfo("Europe/Berlin"), patterns)}


def test_a_number_of_the_brand_needs_no_word_before_it() -> None:
    assert said("wk12345678 geht nicht", OWN)[Key.CUSTOMER_NUMBER] == "WK12345678"
    assert Key.CUSTOMER_NUMBER not in said("wk123456789 geht nicht", OWN)


def test_a_wrong_check_digit_is_no_number() -> None:
    assert said("7992 7398 713", OWN)[Key.CUSTOMER_NUMBER] == "7992 7398 713"
    assert Key.CUSTOMER_NUMBER not in said("7992 7398 714", OWN)


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ("mod_97_10", "9999123456789012141490", "9999123456789012141491"),
        ("mod_11_10", "794623", "794624"),
        ("verhoeff", "2363", "2364"),
        ("damm", "5724", "5725"),
    ],
)
def test_every_check_tells_right_from_wrong(check: str, right: str, wrong: str) -> None:
    own = {"numbers": [{"pattern": r"\d{4,24}", "check": check}]}
    assert said(f"{right} bitte", own).get(Key.CUSTOMER_NUMBER) == right
    assert Key.CUSTOMER_NUMBER not in said(f"{wrong} bitte", own)


def test_own_devices_and_tariffs_are_known() -> None:
    found = said("Habe die wattbox 3 und Watt Fiber 250, Tel. 020 7946 0018", OWN)
    assert (found[Key.DEVICE], found[Key.TARIFF]) == ("WattBox 3", "Watt Fiber 250")
    assert found[Key.PHONE] == "+44 20 7946 0018"


@pytest.mark.parametrize(
    "given",
    [
        [],
        {"nummern": []},
        {"numbers": {}},
        {"numbers": [{"pattern": "("}]},
        {"numbers": [{"pattern": r"(\d+)+"}]},
        {"numbers": [{"pattern": r"(a*)*b"}]},
        {"numbers": [{"pattern": "x" * 300}]},
        {"numbers": [{"pattern": r"\d*"}]},
        {"numbers": [{"pattern": r"\d{8}", "check": "crc"}]},
        {"numbers": [{"pattern": r"\d{8}", "key": "phone"}]},
        {"numbers": [{"pattern": 8}]},
        {"devices": ["", "x"]},
        {"tariffs": "Watt"},
        {"region": "Deutschland"},
        {"propose": "yes"},
    ],
)
def test_what_cannot_be_used_is_told_and_reading_goes_on_without_it(given: Any) -> None:
    with pytest.raises(BadPattern):
        checked_settings(given)
    assert read("Kundennummer 12345678", SAID_AT, ZoneInfo("Europe/Berlin"), patterns_of({"memory": given}))


def test_what_can_be_used_is_kept_as_it_was() -> None:
    assert checked_settings(OWN) == OWN


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ("luhn", "WK-45320157", "WK-45320156"),
        ("damm", "K-5724", "K-5725"),
        ("verhoeff", "K 2363", "K 2364"),
        ("mod_11_2", "X07940", "X07941"),
        ("mod_97_10", "9999123456789012141490", "9999123456789012141491"),
    ],
)
def test_a_check_of_digits_does_not_stumble_over_letters(check: str, right: str, wrong: str) -> None:
    patterns = patterns_of({"memory": {"numbers": [{"pattern": r"[A-Z]*[- ]?\d+", "check": check}]}})
    (pattern,) = patterns.numbers
    assert pattern.fits(right)
    assert not pattern.fits(wrong)
