"""Figures: what the work adds up to, by day and month, as histograms that can be added.

``Counting`` follows the timeline by a job of its own and counts each case as it is now; ``report`` tells a figure of any
period from the sums. docs/figures.md says what each figure means.
"""

from hilft.reports.actions.tell import Wish, figure_of, overview, report
from hilft.reports.jobs import Counting
from hilft.reports.model import Dimension, Figure
from hilft.reports.period import GROUPS, STEPS, Period, Step
from hilft.reports.problems import (
    BadDay,
    EndsBeforeItBegins,
    NoSuchFigure,
    PeriodOutOfRange,
    PeriodTooLong,
    TooManyDays,
    UnknownFormat,
    UnknownGroup,
)
from hilft.reports.sketch import ERROR, Band, Spread
from hilft.reports.table import csv_of, file_name, in_minutes
from hilft.reports.telling import (
    AskedTwice,
    Backlog,
    Durations,
    FirstContact,
    Group,
    Heatmap,
    NewSolved,
    Overview,
    Promises,
    Reopened,
    Report,
    Satisfaction,
    Told,
)

__all__ = [
    "ERROR",
    "GROUPS",
    "STEPS",
    "AskedTwice",
    "Backlog",
    "BadDay",
    "Band",
    "Counting",
    "Dimension",
    "Durations",
    "EndsBeforeItBegins",
    "Figure",
    "FirstContact",
    "Group",
    "Heatmap",
    "NewSolved",
    "NoSuchFigure",
    "Overview",
    "Period",
    "PeriodOutOfRange",
    "PeriodTooLong",
    "Promises",
    "Reopened",
    "Report",
    "Satisfaction",
    "Spread",
    "Step",
    "Told",
    "TooManyDays",
    "UnknownFormat",
    "UnknownGroup",
    "Wish",
    "csv_of",
    "figure_of",
    "file_name",
    "in_minutes",
    "overview",
    "report",
]
