"""Whatever is written, reading gives facts with a place in the text, quickly, and never breaks."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilft.memory import Found, read
from tests.memory.reading.texts import EVERYTHING

SAID_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
_WORDS = sorted({word for told in EVERYTHING for word in told.text.split()})

odd = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join),
    st.lists(st.sampled_from([told.text for told in EVERYTHING]), max_size=4).map("\n".join),
)


def found_in(text: str) -> list[Found]:
    return read(text, SAID_AT, BERLIN)


@given(odd)
@settings(max_examples=300, deadline=None)
def test_every_fact_has_its_place_and_a_value(text: str) -> None:
    for found in found_in(text):
        assert 0 <= found.start <= found.end <= len(text)
        assert found.value.strip() == found.value != ""
        assert 0 < found.sure <= 1
        assert found.value.isprintable()


@given(odd)
@settings(max_examples=50, deadline=None)
def test_the_same_text_says_the_same(text: str) -> None:
    assert found_in(text) == found_in(text)


SLOW = (
    "a", "1", "1 ", "1-", "kein ", "nicht ", "router ", "neu gestartet ", "@a ", '"', "(", "Straße 1 ", "0171 ", "seit ",
    "die lampe ", "fritzbox ", "er ", "between 1 and ", "Am Alten ", "Otto ", "mbit 1", "error ", "ä-", "12.", "\n>", "my ", "a, ", "router, ",
)  # fmt: skip
"Each repeated until it fills what is read: expressions that go back and forth over it would take seconds."


@pytest.mark.parametrize("unit", SLOW)
def test_a_text_made_to_be_slow_is_not(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    found_in(text[:100])
    begun = time.process_time()
    found_in(text)
    assert time.process_time() - begun < 1.0
