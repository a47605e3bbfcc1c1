"""Who is given the next free case. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hilft.ids import AgentId


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who is here. ``given_at``: when they were given a case last, None: never."""

    id: AgentId
    open: int
    given_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """``why``: ``only``, ``fewest`` or ``longest``; it stands on the case's timeline."""

    taker: Taker
    why: str


def chosen(takers: Sequence[Taker], most_open: int) -> Choice | None:
    """Choose by least open cases, then by longest without; None: nobody is here, or everybody has ``most_open``.

    ``most_open`` 0: there is no end.
    """
    able = [each for each in takers if not most_open or each.open < most_open]
    if not able:
        return None
    least = min(each.open for each in able)
    equal = [each for each in able if each.open == least]
    first = min(equal, key=lambda each: (each.given_at is not None, each.given_at, each.id))
    if len(able) == 1:
        return Choice(first, "only")
    return Choice(first, "fewest" if len(equal) == 1 else "longest")
