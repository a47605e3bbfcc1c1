"""From the history of a case to the points that count. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from hilft.hours import EARLIEST, LATEST
from hilft.ids import AgentId, CaseId
from hilft.reports.history import History, Kept, Line, Moment, Span, What, history_of
from hilft.reports.model import HOURS, Asking, Contact, Counted, Flow, Point, Rating, Return, Series, Word
from hilft.reports.sketch import bucket_of

_MILLISECOND = timedelta(milliseconds=1)
_LONGEST_LANGUAGE = 8
_WORDS = {"kept": Word.KEPT, "broken": Word.BROKEN, "open": Word.OPEN}


class Calendar(Protocol):
    """Which time counts as business time."""

    def minutes_between(self, start: datetime, end: datetime, /) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message that counts: asked, taken down, or answered by a person."""

    case_id: CaseId
    at: datetime
    inbound: bool
    agent_id: AgentId | None
    language: str
    asks_again: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise that was not withdrawn."""

    case_id: CaseId
    agent_id: AgentId
    due_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Rated:
    """What the customer of a case said of it, and whose it was."""

    case_id: CaseId
    at: datetime
    good: bool
    agent_id: AgentId | None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything of one case that figures are made of."""

    kept: Kept
    spoken: Sequence[Spoken] = ()
    lines: Sequence[Line] = ()
    promised: Sequence[Promised] = ()
    rated: Sequence[Rated] = ()


def counted_of(story: Story, calendar: Calendar, zone: ZoneInfo) -> Counted | None:
    """Give what of a case counts; None: nothing does.

    A case joined into another counts there, one in which no customer ever asked us anything counts nowhere.
    """
    kept = story.kept
    asked = [each for each in story.spoken if each.inbound]
    if kept.joined_into_id is not None or not asked:
        return None
    found = history_of(kept, [_moment(each) for each in story.spoken], story.lines)
    counting = _Counting(kept, calendar, zone)
    points = [
        *counting.turns(found),
        *counting.solution(found),
        *counting.flow(found),
        *counting.answers(story.spoken),
        *counting.promises(story.promised),
        *counting.arrivals(asked),
        *counting.ratings(story.rated),
    ]
    return Counted(str(kept.account_id), _language(asked), tuple(sorted(kept.tags)), tuple(points))


def _moment(each: Spoken) -> Moment:
    if not each.inbound:
        return Moment(_within(each.at), What.ANSWERED, each.agent_id)
    return Moment(_within(each.at), What.ASKED if each.agent_id is None else What.TOLD, each.agent_id)


def _within(at: datetime) -> datetime:
    """Networks tell any time; business time is known for the years a calendar covers."""
    return min(max(at, EARLIEST + timedelta(days=1)), LATEST - timedelta(days=1))


def _language(asked: Iterable[Spoken]) -> str:
    """Give the language of the first words that have one, without its country."""
    found = next((each.language for each in asked if each.language), "")
    return found.replace("_", "-").partition("-")[0].lower()[:_LONGEST_LANGUAGE]


@dataclass(frozen=True, slots=True)
class _Counting:
    kept: Kept
    calendar: Calendar
    zone: ZoneInfo

    def turns(self, found: History) -> Iterator[Point]:
        for turn in found.turns:
            business, wall = (
                (Series.FIRST_BUSINESS, Series.FIRST_WALL)
                if turn.first
                else (Series.NEXT_BUSINESS, Series.NEXT_WALL)
            )
            yield from self._durations(business, wall, turn.spans, turn.answered_at, turn.agent_id)

    def solution(self, found: History) -> Iterator[Point]:
        """A case that is at rest now, once, at its last rest; one that nobody was ever answered in counts not."""
        if not found.at_rest or not found.contacts:
            return
        last = found.rests[-1]
        agent_id = last.agent_id or self.kept.owner_id
        yield from self._durations(
            Series.SOLUTION_BUSINESS, Series.SOLUTION_WALL, found.work, last.at, agent_id
        )
        again = found.several or bool(found.reopened)
        yield self._point(Series.CONTACTS, last.at, Contact.SEVERAL if again else Contact.FIRST, agent_id)

    def flow(self, found: History) -> Iterator[Point]:
        assert found.asked_at is not None  # somebody asked
        owner = self.kept.owner_id
        yield self._point(Series.FLOW, found.asked_at, Flow.NEW, owner)
        yield self._point(Series.BEGINNINGS, found.asked_at, self._hour(found.asked_at), owner)
        for at in found.reopened:
            yield self._point(Series.FLOW, at, Flow.REOPENED, owner)
        for at in found.back:
            yield self._point(Series.FLOW, at, Flow.BACK, owner)
        for rest in found.rests:
            yield self._point(Series.FLOW, rest.at, Flow.SOLVED, owner)
            came = Return.CAME_BACK if rest.came_back else Return.STAYED
            yield self._point(Series.RETURNS, rest.at, came, rest.agent_id or owner)

    def answers(self, spoken: Iterable[Spoken]) -> Iterator[Point]:
        for each in spoken:
            if not each.inbound and each.agent_id is not None:
                again = Asking.AGAIN if each.asks_again else Asking.PLAIN
                yield self._point(Series.ANSWERS, _within(each.at), again, each.agent_id)

    def promises(self, promised: Iterable[Promised]) -> Iterator[Point]:
        for each in promised:
            yield self._point(Series.PROMISES, _within(each.due_at), _WORDS[each.state], each.agent_id)

    def ratings(self, rated: Iterable[Rated]) -> Iterator[Point]:
        for each in rated:
            said = Rating.GOOD if each.good else Rating.BAD
            yield self._point(Series.SATISFACTION, _within(each.at), said, each.agent_id)

    def arrivals(self, asked: Iterable[Spoken]) -> Iterator[Point]:
        for each in asked:
            at = _within(each.at)
            yield self._point(Series.ARRIVALS, at, self._hour(at), self.kept.owner_id)

    def _durations(
        self, business: Series, wall: Series, spans: Iterable[Span], at: datetime, agent_id: AgentId | None
    ) -> Iterator[Point]:
        real = sum((end - start for start, end in spans), timedelta())
        minutes = sum((self.calendar.minutes_between(*span) for span in spans), Decimal(0))
        for series, amount in ((business, int(minutes * 60_000)), (wall, real // _MILLISECOND)):
            yield self._point(series, at, bucket_of(amount), agent_id, amount)

    def _hour(self, at: datetime) -> int:
        here = at.astimezone(self.zone)
        return here.weekday() * HOURS + here.hour

    def _point(
        self, series: Series, at: datetime, bucket: int, agent_id: AgentId | None, amount: int = 0
    ) -> Point:
        agent = str(agent_id) if agent_id is not None else ""
        return Point(int(series), at.astimezone(self.zone).date().toordinal(), int(bucket), amount, agent)
