"""What the sums say, figure by figure. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hilft.reports.model import HOURS, Asking, Contact, Figure, Flow, Rating, Return, Series, Sum, Word
from hilft.reports.period import Period
from hilft.reports.sketch import Spread, spread_of

Sums: TypeAlias = Mapping[int, Sum]
"By series."

WEEKDAYS = 7


@dataclass(frozen=True, slots=True)
class Durations:
    """How long something took: in business time and in wall time."""

    count: int
    business: Spread
    wall: Spread


@dataclass(frozen=True, slots=True)
class FirstContact:
    """Of the cases that came to rest: in how many it was enough to be there once."""

    solved: int
    first_contact: int

    @property
    def rate(self) -> float | None:
        return share(self.first_contact, self.solved)


@dataclass(frozen=True, slots=True)
class Reopened:
    """Of all times a case was called solved: how often it came back."""

    solved: int
    reopened: int

    @property
    def rate(self) -> float | None:
        return share(self.reopened, self.solved)


@dataclass(frozen=True, slots=True)
class AskedTwice:
    """Of the answers: how many asked for something that was known."""

    answers: int
    asked_twice: int

    @property
    def rate(self) -> float | None:
        return share(self.asked_twice, self.answers)


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises that were due; the rate is of those that ended."""

    made: int
    kept: int
    broken: int
    open: int

    @property
    def rate(self) -> float | None:
        return share(self.kept, self.kept + self.broken)


@dataclass(frozen=True, slots=True)
class NewSolved:
    """Cases that came, went, and came back."""

    new: int
    solved: int
    reopened: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """Cases not at rest at the end, and how that came."""

    backlog: int
    new: int
    solved: int
    reopened: int


@dataclass(frozen=True, slots=True)
class Heatmap:
    """By weekday (Monday first) and hour of the brand's zone: what customers said to us, and cases that began."""

    messages: tuple[tuple[int, ...], ...]
    cases: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What customers said after the solution."""

    good: int
    bad: int

    @property
    def rate(self) -> float | None:
        return share(self.good, self.good + self.bad)


Told: TypeAlias = (
    Durations | FirstContact | Reopened | AskedTwice | Promises | NewSolved | Backlog | Heatmap | Satisfaction
)


@dataclass(frozen=True, slots=True)
class Group:
    """One line: ``key`` is an id, a tag, a language or the beginning of a piece of time; ``name`` is for people."""

    key: str
    name: str
    told: Told


@dataclass(frozen=True, slots=True)
class Report:
    """A figure of a period."""

    figure: Figure
    period: Period
    zone: str
    by: str | None
    complete: bool
    "Whether everything that ever happened was counted already."
    total: Told
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Every figure of a period, some of them by groups; and how cases came and went, piece by piece of time."""

    totals: tuple[Report, ...]
    groups: tuple[Report, ...]
    new_solved: Report
    backlog: Report


def share(part: int, whole: int) -> float | None:
    """Give a part of a whole, 0 to 1; None: there is nothing to be a part of."""
    return part / whole if whole else None


def tell(figure: Figure, sums: Sums, before: Sums) -> Told:
    """Say what the sums of a period add up to; ``before``: the sums of all that came before it, for the backlog."""
    if figure is Figure.BACKLOG:
        return _backlog(sums, before)
    return _TELLERS[figure](sums)


def _durations(business: Series, wall: Series) -> Callable[[Sums], Durations]:
    def told(sums: Sums) -> Durations:
        spread = _spread(sums, wall)
        return Durations(spread.count, _spread(sums, business), spread)

    return told


def _spread(sums: Sums, series: Series) -> Spread:
    found = sums.get(series, Sum())
    return spread_of(found.counts, found.total)


def _count(sums: Sums, series: Series, bucket: int) -> int:
    found = sums.get(series)
    return found.counts[bucket] if found else 0


def _first_contact(sums: Sums) -> FirstContact:
    several, first = (_count(sums, Series.CONTACTS, each) for each in Contact)
    return FirstContact(several + first, first)


def _reopened(sums: Sums) -> Reopened:
    stayed, came_back = (_count(sums, Series.RETURNS, each) for each in Return)
    return Reopened(stayed + came_back, came_back)


def _asked_twice(sums: Sums) -> AskedTwice:
    plain, again = (_count(sums, Series.ANSWERS, each) for each in Asking)
    return AskedTwice(plain + again, again)


def _promises(sums: Sums) -> Promises:
    kept, broken, still = (_count(sums, Series.PROMISES, each) for each in Word)
    return Promises(kept + broken + still, kept, broken, still)


def _new_solved(sums: Sums) -> NewSolved:
    new, solved, reopened, back = (_count(sums, Series.FLOW, each) for each in Flow)
    return NewSolved(new, solved, reopened + back)


def _backlog(sums: Sums, before: Sums) -> Backlog:
    then, now = _new_solved(before), _new_solved(sums)
    left = sum(each.new + each.reopened - each.solved for each in (then, now))
    return Backlog(left, now.new, now.solved, now.reopened)


def _heatmap(sums: Sums) -> Heatmap:
    return Heatmap(_week(sums, Series.ARRIVALS), _week(sums, Series.BEGINNINGS))


def _week(sums: Sums, series: Series) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(_count(sums, series, day * HOURS + hour) for hour in range(HOURS)) for day in range(WEEKDAYS)
    )


def _satisfaction(sums: Sums) -> Satisfaction:
    bad, good = (_count(sums, Series.SATISFACTION, each) for each in Rating)
    return Satisfaction(good, bad)


_TELLERS: Mapping[Figure, Callable[[Sums], Told]] = {
    Figure.FIRST_ANSWER: _durations(Series.FIRST_BUSINESS, Series.FIRST_WALL),
    Figure.NEXT_ANSWER: _durations(Series.NEXT_BUSINESS, Series.NEXT_WALL),
    Figure.SOLUTION: _durations(Series.SOLUTION_BUSINESS, Series.SOLUTION_WALL),
    Figure.FIRST_CONTACT: _first_contact,
    Figure.REOPENED: _reopened,
    Figure.ASKED_TWICE: _asked_twice,
    Figure.PROMISES: _promises,
    Figure.NEW_SOLVED: _new_solved,
    Figure.HEATMAP: _heatmap,
    Figure.SATISFACTION: _satisfaction,
}


def added(every: Iterable[Sums]) -> dict[int, Sum]:
    """Add sums up, series by series."""
    found: dict[int, Sum] = {}
    for sums in every:
        for series, one in sums.items():
            found.setdefault(series, Sum()).merge(one.counts, one.counts.values(), one.total)
    return found
