"""Presence as colleagues see it, and the rules of a brand's team. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from hilft.ids import AgentId
from hilft.staff.model import Presence, Role
from hilft.staff.presence.problems import BadReason, BadRule, TooManyReasons

WRITTEN_EVERY = timedelta(seconds=30)
"How often at most activity is written down."
LONGEST_REASON = 40
MOST_REASONS = 12
LONGEST_AWAY = 1440
MOST_OPEN = 1000
MOST_PER_HOUR = 1000


@dataclass(frozen=True, slots=True)
class Attendance:
    """One of the team, and since when they are here, away or off."""

    id: AgentId
    login: str
    name: str
    initials: str
    photo: str
    role: Role
    presence: Presence
    away_reason: str
    "One of the brand's reasons, as it was chosen; empty: none was given."
    away_by_itself: bool
    "The desk saw that they did nothing; their next step brings them back."
    presence_at: datetime | None
    active_at: datetime | None
    given_at: datetime | None

    @property
    def first_name(self) -> str:
        """How colleagues call them."""
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class PresenceRules:
    """How the team of a brand works."""

    away_after: int
    "Minutes without activity after which somebody is away; 0: never."
    reasons: tuple[str, ...]
    giving: bool
    "Whether free cases are given to those here."
    most_open: int
    "Whoever has so many open cases is given no more; 0: no end."
    per_hour: Decimal
    "How many new cases one agent sees to in an hour."

    @property
    def idle(self) -> timedelta | None:
        """Say after how long without activity somebody is away; None: never."""
        return timedelta(minutes=self.away_after) if self.away_after else None


def default_rules(language: str) -> PresenceRules:
    """Give the rules of a brand that has written none; ``language`` is the brand's."""
    german = language.lower().startswith("de")
    reasons = ("Pause", "Telefonat", "Besprechung", "Schulung")
    english = ("Break", "Phone call", "Meeting", "Training")
    return PresenceRules(30, reasons if german else english, giving=False, most_open=0, per_hour=Decimal(6))


def checked_rules(rules: PresenceRules) -> PresenceRules:
    """Raises ``BadReason``, ``TooManyReasons`` or ``BadRule``; gives the reasons trimmed, each once."""
    reasons = tuple(dict.fromkeys(" ".join(each.split()) for each in rules.reasons))
    if len(reasons) > MOST_REASONS:
        raise TooManyReasons(limit=MOST_REASONS)
    if not all(1 <= len(each) <= LONGEST_REASON and each.isprintable() for each in reasons):
        raise BadReason(limit=LONGEST_REASON)
    if not 0 <= rules.away_after <= LONGEST_AWAY:
        raise BadRule(what="Minutes until away", least=0, most=LONGEST_AWAY)
    if not 0 <= rules.most_open <= MOST_OPEN:
        raise BadRule(what="Open cases at most", least=0, most=MOST_OPEN)
    if not rules.per_hour.is_finite() or not Decimal("0.1") <= rules.per_hour <= MOST_PER_HOUR:
        raise BadRule(what="Cases an hour", least="0.1", most=MOST_PER_HOUR)
    return replace(rules, reasons=reasons, per_hour=round(rules.per_hour, 2))
