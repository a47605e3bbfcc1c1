"""The live board: how the desk stands this moment, and what the weeks before lead one to expect.

``figures`` is one look, by small questions; whoever has many screens shares it. ``Arrivals`` keeps new cases by the
hour, ``expected_load`` says what usually comes in at an hour of the week.
"""

from hilft.board.actions import WeekPlan, expected_load, figures, listed, staffing
from hilft.board.jobs import Arrivals
from hilft.board.model import (
    AccountWaiting,
    AgentLoad,
    Figures,
    FirstAnswers,
    Lately,
    List,
    Listed,
    Load,
    Oldest,
)
from hilft.board.staffing import Gap, Hour, Staffing

__all__ = [
    "AccountWaiting",
    "AgentLoad",
    "Arrivals",
    "Figures",
    "FirstAnswers",
    "Gap",
    "Hour",
    "Lately",
    "List",
    "Listed",
    "Load",
    "Oldest",
    "Staffing",
    "WeekPlan",
    "expected_load",
    "figures",
    "listed",
    "staffing",
]
