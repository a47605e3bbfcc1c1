"""The rules of the states, against every answer a network can give, and against a small model of one."""

from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hilft.channels import Gone, Later, MessageRef, Refused, Sent, Unauthorized, Unknown
from hilft.ids import AccountId, BrandId, ConversationId, DeliveryId, MessageId
from hilft.outbox import DeliveryState
from hilft.outbox.model import MOVES, Claim, may_move
from hilft.outbox.outcome import (
    DOUBT_TRIES,
    NotThere,
    Outcome,
    Unclear,
    back_off,
    decide_after,
    still_remembered,
    waiting,
)

NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
ID = UUID(int=1)
moments = st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(lambda apart: NOW + apart)
chances = st.floats(0, 1, exclude_max=True)
refs = st.builds(MessageRef, st.text(min_size=1))
outcomes: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Sent, refs, moments),
    st.builds(Refused, st.just("no")),
    st.builds(Gone, st.just("gone")),
    st.builds(Later, st.just("later"), st.none() | moments),
    st.builds(Unknown, st.just("lost")),
    st.builds(Unauthorized, st.just("who are you")),
    st.builds(Unclear, st.just("cannot tell")),
    st.just(NotThere()),
)


def a_claim(*, in_doubt: bool, attempts: int = 1, tried_before: datetime | None = None) -> Claim:
    return Claim(
        BrandId(ID), DeliveryId(ID), MessageId(ID), ConversationId(ID), AccountId(ID), DeliveryState.SENDING,
        {}, NOW, attempts, NOW, tried_before or NOW, None, None, "", NOW, None, None, None, tried_before, in_doubt,
    )  # fmt: skip


claims = st.builds(
    a_claim, in_doubt=st.booleans(), attempts=st.integers(1, 50), tried_before=st.none() | moments
)


@given(claims, outcomes, chances, st.booleans())
def test_every_answer_leads_to_an_allowed_state_with_what_it_needs(
    claim: Claim, outcome: Outcome, chance: float, keyed: bool
) -> None:
    move = decide_after(claim, outcome, NOW, chance=chance, keyed=keyed)
    assert may_move(DeliveryState.SENDING, move.state)
    assert (move.run_at is not None) == (move.state in {DeliveryState.QUEUED, DeliveryState.SENDING})
    assert move.run_at is None or NOW <= move.run_at <= NOW + timedelta(days=1)
    assert (move.sent is not None) == (move.state is DeliveryState.SENT)
    assert move.pause == isinstance(outcome, Unauthorized)
    if move.state in {DeliveryState.REFUSED, DeliveryState.UNKNOWN}:
        assert move.reason


@given(claims, outcomes, chances, st.booleans())
def test_doubt_ends_only_by_certainty(claim: Claim, outcome: Outcome, chance: float, keyed: bool) -> None:
    move = decide_after(claim, outcome, NOW, chance=chance, keyed=keyed)
    if claim.in_doubt and move.state is DeliveryState.QUEUED:
        assert isinstance(outcome, NotThere)
    if move.state is DeliveryState.QUEUED and move.first_tried_at is None:
        assert isinstance(outcome, NotThere) or claim.tried_before is None
    if move.state is DeliveryState.SENDING:
        assert move.first_tried_at == claim.first_tried_at


def test_what_is_over_stays_over() -> None:
    assert MOVES[DeliveryState.UNDONE] == frozenset()
    # What was sent is over for us; only the network's own word that it failed after all opens it again.
    assert MOVES[DeliveryState.SENT] == {DeliveryState.REFUSED}
    assert not may_move(DeliveryState.SENDING, DeliveryState.UNDONE)
    assert set(MOVES) == set(DeliveryState)


@given(st.integers(-5, 10_000), chances)
def test_waiting_doubles_up_to_five_minutes(attempts: int, chance: float) -> None:
    pause = back_off(attempts, chance)
    assert timedelta(seconds=0.75) <= pause <= timedelta(minutes=6.25)
    assert back_off(attempts + 1, 0.0) >= back_off(attempts, 0.0)


@given(st.none() | moments)
def test_a_wait_the_network_names_is_kept_within_reason(retry_at: datetime | None) -> None:
    until = waiting(Later("slow down", retry_at), NOW)
    if retry_at is None:
        assert until is None
    else:
        assert until is not None
        assert NOW + timedelta(seconds=1) <= until <= NOW + timedelta(days=1)
        if NOW + timedelta(seconds=1) <= retry_at <= NOW + timedelta(days=1):
            assert until == retry_at


@given(st.integers(0, 7200), st.none() | moments)
def test_a_key_is_trusted_only_while_the_network_surely_has_it(seconds: int, tried: datetime | None) -> None:
    if still_remembered(seconds, tried, NOW):
        assert tried is not None
        assert NOW - tried < timedelta(seconds=seconds) - timedelta(minutes=1)


def test_a_key_of_an_hour_is_trusted_for_a_while_and_none_never() -> None:
    assert still_remembered(3600, NOW - timedelta(minutes=57), NOW)
    assert not still_remembered(3600, NOW - timedelta(minutes=59), NOW)
    assert not still_remembered(0, NOW, NOW)
    assert not still_remembered(3600, NOW + timedelta(hours=1), NOW)


class World:
    """One message, a network that tells the truth or nothing, and the desk following the rules."""

    def __init__(self, data: st.DataObject, key_seconds: int) -> None:
        self.data, self.key_seconds = data, key_seconds
        self.now = NOW
        self.posts = 0
        self.posted_at: datetime | None = None
        self.first_tried_at: datetime | None = None
        self.state, self.attempts = DeliveryState.QUEUED, 0

    def send(self) -> Outcome | None:
        """Let a request leave; None: the program dies before it hears."""
        kept = self.posted_at is not None and self.now < self.posted_at + timedelta(seconds=self.key_seconds)
        fate = self.data.draw(
            st.sampled_from(["done", "lost", "dropped", "crash", "later", "refused", "who"])
        )
        arrives = fate in {"done", "lost"} or (fate == "crash" and self.data.draw(st.booleans()))
        if arrives and not kept:
            self.posts += 1
            self.posted_at = self.now
        if fate == "crash":
            return None
        if fate == "done" or (fate == "refused" and kept):
            return Sent(MessageRef("post"), self.now)
        answers: dict[str, Outcome] = {
            "later": Later("busy"), "refused": Refused("no"), "who": Unauthorized("who"),
        }  # fmt: skip
        return answers.get(fate, Unknown("no answer"))

    def look(self) -> Outcome | None:
        fate = self.data.draw(st.sampled_from(["told", "told", "silent", "crash", "later"]))
        if fate == "told":
            return Sent(MessageRef("post"), self.now) if self.posts else NotThere()
        answers: dict[str, Outcome | None] = {"silent": Unknown("no answer"), "crash": None}
        return answers.get(fate, Later("busy"))

    def step(self) -> None:
        self.now += self.data.draw(st.timedeltas(timedelta(seconds=30), timedelta(hours=2)))
        in_doubt, before = self.state is DeliveryState.SENDING, self.first_tried_at
        self.state, self.attempts = DeliveryState.SENDING, self.attempts + 1
        self.first_tried_at = before or self.now
        claim = a_claim(in_doubt=in_doubt, attempts=self.attempts, tried_before=before)
        resend = still_remembered(self.key_seconds, before, self.now)
        outcome = self.send() if not in_doubt or resend else self.look()
        if outcome is not None:
            move = decide_after(claim, outcome, self.now, chance=0.5, keyed=self.key_seconds > 0)
            self.state, self.attempts = move.state, move.attempts
            self.first_tried_at = move.first_tried_at


@given(st.data(), st.sampled_from([0, 300, 3600]))
def test_never_twice_and_never_a_false_word(data: st.DataObject, key_seconds: int) -> None:
    world = World(data, key_seconds)
    for _ in range(12):
        world.step()
        assert world.posts <= 1
        if world.state not in {DeliveryState.QUEUED, DeliveryState.SENDING}:
            break
    if world.state is DeliveryState.SENT:
        assert world.posts == 1
    if world.state in {DeliveryState.REFUSED, DeliveryState.QUEUED}:
        assert world.posts == 0


@given(chances)
def test_doubt_that_stays_is_put_before_a_person(chance: float) -> None:
    claim = a_claim(in_doubt=True, attempts=DOUBT_TRIES, tried_before=NOW)
    move = decide_after(claim, Unknown("no answer"), NOW, chance=chance, keyed=True)
    assert move.state is DeliveryState.UNKNOWN
