"""The life of a case, invented: who wrote when, who answered, how it ended. Pure: all chance comes from the dice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from benchmarks.moments import NOW

LONGEST = 2_000
"Messages of the longest thread."


@dataclass(frozen=True, slots=True)
class Plan:
    """What a case will be: decided before its messages are written."""

    opened_at: datetime
    state: str
    snoozed: bool
    messages: int
    public: bool
    both: bool
    "Whether the thread goes on in private."
    german: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a case."""

    at: datetime
    outbound: bool
    private: bool
    by_participant: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A customer with one handle."""

    customer_id: UUID
    handle_id: UUID
    handle: str
    uri: str


def plans(dice: Random, whole: int, first: int, size: int, years: timedelta) -> list[Plan]:
    """Plan ``size`` of ``whole`` cases, from number ``first`` on in the order of time: all but the newest are closed."""
    opened = sorted(
        NOW - years * ((whole - first - size * dice.random()) / whole) ** 1.2 for _ in range(size)
    )
    states = [("closed", False)] * size
    if first + size == whole:
        recent = _states(dice, whole)[:size]
        states[size - len(recent) :] = recent
    longest = whole // 2 - first
    return [
        Plan(
            opened_at=at,
            state=state,
            snoozed=snoozed,
            messages=LONGEST if number == longest else _length(dice, state),
            public=dice.random() < 0.75,
            both=dice.random() < 0.2,
            german=dice.random() < 0.7,
        )
        for number, (at, (state, snoozed)) in enumerate(zip(opened, states, strict=True))
    ]


def _states(dice: Random, count: int) -> list[tuple[str, bool]]:
    """Give the states of the newest cases, mixed: some hundreds or thousands are still in somebody's hands."""
    alive = min(2_000, max(300, count // 100))
    mixed = [("open", False)] * alive
    mixed += [("waiting", False)] * min(alive, count // 4)
    mixed += [("open", True)] * (alive // 10)
    mixed += [("solved", False)] * min(alive, count // 5)
    mixed += [("closed", False)] * min(alive, count // 10)
    mixed = mixed[:count]
    dice.shuffle(mixed)
    return mixed


def _length(dice: Random, state: str) -> int:
    """Draw how many messages a case has: 10 in the mean, most fewer, some fifty."""
    return max(2 if state != "open" else 1, 1 + int(dice.expovariate(1 / 9.4)))


def turns(dice: Random, plan: Plan) -> list[Turn]:
    """Write the score of a case: who speaks when; the last one fits its state."""
    at, made, outbound = plan.opened_at, [], False
    limit = NOW - timedelta(seconds=30)
    private_from = plan.messages // 2 if plan.both and plan.public else plan.messages + 1
    for number in range(plan.messages):
        private = not plan.public or number >= private_from
        participant = not outbound and not private and number > 0 and dice.random() < 0.12
        made.append(Turn(min(at, limit), outbound, private, participant))
        at += timedelta(minutes=dice.expovariate(1 / (25 if plan.messages < 100 else 1)))
        outbound = not outbound if dice.random() < 0.8 else outbound
    last = made[-1]
    must_be_ours = plan.state in {"waiting", "solved", "closed"}
    if last.outbound is not must_be_ours:
        made[-1] = Turn(last.at, must_be_ours, last.private, by_participant=False)
    return made
