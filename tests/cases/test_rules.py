"""The pure rules: states, reopening, and an answer before it leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.cases import Answer, Case, CaseState
from hilft.cases.answer import measure, parts_of, signed, unnumbered, unsigned, why_not
from hilft.cases.model import Standing, may_reopen, state_after
from hilft.channels import Visibility
from hilft.channels.testing import FakeNetwork
from hilft.ids import AccountId, BrandId, CaseId, HandleId, new_id
from tests.cases.world import PRIVATE, PUBLIC, START, WINDOW, NamingChannel

NETWORK = FakeNetwork(lambda: START)
CHANNEL = NamingChannel(NETWORK)
OTTO = NETWORK.person("otto")


def a_case(state: CaseState) -> Case:
    at_rest = START if state in {CaseState.SOLVED, CaseState.CLOSED} else None
    return Case(
        id=CaseId(new_id()), brand_id=BrandId(new_id()), code="", handle_id=HandleId(new_id()),
        account_id=AccountId(new_id()), state=state, owner_id=None, waiting_since=None, snoozed_until=None,
        queue_at=START, opened_at=START, solved_at=at_rest, closed_at=None, last_message_id=None,
        last_message_at=None, follows_id=None, joined_into_id=None, participants=0, version=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "waits", "answered", "after"),
    [
        ("open", True, False, "open"),
        ("open", True, True, "open"),
        ("open", False, True, "waiting"),
        ("open", False, False, "open"),
        ("waiting", True, True, "open"),
        ("waiting", False, True, "waiting"),
        ("waiting", False, False, "waiting"),
        ("solved", True, True, "solved"),
        ("solved", False, True, "solved"),
        ("closed", True, False, "closed"),
    ],
)
def test_the_state_follows_from_who_spoke_last(
    before: str, after: str, *, waits: bool, answered: bool
) -> None:
    standing = Standing(START if waits else None, START if answered else None, None, None)
    assert state_after(CaseState(before), standing) is CaseState(after)


def test_a_solved_case_may_be_reopened_within_the_window_only() -> None:
    solved = a_case(CaseState.SOLVED)
    assert may_reopen(solved, START + WINDOW, WINDOW)
    assert not may_reopen(solved, START + WINDOW + timedelta(microseconds=1), WINDOW)
    assert not may_reopen(a_case(CaseState.CLOSED), START, WINDOW)
    assert may_reopen(a_case(CaseState.OPEN), START + 10 * WINDOW, WINDOW)
    assert may_reopen(a_case(CaseState.WAITING), START + 10 * WINDOW, WINDOW)


def test_a_text_is_signed_once_and_given_back_as_it_was_typed() -> None:
    assert signed(" Guten Tag. ", "^ro", CHANNEL, PUBLIC) == "Guten Tag. ^ro"
    assert signed("Guten Tag. ^ro", "^ro", CHANNEL, PUBLIC) == "Guten Tag. ^ro"
    assert signed("", "^ro", CHANNEL, PUBLIC) == "^ro"
    assert unsigned("Guten Tag. ^ro", "^ro") == "Guten Tag."
    assert unsigned("Guten Tag.", "^ro") == "Guten Tag."


def test_the_measure_counts_the_handle_in_front_and_the_signature() -> None:
    text = signed("Hallo", "^ro", CHANNEL, PUBLIC)
    assert measure(CHANNEL, text, PUBLIC, OTTO).used == len("@otto@fake.example Hallo ^ro")
    assert measure(CHANNEL, text, PUBLIC, None).used == len("Hallo ^ro")
    assert measure(CHANNEL, "x" * 280, PUBLIC, None).ok
    assert not measure(CHANNEL, "x" * 281, PUBLIC, None).ok


words = st.lists(
    st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=60), min_size=1
)


@given(words)
def test_a_long_text_is_cut_into_signed_parts_that_fit_and_lose_no_word(text: list[str]) -> None:
    whole = " ".join(text * 6)
    parts = parts_of(CHANNEL, signed(whole, "^ro", CHANNEL, PUBLIC), PUBLIC, OTTO, "^ro")
    assert all(measure(CHANNEL, part, PUBLIC, OTTO).ok for part in parts)
    assert all(part.endswith(" ^ro") for part in parts)
    joined = (
        unnumbered([unsigned(part, "^ro") for part in parts]) if len(parts) > 1 else unsigned(parts[0], "^ro")
    )
    assert joined.split() == whole.split()


@pytest.mark.parametrize(
    ("policy", "visibility", "reason"),
    [
        ({}, PUBLIC, None),
        ({"allowed": True, "visibilities": ["private"], "reason": ""}, PRIVATE, None),
        (
            {"allowed": True, "visibilities": ["private"], "reason": "only privately"},
            PUBLIC,
            "only privately",
        ),
        ({"allowed": False, "visibilities": ["public"], "reason": "summoned only"}, PUBLIC, "summoned only"),
        ({"allowed": False}, PUBLIC, "not allowed"),
        (
            {"visibilities": ["public"], "expires_at": START.isoformat(), "reason": "24 h over"},
            PUBLIC,
            "24 h over",
        ),
        ({"visibilities": ["public"], "expires_at": START.isoformat()}, PUBLIC, "expired"),
        ({"visibilities": ["public"], "expires_at": (START + WINDOW).isoformat()}, PUBLIC, None),
    ],
)
def test_why_not(policy: dict[str, object], visibility: Visibility, reason: str | None) -> None:
    assert why_not(policy, visibility, START) == reason


def test_the_fingerprint_tells_one_request_from_another() -> None:
    one = Answer("Hallo", PUBLIC, request_key="k")
    assert one.fingerprint() == replace(one, request_key="other", anyway=True, seen_version=4).fingerprint()
    others = [
        replace(one, text="Hallo!"), replace(one, visibility=PRIVATE), replace(one, hold_seconds=0),
        replace(one, attachment_ids=(new_id(),)),
    ]  # fmt: skip
    assert len({each.fingerprint() for each in [one, *others]}) == 5
