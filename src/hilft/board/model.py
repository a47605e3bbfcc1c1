"""What the live board shows, and how its figures are made of what was read. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

from hilft.cases import written
from hilft.clocks import Kind, Measure, Target
from hilft.ids import AccountId, AgentId
from hilft.staff import Attendance, Presence

WEEKS = 8
"So many weeks before are what is usual."
DAY = timedelta(hours=24)
HOUR = timedelta(hours=1)
_P90 = 0.9


class List(StrEnum):
    """The lists behind the tiles that are no list of the inbox."""

    WAITING = "waiting"
    ANSWERS = "answers"
    PROMISES = "promises"
    ARRIVALS = "arrivals"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Listed:
    """One case of a list. ``at``: what the list is ordered by; ``minutes``: to the first answer, where it is of those."""

    id: UUID
    code: str
    customer: str
    account_handle: str
    owner_name: str | None
    text: str
    at: datetime
    minutes: Decimal | None = None

    @property
    def written_code(self) -> str:
        """The code as people write it."""
        return written(self.code)


@dataclass(frozen=True, slots=True)
class Oldest:
    """The case whose customer waits longest for words of ours."""

    code: str
    waiting_since: datetime

    @property
    def written_code(self) -> str:
        """The code as people write it."""
        return written(self.code)


@dataclass(frozen=True, slots=True)
class AccountWaiting:
    """How many customers wait on an account."""

    account_id: AccountId
    channel: str
    handle: str
    waiting: int


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """First answers given today. ``median`` and ``p90`` in minutes of ``measure``; None: nobody was answered.

    ``p90`` is the smallest time within which nine of ten were answered. ``target``: the minutes of the target for
    every case. ``timed`` of the answers had a target of their own kind, ``in_time`` of those kept it.
    """

    answers: int
    median: Decimal | None
    p90: Decimal | None
    measure: Measure
    target: Decimal | None
    timed: int
    in_time: int


@dataclass(frozen=True, slots=True)
class AgentLoad:
    """Somebody who is here or away, and how many open cases they have."""

    agent: Attendance
    open: int


@dataclass(frozen=True, slots=True)
class Lately:
    """New cases of the last 24 hours, and of the same hours of the week before, on average of so many ``weeks``."""

    count: int
    usual: Decimal | None
    weeks: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How the desk stands ``at`` this instant."""

    at: datetime
    open: int
    free: int
    oldest: Oldest | None
    waiting: tuple[AccountWaiting, ...]
    first_answer: FirstAnswers
    promises_due: int
    promises_missed: int
    agents: tuple[AgentLoad, ...]
    arrivals: Lately

    @property
    def waiting_in_all(self) -> int:
        """How many customers wait on all accounts."""
        return sum(each.waiting for each in self.waiting)

    @property
    def here(self) -> int:
        """How many are here."""
        return sum(each.agent.presence is Presence.HERE for each in self.agents)


@dataclass(frozen=True, slots=True)
class Load:
    """What usually comes in, by weekday (0 is Monday) and hour of the brand's zone, as new cases an hour."""

    by_hour: Mapping[tuple[int, int], Decimal]
    weeks: int


def general_target(targets: Iterable[Target]) -> Target | None:
    """Give the target of first answers that holds for every case."""
    return next(
        (
            each
            for each in targets
            if each.kind is Kind.FIRST_ANSWER
            and each.account_id is None
            and not each.tag
            and not each.priority
        ),
        None,
    )


def first_answers(
    minutes: Sequence[Decimal], marks: Iterable[str | None], target: Target | None
) -> FirstAnswers:
    """Sum today's first answers up."""
    timed = [mark for mark in marks if mark is not None]
    ordered = sorted(minutes)
    return FirstAnswers(
        answers=len(ordered),
        median=Decimal(median(ordered)) if ordered else None,
        p90=ordered[math.ceil(_P90 * len(ordered)) - 1] if ordered else None,
        measure=target.measure if target else Measure.BUSINESS,
        target=target.minutes if target else None,
        timed=len(timed),
        in_time=sum(mark != "broken" for mark in timed),
    )


def windows(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """Give the same time of the same weekday in the weeks before, on the wall's clock of ``zone``."""
    local = now.astimezone(zone).replace(tzinfo=None)
    return [
        (local - timedelta(weeks=week)).replace(tzinfo=zone).astimezone(now.tzinfo)
        for week in range(1, WEEKS + 1)
    ]


def usual(counts: Mapping[datetime, int], ends: Sequence[datetime], since: datetime | None) -> Lately:
    """Say what usually came in within 24 hours before such an instant; ``counts`` by the hour's beginning.

    Of the hours at both edges the part that lies inside counts. Weeks before ``since``, when nothing was kept yet,
    are left out.
    """
    known = [end for end in ends if since is not None and end - DAY >= since]
    seconds = 0
    for end in known:
        for hour, cases in counts.items():
            if end - DAY - HOUR < hour < end:
                inside = min(hour + HOUR, end) - max(hour, end - DAY)
                seconds += cases * int(inside.total_seconds())
    total = Decimal(seconds) / 3600
    return Lately(0, total / len(known) if known else None, len(known))


def load(counts: Mapping[datetime, int], since: datetime | None, now: datetime, zone: ZoneInfo) -> Load:
    """Average new cases by weekday and hour over the weeks known, at most ``WEEKS``, at least one."""
    if since is None:
        return Load({}, 0)
    weeks = max(1, min(WEEKS, math.ceil((now - since) / timedelta(weeks=1))))
    begin = now - timedelta(weeks=weeks)
    sums: dict[tuple[int, int], int] = {}
    for hour, cases in counts.items():
        if hour >= begin:
            local = hour.astimezone(zone)
            place = (local.weekday(), local.hour)
            sums[place] = sums.get(place, 0) + cases
    return Load({place: Decimal(cases) / weeks for place, cases in sums.items()}, weeks)


def loads_of(team: Iterable[Attendance], open_by_agent: Mapping[AgentId, int]) -> tuple[AgentLoad, ...]:
    """Give those who are here, then those who are away, and what they have."""
    return tuple(
        AgentLoad(each, open_by_agent.get(each.id, 0)) for each in team if each.presence is not Presence.OFF
    )
