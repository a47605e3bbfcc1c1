"""What may be written into an automatic answer, and what it becomes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from hilft.channels import Visibility
from hilft.hours import Calendar, hours_of, instant_of
from hilft.ids import AccountId, new_id
from hilft.problems import Problem
from hilft.rules import AutoReply, Texts, default_texts
from hilft.rules.model import Notice, checked, language_for, notice_for, words_of

RULE = AutoReply(
    AccountId(new_id()), Visibility.PUBLIC, switched_on=True, way=Visibility.PUBLIC, before_minutes=10,
    texts=default_texts(),
)  # fmt: skip
OFFICE = Calendar(
    [hours_of({"zone": "Europe/Berlin", "weekly": {"mon": [["09:00", "12:30"], ["13:30", "18:00"]]}})]
)


def berlin(time: str) -> datetime:
    return instant_of(f"2026-11-23T{time}+01:00")


def test_the_times_at_which_there_is_something_to_say() -> None:
    assert notice_for(OFFICE, 10, berlin("10:00")) is None
    assert notice_for(OFFICE, 10, berlin("12:19")) is None
    assert notice_for(OFFICE, 10, berlin("12:20")) == Notice(berlin("13:30"), 10, berlin("09:00"))
    assert notice_for(OFFICE, 10, berlin("12:29:30")) == Notice(berlin("13:30"), 1, berlin("09:00"))
    assert notice_for(OFFICE, 0, berlin("12:29:30")) is None
    assert notice_for(OFFICE, 0, berlin("12:30")) == Notice(berlin("13:30"), None, berlin("12:30"))
    assert notice_for(Calendar(), 10, berlin("12:30")) is None


def test_words_in_the_language_of_who_reads_them() -> None:
    notice = Notice(berlin("13:30"), 7, berlin("09:00"))
    german = words_of(RULE, notice, language_for("de-AT", "en"), "Europe/Berlin")
    assert "in 7 Minuten" in german
    assert "Montag, 23. November, 13:30 Uhr" in german
    english = words_of(RULE, replace(notice, minutes=None), language_for("en", "de"), "America/New_York")
    assert "Monday, 23 November, 07:30" in english
    assert language_for("fr", "de") == "de"
    assert language_for("", "pt") == "en"


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"texts": {"de": Texts("Geschlossen.", "{opens}")}}, "{opens}"),
        ({"texts": {"de": Texts("{opens} {name}", "{opens}")}}, "{name}"),
        ({"texts": {"de": Texts("{opens} {minutes}", "{opens}")}}, "{minutes}"),
        ({"texts": {"de": Texts("{opens}" + "x" * 1000, "{opens}")}}, "1000"),
        ({"before_minutes": -1}, "240"),
        ({"before_minutes": 241}, "240"),
        ({"visibility": Visibility.PRIVATE}, "public"),
    ],
)
def test_what_cannot_be_is_told(wrong: dict[str, Any], word: str) -> None:
    with pytest.raises(Problem) as told:
        checked(replace(RULE, **wrong))
    assert word in str(told.value)
