"""Who is here, away or off: said by themselves, or seen by what they do; and how the brand's team works."""

from hilft.staff.presence.actions import (
    away_who_is_idle,
    chosen_to_give,
    presence_rules,
    presences,
    save_presence_rules,
    set_presence,
    stir,
)
from hilft.staff.presence.model import Attendance, PresenceRules, default_rules
from hilft.staff.presence.problems import (
    BadReason,
    BadRule,
    ReasonNeedsAway,
    TooManyReasons,
    UnknownReason,
)

__all__ = [
    "Attendance",
    "BadReason",
    "BadRule",
    "PresenceRules",
    "ReasonNeedsAway",
    "TooManyReasons",
    "UnknownReason",
    "away_who_is_idle",
    "chosen_to_give",
    "default_rules",
    "presence_rules",
    "presences",
    "save_presence_rules",
    "set_presence",
    "stir",
]
