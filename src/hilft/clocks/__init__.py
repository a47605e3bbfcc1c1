"""Clocks: how long a customer may wait for an answer and a solution, what is at risk, what was missed.

``follow`` brings a case's clocks to what the case adds up to: called wherever a case's row is written, idempotent.
``put_targets`` says how long is allowed, ``begin`` and ``end`` run clocks of single things: promises, call-backs.
"""

from hilft.clocks.actions.follow import DUE, begin, clocks_of, end, follow, having_clocks, shown
from hilft.clocks.actions.target import PRIORITIES, REPLAN, drop_target, put_targets, replan, targets_of
from hilft.clocks.model import Clock, ClockState, Facts, Kind, Mark, Measure, Target, Verdict
from hilft.clocks.problems import BadTarget, NoSuchTarget, SameTargetTwice, TargetBelowOne

__all__ = [
    "DUE",
    "PRIORITIES",
    "REPLAN",
    "BadTarget",
    "Clock",
    "ClockState",
    "Facts",
    "Kind",
    "Mark",
    "Measure",
    "NoSuchTarget",
    "SameTargetTwice",
    "Target",
    "TargetBelowOne",
    "Verdict",
    "begin",
    "clocks_of",
    "drop_target",
    "end",
    "follow",
    "having_clocks",
    "put_targets",
    "replan",
    "shown",
    "targets_of",
]
