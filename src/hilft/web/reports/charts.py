"""Charts as geometry: what the template draws as SVG, without a script. Pure.

Pictures are stretched to the width there is, so they hold no words: those stand around them, and the numbers in a table
behind each of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000.0, 200.0
LEVELS = 5
_GAP = 0.25
"Of the room a group of bars has."


@dataclass(frozen=True, slots=True)
class Bar:
    """``tone``: which of the values of its group it is."""

    x: float
    y: float
    width: float
    height: float
    tone: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the week; ``level`` 0 (nothing) to 5 (the most)."""

    x: int
    y: int
    level: int


def bars(groups: Sequence[Sequence[int]]) -> list[Bar]:
    """Stand the values of each group side by side, the highest of all as high as the picture."""
    top = max((value for group in groups for value in group), default=0) or 1
    room = WIDTH / max(len(groups), 1)
    found: list[Bar] = []
    for place, group in enumerate(groups):
        width = room * (1 - _GAP) / max(len(group), 1)
        for tone, value in enumerate(group):
            height = HEIGHT * value / top
            x = place * room + room * _GAP / 2 + tone * width
            found.append(Bar(round(x, 2), round(HEIGHT - height, 2), round(width, 2), round(height, 2), tone))
    return found


def line(values: Sequence[int]) -> str:
    """Give the points of a line through the middle of each value's room, as SVG's ``points``."""
    top = max(values, default=0) or 1
    room = WIDTH / max(len(values), 1)
    return " ".join(
        f"{place * room + room / 2:.2f},{HEIGHT - HEIGHT * value / top:.2f}"
        for place, value in enumerate(values)
    )


def heat(week: Sequence[Sequence[int]]) -> list[Cell]:
    """Colour every hour by its share of the busiest one."""
    top = max((value for day in week for value in day), default=0)
    return [
        Cell(hour, day, -(-value * LEVELS // top) if value else 0)
        for day, hours in enumerate(week)
        for hour, value in enumerate(hours)
    ]
