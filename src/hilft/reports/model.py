"""What is counted: points of a case, and the sums they add up to. Pure."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Figure(StrEnum):
    """What can be asked for; docs/figures.md says what each one means."""

    FIRST_ANSWER = "first_answer"
    NEXT_ANSWER = "next_answer"
    SOLUTION = "solution"
    FIRST_CONTACT = "first_contact"
    REOPENED = "reopened"
    ASKED_TWICE = "asked_twice"
    PROMISES = "promises"
    NEW_SOLVED = "new_solved"
    BACKLOG = "backlog"
    HEATMAP = "heatmap"
    SATISFACTION = "satisfaction"


class Series(IntEnum):
    """What sums are kept of. Durations are histograms; the others count by a small number of their own."""

    FIRST_BUSINESS = 1
    FIRST_WALL = 2
    NEXT_BUSINESS = 3
    NEXT_WALL = 4
    SOLUTION_BUSINESS = 5
    SOLUTION_WALL = 6
    FLOW = 7
    CONTACTS = 8
    RETURNS = 9
    ANSWERS = 10
    PROMISES = 11
    ARRIVALS = 12
    BEGINNINGS = 13
    SATISFACTION = 14


class Flow(IntEnum):
    """How cases come and go."""

    NEW = 0
    SOLVED = 1
    REOPENED = 2
    BACK = 3
    "Back on the desk without anybody's asking: an answer was refused, a waiting case was joined in."


class Contact(IntEnum):
    """Of cases at rest that somebody was answered in: whether once was enough."""

    SEVERAL = 0
    FIRST = 1


class Return(IntEnum):
    """Of each time a case was called solved: whether it came back."""

    STAYED = 0
    CAME_BACK = 1


class Asking(IntEnum):
    """Of each answer: whether it asked for something that was known."""

    PLAIN = 0
    AGAIN = 1


class Word(IntEnum):
    """How a promise ended."""

    KEPT = 0
    BROKEN = 1
    OPEN = 2


class Rating(IntEnum):
    """What a customer said when the case was solved."""

    BAD = 0
    GOOD = 1


SERIES: dict[Figure, tuple[Series, ...]] = {
    Figure.FIRST_ANSWER: (Series.FIRST_BUSINESS, Series.FIRST_WALL),
    Figure.NEXT_ANSWER: (Series.NEXT_BUSINESS, Series.NEXT_WALL),
    Figure.SOLUTION: (Series.SOLUTION_BUSINESS, Series.SOLUTION_WALL),
    Figure.FIRST_CONTACT: (Series.CONTACTS,),
    Figure.REOPENED: (Series.RETURNS,),
    Figure.ASKED_TWICE: (Series.ANSWERS,),
    Figure.PROMISES: (Series.PROMISES,),
    Figure.NEW_SOLVED: (Series.FLOW,),
    Figure.BACKLOG: (Series.FLOW,),
    Figure.HEATMAP: (Series.ARRIVALS, Series.BEGINNINGS),
    Figure.SATISFACTION: (Series.SATISFACTION,),
}

HOURS = 24
"Arrivals are counted by weekday times 24 plus hour, Monday 0."


class Dimension(StrEnum):
    """By what sums are kept, besides all together."""

    ALL = "all"
    ACCOUNT = "account"
    AGENT = "agent"
    TAG = "tag"
    LANGUAGE = "language"


class Grain(StrEnum):
    DAY = "day"
    MONTH = "month"


class Point(NamedTuple):
    """One thing that counts: on which day (`date.toordinal`), in which bucket, how many milliseconds, whose doing."""

    series: int
    day: int
    bucket: int
    amount: int
    agent: str


class Place(NamedTuple):
    """Which row of sums; the fields are its key."""

    series: int
    dimension: str
    grain: str
    day: date
    key: str


@dataclass(slots=True)
class Sum:
    """How many in each bucket, and all amounts together in milliseconds."""

    counts: Counter[int] = field(default_factory=Counter)
    total: int = 0

    def add(self, bucket: int, count: int, amount: int) -> None:
        self.counts[bucket] += count
        self.total += amount

    def merge(self, buckets: Iterable[int], counts: Iterable[int], total: int) -> None:
        """Add what a row holds."""
        known = self.counts
        for bucket, count in zip(buckets, counts, strict=True):
            known[bucket] = known.get(bucket, 0) + count
        self.total += total

    def rest(self) -> list[tuple[int, int]]:
        """Give what is left, in the order of buckets; nothing of what cancelled out."""
        return sorted((bucket, count) for bucket, count in self.counts.items() if count)


@dataclass(frozen=True, slots=True)
class Counted:
    """What of one case went into the sums; kept, so that it can be taken out again."""

    account: str
    language: str
    tags: tuple[str, ...]
    points: tuple[Point, ...]

    def written(self) -> str:
        """Write it down, the same always as the same text; nothing when there is nothing."""
        if not self.points:
            return ""
        agents = sorted({point.agent for point in self.points})
        place = {agent: number for number, agent in enumerate(agents)}
        points = sorted([*point[:4], place[point.agent]] for point in self.points)
        return json.dumps(
            [self.account, self.language, self.tags, agents, points],
            separators=(",", ":"),
            ensure_ascii=False,
        )


def read_counted(text: str) -> Counted | None:
    """Read what `Counted.written` wrote; None: nothing."""
    if not text:
        return None
    account, language, tags, agents, points = json.loads(text)
    return Counted(
        account,
        language,
        tuple(tags),
        tuple(
            Point(series, day, bucket, amount, agents[agent]) for series, day, bucket, amount, agent in points
        ),
    )


def difference(before: Counted | None, after: Counted | None, sums: dict[Place, Sum]) -> None:
    """Add to ``sums`` what changes when a case counts so and no longer as before. A day's sums; see `by_month`."""
    for counted, sign in ((before, -1), (after, 1)):
        if counted is not None:
            for point in counted.points:
                day = date.fromordinal(point.day)
                for dimension, key in _groups(counted, point):
                    row = sums.setdefault(Place(point.series, dimension, Grain.DAY.value, day, key), Sum())
                    row.add(point.bucket, sign, sign * point.amount)


def _groups(counted: Counted, point: Point) -> Iterator[tuple[str, str]]:
    """Give the groups a point belongs to; a case without a tag stands under an empty one."""
    yield "all", ""
    yield "account", counted.account
    yield "agent", point.agent
    yield "language", counted.language
    for tag in counted.tags or ("",):
        yield "tag", tag


def by_month(sums: dict[Place, Sum]) -> dict[Place, Sum]:
    """Add the days of a month up."""
    months: dict[Place, Sum] = {}
    for place, row in sums.items():
        month = place._replace(grain=Grain.MONTH.value, day=place.day.replace(day=1))
        months.setdefault(month, Sum()).merge(row.counts, row.counts.values(), row.total)
    return months
