"""Hours as people type them."""

import pytest

from hilft.hours import hours_of, read_dates, read_day, read_half_days, read_yearly, write_dates, write_day
from hilft.problems import Problem


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("09:00–12:30, 13:30–18:00", [["09:00", "12:30"], ["13:30", "18:00"]]),
        ("9-17 Uhr", [["09:00", "17:00"]]),
        ("8.30 bis 12; 14:00 - 24:00", [["08:30", "12:00"], ["14:00", "24:00"]]),
        ("10 to 12 and 18–3", [["10:00", "12:00"], ["18:00", "03:00"]]),
        ("", []),
        ("geschlossen", []),
        (" Closed ", []),
        ("mittags", [["mittags"]]),
    ],
)
def test_a_day_is_read(text: str, found: list[list[str]]) -> None:
    assert read_day(text) == found
    assert read_day(write_day(found)) == found if all(len(pair) == 2 for pair in found) else True


def test_dates_are_read_in_both_ways_of_writing() -> None:
    found = read_dates("2026-12-31 closed\n\n2.1.2027: 10–14\n")
    assert found == {"2026-12-31": [], "2027-01-02": [["10:00", "14:00"]]}
    assert read_dates(write_dates(found, "geschlossen")) == found
    assert read_half_days("24.12. 14 Uhr\n12-31 12:00") == {"12-24": "14:00", "12-31": "12:00"}
    assert read_yearly("12-31, 24.12.;") == ["12-31", "12-24"]


def test_a_line_without_its_half_is_told_with_its_number() -> None:
    with pytest.raises(Problem, match="Line 2"):
        read_dates("2026-12-31 closed\n2027-01-02")


@pytest.mark.parametrize("text", ["mittags", "9–", "9–25", "–", "9–9", "9:5–10"])
def test_what_is_not_understood_reaches_its_sentence(text: str) -> None:
    weekly = {"mon": read_day(text), "tue": [["09:00", "10:00"]]}
    if text == "–":
        assert weekly["mon"] == []
        return
    with pytest.raises(Problem):
        hours_of({"zone": "UTC", "weekly": weekly})
