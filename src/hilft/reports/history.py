"""A case's history read once from its beginning: who waited from when to when, how often it came to rest. Pure.

What counts follows the clocks (docs/clocks.md): a turn is what a customer asked until a person answers; it stands still
while a third party is waited for and while the case is at rest. The solution runs while it is the desk's turn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from operator import attrgetter

from hilft.ids import AccountId, AgentId, CaseId

Span = tuple[datetime, datetime]

AT_WORK = frozenset({"open", "waiting"})
LINES = (
    "case.solved", "case.closed", "case.reopened", "case.waits_for_others", "case.received", "case.parted",
    "delivery.refused", "delivery.unknown",
)  # fmt: skip
"The lines of the timeline that tell of a case's state."

_ENDING = frozenset({"case.solved", "case.closed"})
_BRINGING_BACK = frozenset({"case.received", "case.parted", "delivery.refused", "delivery.unknown"})
"What may put a case that was at rest back on the desk; whether it did shows only from what came later."


class What(IntEnum):
    """What happens in a case; who asks and is answered at the same instant does not wait."""

    ASKED = 0
    TOLD = 1
    "Words of the customer taken down by an agent: somebody was there."
    ANSWERED = 2
    WAITS_FOR_OTHERS = 3
    RESTED = 4
    REOPENED = 5
    BACK = 6


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    what: What
    agent_id: AgentId | None = None
    solved: bool = False
    "Called solved, not only closed."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline, of one of the kinds in `LINES`."""

    case_id: CaseId
    kind: str
    at: datetime
    agent_id: AgentId | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the case's row says now."""

    id: CaseId
    account_id: AccountId
    owner_id: AgentId | None
    state: str
    tags: list[str]
    ended_at: datetime | None
    joined_into_id: CaseId | None


@dataclass(frozen=True, slots=True)
class Turn:
    """From a customer's first unanswered words to the answer."""

    spans: tuple[Span, ...]
    answered_at: datetime
    agent_id: AgentId | None
    first: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """Each time the case was called solved, or was closed without that; ``came_back``: reopened later."""

    at: datetime
    agent_id: AgentId | None
    came_back: bool = False


@dataclass(slots=True)
class History:
    """What the walk through a case found."""

    asked_at: datetime | None = None
    turns: list[Turn] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    reopened: list[datetime] = field(default_factory=list)
    back: list[datetime] = field(default_factory=list)
    work: list[Span] = field(default_factory=list)
    "When it was the desk's turn."
    contacts: int = 0
    several: bool = False
    "Whether somebody had to be there for the customer once more after the first time."
    at_rest: bool = False


def history_of(kept: Kept, spoken: Iterable[Moment], lines: Sequence[Line]) -> History:
    """Read a case from its beginning; ``lines`` in the order in which they were written."""
    # What was said goes before what was done at the same instant; what was done keeps its order.
    said = sorted(spoken, key=attrgetter("at", "what"))
    moments = sorted([*said, *_turns_of_state(kept, lines)], key=attrgetter("at"))
    walk = _Walk()
    for moment in moments:
        walk.take(moment)
    found = walk.found
    if not found.at_rest and kept.state not in AT_WORK and kept.ended_at is not None:  # told by its row alone
        walk.take(Moment(kept.ended_at, What.RESTED, kept.owner_id, solved=True))
    return found


def _turns_of_state(kept: Kept, lines: Sequence[Line]) -> Iterator[Moment]:
    """Give what the lines tell; one that may have brought a case back counts when the case was at work afterwards."""
    resting, maybe = False, None
    for line in lines:
        solved = line.kind == "case.solved"
        if resting and maybe is not None and solved:
            yield Moment(maybe.at, What.BACK)
            resting = False
        if line.kind in _ENDING:
            if not resting:
                yield Moment(line.at, What.RESTED, line.agent_id, solved=solved)
            resting, maybe = True, (maybe if resting else None)
        elif line.kind == "case.reopened":
            yield Moment(line.at, What.REOPENED, line.agent_id)
            resting, maybe = False, None
        elif line.kind == "case.waits_for_others":
            yield Moment(line.at, What.WAITS_FOR_OTHERS, line.agent_id)
        elif line.kind in _BRINGING_BACK and resting:
            maybe = line
    if resting and kept.state in AT_WORK and lines:
        yield Moment((maybe or lines[-1]).at, What.BACK)


class _Walk:
    """Where one stands on the way through a case."""

    def __init__(self) -> None:
        self.found = History()
        self._turn: list[Span] | None = None
        "What the running turn has used; None: nobody waits."
        self._turn_since: datetime | None = None
        self._work_since: datetime | None = None
        self._asked_resting: datetime | None = None
        "Asked while the case was at rest; the line that reopens it comes later."
        self._rested_at: datetime | None = None
        self._first_answered = False

    def take(self, moment: Moment) -> None:
        {
            What.ASKED: self._asked,
            What.TOLD: self._told,
            What.ANSWERED: self._answered,
            What.WAITS_FOR_OTHERS: self._waits_for_others,
            What.RESTED: self._rested,
            What.REOPENED: self._reopened,
            What.BACK: self._back,
        }[moment.what](moment)

    def _asked(self, moment: Moment) -> None:
        self._begun(moment.at)
        if self.found.at_rest:
            self._asked_resting = self._asked_resting or moment.at
        else:
            self._wait(moment.at)

    def _wait(self, at: datetime) -> None:
        self._turn = self._turn if self._turn is not None else []
        self._turn_since = self._turn_since or at
        self._work_since = self._work_since or at

    def _told(self, moment: Moment) -> None:
        self._begun(moment.at)
        self._spoken_to(again=True)
        if not self.found.at_rest:
            self._work_since = self._work_since or moment.at

    def _spoken_to(self, *, again: bool) -> None:
        """Somebody of ours spoke with the customer; ``again``: because the customer had turned to us."""
        self.found.several = self.found.several or (again and self.found.contacts > 0)
        self.found.contacts += 1

    def _begun(self, at: datetime) -> None:
        self.found.asked_at = self.found.asked_at or at

    def _answered(self, moment: Moment) -> None:
        if self.found.asked_at is None:
            return  # we spoke first: nobody had waited
        self._spoken_to(again=self._turn is not None)
        self._asked_resting = None
        if self._turn is not None:
            self._close_turn(moment.at)
            first = not self._first_answered
            self.found.turns.append(Turn(tuple(self._turn), moment.at, moment.agent_id, first))
            self._turn, self._first_answered = None, True
        self._close_work(moment.at)

    def _waits_for_others(self, moment: Moment) -> None:
        self._close_turn(moment.at)
        self._close_work(moment.at)

    def _rested(self, moment: Moment) -> None:
        if self.found.at_rest:
            return
        self._close_turn(moment.at)
        self._close_work(moment.at)
        self.found.at_rest, self._rested_at = True, moment.at
        self.found.rests.append(Rest(moment.at, moment.agent_id))

    def _reopened(self, moment: Moment) -> None:
        if self.found.at_rest:
            self.found.rests[-1] = replace(self.found.rests[-1], came_back=True)
            self.found.reopened.append(moment.at)
            self._take_up(moment)

    def _back(self, moment: Moment) -> None:
        if self.found.at_rest:
            self.found.back.append(moment.at)
            self._take_up(moment)

    def _take_up(self, moment: Moment) -> None:
        """Go on where it rested: with the new question, else with what was asked and never answered."""
        asked, rested = self._asked_resting, self._rested_at
        self.found.at_rest, self._asked_resting = False, None
        if asked is not None:
            if self._first_answered:
                self._turn = []
            self._wait(asked)
        elif self._turn is not None and rested is not None:
            self._wait(rested)
        else:
            self._work_since = moment.at

    def _close_turn(self, at: datetime) -> None:
        if self._turn_since is not None and self._turn is not None:
            self._turn.append((self._turn_since, max(at, self._turn_since)))
        self._turn_since = None

    def _close_work(self, at: datetime) -> None:
        if self._work_since is not None:
            self.found.work.append((self._work_since, max(at, self._work_since)))
        self._work_since = None
