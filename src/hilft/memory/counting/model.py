"""What became of hints, and the rate told from it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hilft.ids import AgentId


class Outcome(StrEnum):
    """What the agent made of the hint that something is known."""

    SENT = "sent"
    "The question went out all the same."
    TAKEN = "taken"
    "The known answer was taken over; nothing was asked."
    ON_PURPOSE = "on_purpose"
    "It was asked on purpose, with a reason."


class AskedBy(StrEnum):
    """What the rate is grouped by."""

    AGENT = "agent"
    TEAM = "team"
    CHANNEL = "channel"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many answers one agent sent on one channel in one week (its Monday, in the brand's zone)."""

    agent_id: AgentId
    channel: str
    week: date
    answers: int


@dataclass(frozen=True, slots=True)
class EventCount:
    """Events of one agent on one channel in one week; ``again`` counts the answers that asked something known."""

    agent_id: AgentId
    channel: str
    week: date
    again: int
    sent: int
    taken: int
    on_purpose: int


@dataclass(frozen=True, slots=True)
class AskedRate:
    """One row of the figures. ``group`` is an agent's id, a team's name, a channel, or the Monday of a week."""

    group: str
    answers: int
    again: int
    "Answers that asked at least one thing the customer had told before."
    sent: int
    taken: int
    on_purpose: int

    @property
    def rate(self) -> float | None:
        """Give the share of answers that asked again, 0 to 1; None when nothing was answered."""
        return self.again / self.answers if self.answers else None


def rates(
    answers: Iterable[AnswerCount], events: Iterable[EventCount], by: AskedBy, teams: Mapping[AgentId, str]
) -> list[AskedRate]:
    """Add up what was counted, group by group in the order of their names."""
    sums: dict[str, Counter[str]] = {}
    for answer in answers:
        sums.setdefault(_group(answer, by, teams), Counter())["answers"] += answer.answers
    for event in events:
        counted = sums.setdefault(_group(event, by, teams), Counter())
        counted.update(
            {"again": event.again, "sent": event.sent, "taken": event.taken, "on_purpose": event.on_purpose}
        )
    return [
        AskedRate(group, each["answers"], each["again"], each["sent"], each["taken"], each["on_purpose"])
        for group, each in sorted(sums.items())
    ]


def _group(count: AnswerCount | EventCount, by: AskedBy, teams: Mapping[AgentId, str]) -> str:
    match by:
        case AskedBy.AGENT:
            return str(count.agent_id)
        case AskedBy.TEAM:
            return teams.get(count.agent_id, "")
        case AskedBy.CHANNEL:
            return count.channel
        case AskedBy.WEEK:
            return count.week.isoformat()
