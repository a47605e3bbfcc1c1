"""A case's history, whatever happened in whatever order: what goes must have come, no time counts twice."""

import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.ids import AccountId, AgentId, CaseId
from hilft.reports.history import LINES, History, Kept, Line, Moment, What, history_of

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CASE, ROMINA = CaseId(uuid.UUID(int=1)), AgentId(uuid.UUID(int=2))
MINUTES = st.integers(0, 5000)
SPOKEN = st.tuples(st.sampled_from([What.ASKED, What.TOLD, What.ANSWERED]), MINUTES)
DONE = st.tuples(st.sampled_from(LINES), MINUTES)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def read(spoken: list[tuple[What, int]], done: list[tuple[str, int]], state: str) -> History:
    """Read a case; lines are written in the order of their times."""
    kept = Kept(CASE, AccountId(uuid.UUID(int=3)), None, state, [], at(6000), None)
    lines = [Line(CASE, kind, at(minute), ROMINA) for kind, minute in sorted(done, key=lambda each: each[1])]
    return history_of(kept, [Moment(at(minute), what, ROMINA) for what, minute in spoken], lines)


@given(
    st.lists(SPOKEN, min_size=1, max_size=12),
    st.lists(DONE, max_size=12),
    st.sampled_from(["open", "waiting", "solved", "closed"]),
)
def test_what_goes_must_have_come(
    spoken: list[tuple[What, int]], done: list[tuple[str, int]], state: str
) -> None:
    found = read(spoken, done, state)
    assert len(found.rests) - len(found.reopened) - len(found.back) == int(found.at_rest)
    assert found.at_rest == (state in {"solved", "closed"})
    assert sum(rest.came_back for rest in found.rests) == len(found.reopened)
    assert sum(turn.first for turn in found.turns) == min(1, len(found.turns))
    for spans in (found.work, *(turn.spans for turn in found.turns)):
        assert all(start <= end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("spoken", "done", "turns", "work"),
    [
        ([("ASKED", 0), ("ANSWERED", 10)], [], [10], 10),
        ([("ASKED", 0), ("ASKED", 5), ("ANSWERED", 10), ("ASKED", 60), ("ANSWERED", 80)], [], [10, 20], 30),
        ([("ASKED", 0), ("ANSWERED", 50)], [("case.waits_for_others", 10)], [10], 10),
        ([("ASKED", 0)], [("case.solved", 30)], [], 30),
        ([("ASKED", 0), ("ANSWERED", 130)], [("case.solved", 30), ("case.reopened", 100)], [130], 130),
        ([("ASKED", 0), ("ASKED", 100), ("ANSWERED", 130)], [("case.solved", 30), ("case.reopened", 100)], [60], 60),
        ([("ANSWERED", 0), ("ASKED", 10), ("ANSWERED", 12)], [], [2], 2),
        ([("TOLD", 0)], [("case.solved", 15)], [], 15),
    ],
)  # fmt: skip
def test_turns_and_work_take_as_long_as_they_took(
    spoken: list[tuple[str, int]], done: list[tuple[str, int]], turns: list[int], work: int
) -> None:
    state = "solved" if done and done[-1][0] == "case.solved" else "open"
    found = read([(What[what], minute) for what, minute in spoken], done, state)
    measured = [sum((end - start for start, end in turn.spans), timedelta()) for turn in found.turns]
    assert measured == [timedelta(minutes=each) for each in turns]
    assert sum((end - start for start, end in found.work), timedelta()) == timedelta(minutes=work)
