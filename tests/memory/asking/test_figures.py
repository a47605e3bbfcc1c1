"""How well "already asked?" is found: measured on drafts nobody tuned for, and on real agents' turns."""

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.memory import Key, asked_again, questions
from tests.memory.asking.labelled import FULL, SHORT, Score, drafts, known, score
from tests.memory.asking.real import turns

PRECISION, RECALL = 0.95, 0.80
"The targets of the house."
WHERE_ALL_IS_KNOWN = 0.93, 0.90
"Precision of held-out drafts and of real turns, which take all kinds as known: every slip counts, as it never does in a case."
TOLD = known(FULL)


@cache
def scored(*parts: str) -> Score:
    return score(one for part in parts for one in drafts(part))


def test_held_out_drafts_reach_the_targets() -> None:
    total = scored("held")
    assert total.precision() >= WHERE_ALL_IS_KNOWN[0]
    assert total.recall() >= RECALL


def test_tuned_drafts_stay_found() -> None:
    total = scored("tune")
    assert total.precision() >= 0.99
    assert total.recall() >= 0.98


@pytest.mark.parametrize("key", list(SHORT.values()))
def test_every_kind_is_found_in_both_languages(key: Key) -> None:
    total = scored("tune", "held")
    for language in ("de", "en"):
        assert total.recall(f"{language} {key}") >= RECALL, language


@pytest.mark.shared
def test_real_turns_reach_the_targets(shared_data: Path) -> None:
    labelled = list(turns(shared_data))
    assert len(labelled) >= 300
    total = score(labelled)
    assert total.precision() >= WHERE_ALL_IS_KNOWN[1]
    assert total.recall() >= RECALL


@pytest.mark.shared
def test_real_turns_are_quiet_while_nothing_is_known(shared_data: Path) -> None:
    assert not [turn for turn in turns(shared_data) if asked_again(turn.draft, ())]


def test_there_are_enough_drafts_by_many_hands() -> None:
    found = [one for part in ("tune", "held") for one in drafts(part)]
    assert len({one.draft for one in found}) >= 1_000
    assert len({one.hand for one in found}) >= 20


def test_a_draft_takes_less_than_twenty_milliseconds() -> None:
    texts = [one.draft for one in drafts("held")]
    mail = " ".join(texts[:20])
    started = time.process_time()
    for text in [*texts, mail]:
        asked_again(text, TOLD)
    assert (time.process_time() - started) / (len(texts) + 1) < 0.020
    started = time.process_time()
    asked_again(mail, TOLD)
    assert time.process_time() - started < 0.100


@given(
    st.text(
        alphabet="aeÄßi \N{MATHEMATICAL FRAKTUR CAPITAL U}\N{ZERO WIDTH JOINER}?.!\n,:;'wanrouterkabel1",
        max_size=300,
    )
)
def test_any_text_is_read_and_places_lie_within(text: str) -> None:
    for question in questions(text):
        assert 0 <= question.start < question.end <= len(text)
        assert question.start <= question.place <= question.end


@pytest.mark.parametrize(
    "word", ["what the problem ", "router aus und dann wieder ", "a ", "kabel fest ", "?", "wann "]
)
def test_a_hostile_draft_does_not_hold_the_desk_up(word: str) -> None:
    started = time.process_time()
    asked_again((word * 10_000)[:10_000], TOLD)
    assert time.process_time() - started < 2
