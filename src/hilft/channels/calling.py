"""What a telephone system tells of a call, in the contract's words."""

from dataclasses import dataclass
from enum import StrEnum


class CallStep(StrEnum):
    """How far one leg of a call is."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CallTold:
    """One step of one leg. A transferred call has several legs: the same ``call``, another ``leg``."""

    call: str
    leg: str
    step: CallStep
    number: str
    "Of the other side, E.164; empty where it is suppressed."
    line: str = ""
    "Our number that was called, E.164 where it is one."
    incoming: bool = True
    users: tuple[str, ...] = ()
    "Extensions or user ids it rings at, or who answered: whatever the system calls them."
    cause: str = ""
    "Why it ended, in the system's own word."
