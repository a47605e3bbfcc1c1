"""Who is here, away or off: said by themselves, or seen by what they do; and how the brand's team works."""

from hilft.staff.presence.actions import (
    away_who_is_idle,
    chosen_to_give,
    presences,
    save_team_rules,
    set_presence,
    stir,
    team_rules,
)
from hilft.staff.presence.model import Attendance, TeamRules, default_rules
from hilft.staff.presence.problems import (
    BadReason,
    BadTeamRule,
    ReasonNeedsAway,
    TooManyReasons,
    UnknownReason,
)

__all__ = [
    "Attendance",
    "BadReason",
    "BadTeamRule",
    "ReasonNeedsAway",
    "TeamRules",
    "TooManyReasons",
    "UnknownReason",
    "away_who_is_idle",
    "chosen_to_give",
    "default_rules",
    "presences",
    "save_team_rules",
    "set_presence",
    "stir",
    "team_rules",
]
