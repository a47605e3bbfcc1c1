"""Clocks by themselves: when they run, when they are due, whatever happens in whatever order."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hilft.clocks import Clock, ClockState, Facts, Kind, Mark, Measure, Target
from hilft.clocks.model import (
    WallTime,
    advance,
    halt,
    is_well_formed,
    started,
    target_for,
    timed,
    verdict,
)
from hilft.ids import AccountId, BrandId, CaseId

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACCOUNT = AccountId(uuid.UUID(int=3))
WALL = WallTime()


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def facts(**changed: object) -> Facts:
    plain = Facts(
        BrandId(uuid.UUID(int=1)), CaseId(uuid.UUID(int=2)), ACCOUNT, "normal", frozenset(), NINE, NINE, None, (),
        open=True, ended_at=None,
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]


def target(kind: Kind = Kind.FIRST_ANSWER, minutes: int = 60, **narrow: object) -> Target:
    plain = Target(uuid.uuid4(), kind, None, "", "", Decimal(minutes), Measure.WALL, 75)
    return replace(plain, **narrow)  # type: ignore[arg-type]


def kinds(clocks: list[Clock]) -> dict[Kind, Clock]:
    return {clock.kind: clock for clock in clocks}


def go(clocks: list[Clock], now: datetime, **changed: object) -> list[Clock]:
    return advance(clocks, facts(**changed), now, uuid.uuid4)


def answered(*minutes: float, **changed: object) -> dict[str, object]:
    """Give the facts of a case answered at these minutes after nine."""
    times = tuple(at(each) for each in minutes)
    return {
        "first_answer_at": times[0], "answers": times, "waiting_since": None, "open": False, **changed,
    }  # fmt: skip


def test_the_first_answer_stops_its_clock_and_pauses_the_solution() -> None:
    clocks = go([], at(0))
    assert {each.kind for each in clocks} == {Kind.FIRST_ANSWER, Kind.SOLUTION}
    after = kinds(go(clocks, at(20), **answered(15)))
    assert after[Kind.FIRST_ANSWER].stopped_at == at(15)
    assert after[Kind.SOLUTION].state is ClockState.PAUSED
    assert after[Kind.SOLUTION].ran_until == (at(15),)


def test_the_next_question_has_a_clock_of_its_own_and_a_later_one_does_not_start_it_anew() -> None:
    clocks = go(go([], at(0)), at(15), **answered(15))
    waiting = answered(15, waiting_since=at(40), open=True)
    clocks = go(clocks, at(40), **waiting)
    clocks = go(clocks, at(45), **waiting)
    following = kinds(clocks)[Kind.NEXT_ANSWER]
    assert (following.started_at, following.state) == (at(40), ClockState.RUNNING)
    clocks = go(clocks, at(50), **answered(15, 50))
    assert kinds(clocks)[Kind.NEXT_ANSWER].stopped_at == at(50)
    clocks = go(clocks, at(70), **answered(15, 50, waiting_since=at(70), open=True))
    assert sum(each.kind is Kind.NEXT_ANSWER for each in clocks) == 2


def test_an_answer_taken_back_lets_the_clock_run_on_as_if_nothing_had_been() -> None:
    begun = go([], at(0))
    undone = go(go(begun, at(15), **answered(15)), at(16))
    first = kinds(undone)[Kind.FIRST_ANSWER]
    assert (first.state, first.ran_from, first.ran_until) == (ClockState.RUNNING, (at(0),), ())
    assert kinds(undone)[Kind.SOLUTION].state is ClockState.RUNNING


def test_an_answer_given_elsewhere_that_is_heard_of_late_counts_from_when_it_was_given() -> None:
    clocks = go(go([], at(0)), at(30), **answered(30))
    clocks = go(clocks, at(50), **answered(10, 30))
    assert kinds(clocks)[Kind.FIRST_ANSWER].stopped_at == at(10)


def test_older_words_that_come_late_move_the_beginning() -> None:
    clocks = go(go([], at(0)), at(5), asked_at=at(-30), waiting_since=at(-30))
    assert kinds(clocks)[Kind.FIRST_ANSWER].started_at == at(-30)
    assert kinds(clocks)[Kind.SOLUTION].ran_from == (at(-30),)


def test_a_reopened_case_has_used_what_it_had_used() -> None:
    clocks = go(go([], at(0)), at(20), **answered(15, ended_at=at(20)))
    solved = kinds(clocks)[Kind.SOLUTION]
    assert (solved.state, solved.stopped_at) == (ClockState.STOPPED, at(20))
    clocks = go(clocks, at(100), **answered(15, waiting_since=at(100), open=True))
    solution = timed(kinds(clocks)[Kind.SOLUTION], target(Kind.SOLUTION, 60), WALL, at(100))
    assert solution.due_at == at(140)


def test_solved_without_an_answer_stops_everything() -> None:
    clocks = go(go([], at(0)), at(20), ended_at=at(20), open=False, waiting_since=None)
    assert {each.state for each in clocks} == {ClockState.STOPPED}


def test_waiting_for_others_pauses_the_answer_and_what_the_customer_says_next_goes_on() -> None:
    clocks = go(go([], at(0)), at(10), open=False, waiting_since=None, for_others=True)
    assert {each.state for each in clocks} == {ClockState.PAUSED}
    clocks = go(clocks, at(70), waiting_since=at(70))
    assert timed(kinds(clocks)[Kind.FIRST_ANSWER], target(minutes=60), WALL, at(70)).due_at == at(120)


def test_in_time_is_the_very_instant_and_too_late_the_one_after_it() -> None:
    clock = started(Kind.FIRST_ANSWER, ACCOUNT, at(0), uuid.uuid4())
    goal = target(minutes=60)
    for end, mark in ((44, Mark.FINE), (60, Mark.FINE), (60.001, Mark.BROKEN)):
        assert timed(halt(clock, at(end), stop=True), goal, WALL, at(100)).mark is mark
    for now, mark in ((44, Mark.FINE), (45, Mark.AT_RISK), (59, Mark.AT_RISK), (60, Mark.BROKEN)):
        assert timed(clock, goal, WALL, at(now)).mark is mark
    assert timed(clock, goal, WALL, at(0)).next_at == at(45)
    assert timed(clock, goal, WALL, at(50)).next_at == at(60)
    assert timed(clock, goal, WALL, at(70)).next_at is None


def test_the_narrower_target_wins_and_of_equal_ones_the_stricter() -> None:
    general, urgent = target(minutes=60), target(minutes=30, priority="urgent")
    business, here = target(minutes=20, tag="firma"), target(minutes=50, account_id=ACCOUNT)
    every = [general, urgent, business, here]
    case = facts(priority="urgent", tags=frozenset({"firma"}))
    assert target_for(Kind.FIRST_ANSWER, facts(), every) == here
    assert target_for(Kind.FIRST_ANSWER, case, every) == business
    assert target_for(Kind.FIRST_ANSWER, case, [general, urgent, here]) == urgent
    both = target(minutes=90, tag="firma", priority="urgent")
    assert target_for(Kind.FIRST_ANSWER, case, [*every, both]) == both
    assert target_for(Kind.SOLUTION, case, every) is None
    stricter = target(minutes=10, tag="firma")
    assert target_for(Kind.FIRST_ANSWER, case, [business, stricter]) == stricter


def test_a_case_shows_the_worst_mark_and_the_first_due_instant() -> None:
    clock = started(Kind.FIRST_ANSWER, ACCOUNT, at(0), uuid.uuid4())
    fine, late = (
        timed(clock, target(minutes=90), WALL, at(50)),
        timed(clock, target(minutes=40), WALL, at(50)),
    )
    summed = verdict([fine, late])
    assert (summed.risk, summed.due_at) == (Mark.BROKEN, at(40))
    assert verdict([halt(late, at(60), stop=True)]).due_at is None


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[str, int]]:
    """What happens to a case, minute by minute: words, answers, undone ones, solved, reopened, others waited for."""
    deeds = st.sampled_from(["ask", "answer", "undo", "solve", "reopen", "others", "look"])
    steps = draw(st.lists(st.tuples(deeds, st.integers(1, 50)), max_size=25))
    now, life = 0, []
    for deed, pause in steps:
        now += pause
        life.append((deed, now))
    return life


@given(lives())
def test_whatever_happens_spans_stay_in_order_and_doing_it_twice_changes_nothing(
    life: list[tuple[str, int]],
) -> None:
    case = _Life()
    clocks = go([], at(0))
    for deed, minute in life:
        case.do(deed, minute)
        clocks = go(clocks, at(minute), **case.facts())
        assert all(is_well_formed(each) for each in clocks)
        assert go(clocks, at(minute), **case.facts()) == clocks
        ours = [each for each in clocks if each.kind is not Kind.SOLUTION]
        running = [each for each in ours if each.state is ClockState.RUNNING]
        assert len(running) == (1 if case.waits() else 0)
        solution = kinds(clocks)[Kind.SOLUTION]
        assert (solution.state is ClockState.RUNNING) == case.open
        assert _used(solution, at(minute)) == case.worked(minute)


def _used(clock: Clock, now: datetime) -> int:
    return sum(((end or now) - start) // timedelta(minutes=1) for start, end in clock.spans())


class _Life:
    """The model the clocks are held against: it counts minutes one by one."""

    def __init__(self) -> None:
        self.asked: list[int] = [0]
        self.answers: list[int] = []
        self.settled = -1
        self.ended: int | None = None
        self.others = False
        self.minutes: list[tuple[int, bool]] = [(0, True)]

    @property
    def open(self) -> bool:
        return self.ended is None and not self.others and self._state_open

    _state_open = True

    def waiting(self) -> int | None:
        last = self.answers[-1] if self.answers else -1
        return next((each for each in self.asked if each > last and each > self.settled), None)

    def waits(self) -> bool:
        return self.ended is None and not self.others and self.waiting() is not None

    def do(self, deed: str, now: int) -> None:
        if deed == "ask":
            self.asked.append(now)
            self.ended, self.others, self._state_open = None, False, True
        elif deed == "answer" and self.ended is None:
            self.answers.append(now)
            self.others, self._state_open = False, False
        elif deed == "undo" and self.answers and self.ended is None and not self.others:
            if self.settled < self.answers[-1] and not self._state_open:
                taken_back = self.answers.pop()
                if self.waiting() is not None:
                    self._state_open = True
                    self._run_again(taken_back)
                else:
                    self.answers.append(taken_back)
        elif deed == "solve" and self.ended is None:
            self.ended, self.settled = now, now
            self.others = False
        elif deed == "reopen" and self.ended is not None:
            self.ended, self._state_open = None, True
        elif deed == "others" and self.ended is None:
            self.others, self.settled = True, now
            self._state_open = False
        self.minutes.append((now, self.open))

    def _run_again(self, since: int) -> None:
        """Between an answer and its being taken back nobody waited less."""
        self.minutes = [(at_, True if at_ >= since else open_) for at_, open_ in self.minutes]

    def facts(self) -> dict[str, object]:
        waiting = self.waiting() if self.ended is None and not self.others else None
        return {
            "waiting_since": None if waiting is None else at(waiting),
            "first_answer_at": at(self.answers[0]) if self.answers else None,
            "answers": tuple(at(each) for each in self.answers),
            "open": self.open,
            "ended_at": None if self.ended is None else at(self.ended),
            "for_others": self.others,
        }

    def worked(self, now: int) -> int:
        total = 0
        for (start, open_), (end, _) in zip(self.minutes, [*self.minutes[1:], (now, False)], strict=True):
            total += end - start if open_ else 0
        return total
