"""A clock: when it ran, when it is due. Pure; what counts as time is asked of a calendar."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from hilft.ids import AccountId, BrandId, CaseId


class Kind(StrEnum):
    FIRST_ANSWER = "first_answer"
    NEXT_ANSWER = "next_answer"
    SOLUTION = "solution"
    PROMISE = "promise"
    CALL_BACK = "call_back"


class Measure(StrEnum):
    """Which time counts: only while somebody is open, or all of it."""

    BUSINESS = "business"
    WALL = "wall"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Mark(StrEnum):
    """How a clock stands: within its time, close to the end of it, beyond it."""

    FINE = ""
    AT_RISK = "at_risk"
    BROKEN = "broken"


_ORDER = (Mark.FINE, Mark.AT_RISK, Mark.BROKEN)


@dataclass(frozen=True, slots=True)
class Target:
    """How long something may take. ``account_id``, ``tag``, ``priority`` narrow it; empty means any."""

    id: uuid.UUID
    kind: Kind
    account_id: AccountId | None
    tag: str
    priority: str
    minutes: Decimal
    measure: Measure
    warn_percent: int

    def suits(self, facts: "Facts") -> bool:
        """Whether the target is meant for such a case."""
        return (
            self.account_id in {None, facts.account_id}
            and (not self.tag or self.tag in facts.tags)
            and self.priority in {"", facts.priority}
        )

    @property
    def narrowness(self) -> tuple[int, int]:
        """The narrower target wins: more conditions first, then tag before priority before account."""
        given = (bool(self.tag), bool(self.priority), self.account_id is not None)
        return sum(given), given[0] * 4 + given[1] * 2 + given[2]


def target_for(kind: Kind, facts: "Facts", targets: Iterable[Target]) -> Target | None:
    """Choose the narrowest target that suits; of equally narrow ones the stricter."""
    fitting = [each for each in targets if each.kind is kind and each.suits(facts)]
    return max(fitting, key=lambda each: (each.narrowness, -each.minutes), default=None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a case says to its clocks."""

    brand_id: BrandId
    case_id: CaseId
    account_id: AccountId
    priority: str
    tags: frozenset[str]
    asked_at: datetime
    "When the customer first asked."
    waiting_since: datetime | None
    "Their oldest words that nobody has answered."
    first_answer_at: datetime | None
    answers: tuple[datetime, ...]
    "When people of ours answered last, up to some twenty times, the oldest first. What a machine wrote is no answer."
    open: bool
    ended_at: datetime | None
    "Solved or closed, or gone into another case."
    for_others: bool = False
    "Waiting for a third party."


@dataclass(frozen=True, slots=True)
class Clock:
    """The spans are ``(ran_from[n], ran_until[n])``; a running clock's last span is open."""

    id: uuid.UUID
    kind: Kind
    ref_id: uuid.UUID | None
    account_id: AccountId
    state: ClockState
    started_at: datetime
    stopped_at: datetime | None
    ran_from: tuple[datetime, ...]
    ran_until: tuple[datetime, ...]
    minutes: Decimal | None = None
    measure: Measure | None = None
    fixed_due_at: datetime | None = None
    warn_at: datetime | None = None
    due_at: datetime | None = None
    mark: Mark = Mark.FINE

    @property
    def next_at(self) -> datetime | None:
        """The next instant at which something is to be told about a running clock."""
        if self.state is not ClockState.RUNNING or self.mark is Mark.BROKEN:
            return None
        return self.due_at if self.mark is Mark.AT_RISK or self.warn_at is None else self.warn_at

    def spans(self) -> list[tuple[datetime, datetime | None]]:
        """Give when it ran; the last end is None while it runs."""
        ends: list[datetime | None] = [*self.ran_until]
        return list(zip(self.ran_from, [*ends, None], strict=False))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a case's row keeps of its clocks: the worst mark and the earliest due instant of those that run."""

    risk: Mark
    due_at: datetime | None


class Calendar(Protocol):
    """Which time counts; ``add`` gives None where so much time never comes."""

    def minutes_between(self, start: datetime, end: datetime, /) -> Decimal: ...
    def add(self, start: datetime, minutes: Decimal | int, /) -> datetime | None: ...


class WallTime:
    """All time counts."""

    def minutes_between(self, start: datetime, end: datetime, /) -> Decimal:
        return Decimal((end - start) // timedelta(microseconds=1)) / 60_000_000

    def add(self, start: datetime, minutes: Decimal | int, /) -> datetime:
        return start + timedelta(microseconds=int(minutes * 60_000_000))


def started(kind: Kind, account_id: AccountId, at: datetime, clock_id: uuid.UUID) -> Clock:
    """Start a clock."""
    return Clock(clock_id, kind, None, account_id, ClockState.RUNNING, at, None, (at,), ())


def run(clock: Clock, at: datetime) -> Clock:
    """Let the clock run on from ``at``, never from before it was halted."""
    if clock.state is ClockState.RUNNING:
        return clock
    since = max([at, *clock.ran_until[-1:]])
    if clock.ran_until and since == clock.ran_until[-1]:  # it was halted for nothing
        return replace(clock, state=ClockState.RUNNING, stopped_at=None, ran_until=clock.ran_until[:-1])
    return replace(clock, state=ClockState.RUNNING, stopped_at=None, ran_from=(*clock.ran_from, since))


def halt(clock: Clock, at: datetime, *, stop: bool) -> Clock:
    """Pause the clock, or stop it: at ``at``, never before it ran."""
    state = ClockState.STOPPED if stop else ClockState.PAUSED
    ends = clock.ran_until
    if clock.state is ClockState.RUNNING:
        ends = (*ends, max(at, clock.ran_from[-1]))
    return replace(clock, state=state, stopped_at=max(at, ends[-1]) if stop else None, ran_until=ends)


def start_over(clock: Clock, at: datetime) -> Clock:
    """Move the beginning of a clock: an older word came late, or the first one was deleted."""
    if clock.started_at == at or (clock.ran_until and at > clock.ran_until[0]):
        return clock
    return replace(clock, started_at=at, ran_from=(at, *clock.ran_from[1:]))


def timed(clock: Clock, target: Target | None, calendar: Calendar, now: datetime) -> Clock:
    """Say when the clock is due by this target, and how it stands now."""
    warn_at: datetime | None
    due_at: datetime | None
    if clock.fixed_due_at is not None:
        warn_at, due_at = clock.warn_at, clock.fixed_due_at
        timed_out = replace(clock, due_at=due_at)
    elif target is None:
        return replace(clock, minutes=None, measure=None, warn_at=None, due_at=None, mark=Mark.FINE)
    else:
        warn_at = _reached(clock, target.minutes * target.warn_percent / 100, calendar)
        due_at = _reached(clock, target.minutes, calendar)
        timed_out = replace(
            clock, minutes=target.minutes, measure=target.measure, warn_at=warn_at, due_at=due_at
        )
    return replace(timed_out, mark=_mark(timed_out, warn_at, due_at, now))


def _mark(clock: Clock, warn_at: datetime | None, due_at: datetime | None, now: datetime) -> Mark:
    """A clock that was stopped in time is fine, however close it was."""
    running = clock.state is ClockState.RUNNING
    end = now if running else clock.ran_until[-1]
    if due_at is not None and (due_at <= end if running else due_at < end):
        return Mark.BROKEN
    near = clock.state is not ClockState.STOPPED and warn_at is not None and warn_at <= end
    return Mark.AT_RISK if near else Mark.FINE


def _reached(clock: Clock, minutes: Decimal, calendar: Calendar) -> datetime | None:
    """Give the instant at which so many minutes were used up; None when a halted clock has some left."""
    left = minutes
    for start, end in clock.spans():
        if end is None:
            return calendar.add(start, left)
        used = calendar.minutes_between(start, end)
        if used >= left:
            return calendar.add(start, left)
        left -= used
    return None


def advance(clocks: Sequence[Clock], facts: Facts, now: datetime, new_id: "NewId") -> list[Clock]:
    """Bring the clocks of a case to what the case adds up to now; doing it again changes nothing."""
    first = _last(clocks, Kind.FIRST_ANSWER) or started(
        Kind.FIRST_ANSWER, facts.account_id, facts.asked_at, new_id()
    )
    following = _last(clocks, Kind.NEXT_ANSWER)
    solution = _last(clocks, Kind.SOLUTION) or started(
        Kind.SOLUTION, facts.account_id, facts.asked_at, new_id()
    )
    first = _answer_clock(start_over(first, facts.asked_at), facts, facts.first_answer_at, now)
    wanted = [first, _solution_clock(start_over(solution, facts.asked_at), facts, now)]
    turn = _turn(following, facts, new_id)
    if turn is not None:
        wanted.append(_answer_clock(turn, facts, _answer_after(facts, turn.started_at), now))
    ids = {clock.id for clock in wanted}
    return sorted(
        [*(clock for clock in clocks if clock.id not in ids), *wanted],
        key=lambda clock: (clock.started_at, clock.id),
    )


class NewId(Protocol):
    def __call__(self) -> uuid.UUID: ...


def _last(clocks: Sequence[Clock], kind: Kind) -> Clock | None:
    return max(
        (clock for clock in clocks if clock.kind is kind and clock.ref_id is None),
        key=lambda clock: clock.started_at,
        default=None,
    )


def _answer_after(facts: Facts, at: datetime) -> datetime | None:
    return next((answer for answer in facts.answers if answer > at), None)


def _answer_clock(clock: Clock, facts: Facts, answered_at: datetime | None, now: datetime) -> Clock:
    """Run until a person answers; an answer that was taken back lets it run on."""
    if answered_at is not None:
        if clock.state is ClockState.STOPPED and clock.stopped_at == clock.ran_until[-1]:
            clock = run(
                clock, clock.ran_until[-1]
            )  # the answer counts from when it was given, heard of late or not
        return halt(clock, answered_at, stop=True)
    if facts.ended_at is not None:
        return clock if clock.state is ClockState.STOPPED else halt(clock, facts.ended_at, stop=True)
    if facts.for_others:
        return clock if clock.state is ClockState.PAUSED else halt(clock, now, stop=False)
    if clock.state is ClockState.STOPPED and facts.waiting_since is None:
        return clock
    return run(clock, facts.waiting_since or now)


def _turn(last: Clock | None, facts: Facts, new_id: NewId) -> Clock | None:
    """Give the clock of the words that wait now: the last one, or a new one; the first answer is not its business."""
    waiting = facts.waiting_since
    answered_before = (
        facts.first_answer_at is not None and waiting is not None and facts.first_answer_at < waiting
    )
    if last is None:
        return (
            started(Kind.NEXT_ANSWER, facts.account_id, waiting, new_id())
            if waiting and answered_before
            else None
        )
    if waiting is None:
        return last
    if last.stopped_at is None or waiting <= last.stopped_at:
        return start_over(last, waiting)
    return started(Kind.NEXT_ANSWER, facts.account_id, waiting, new_id()) if answered_before else last


def _solution_clock(clock: Clock, facts: Facts, now: datetime) -> Clock:
    """Run while it is our turn: paused while the customer or somebody else is waited for, stopped by the solution."""
    if facts.ended_at is not None:
        return clock if clock.state is ClockState.STOPPED else halt(clock, facts.ended_at, stop=True)
    if facts.open:
        return run(clock, facts.waiting_since or now)
    if clock.state is not ClockState.RUNNING:
        return clock if clock.state is ClockState.PAUSED else replace(
            clock, state=ClockState.PAUSED, stopped_at=None
        )  # fmt: skip
    said = facts.answers[-1] if facts.answers and not facts.for_others else now
    return halt(clock, said, stop=False)


def verdict(clocks: Iterable[Clock]) -> Verdict:
    """Sum the running clocks up for the case's row."""
    running = [clock for clock in clocks if clock.state is ClockState.RUNNING]
    due = [clock.due_at for clock in running if clock.due_at is not None]
    worst = max((clock.mark for clock in running), key=_ORDER.index, default=Mark.FINE)
    return Verdict(worst, min(due, default=None))


def is_well_formed(clock: Clock) -> bool:
    """Whether the spans follow each other; what every way of a clock must keep true."""
    spans = clock.spans()
    ordered = all(end is not None and end <= start for (_, end), (start, _) in pairwise(spans))
    forward = all(end is None or start <= end for start, end in spans)
    open_ended = len(clock.ran_from) - len(clock.ran_until)
    return ordered and forward and open_ended == (1 if clock.state is ClockState.RUNNING else 0)
