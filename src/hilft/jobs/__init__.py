"""The work loop: what runs later or again, by lease, in the transaction that caused it.

``enqueue`` writes a job in the caller's transaction; a ``WorkLoop`` runs the handlers registered for its kind, and
the ``Beat``s that come round. A handler may run more than once; the effect of a transactional one happens once.
"""

from hilft.jobs.actions import discard, enqueue, failed, retry
from hilft.jobs.loop import WorkLoop
from hilft.jobs.model import TOPIC, Beat, FailedJob, Job, LeaseLost
from hilft.jobs.way import Way

__all__ = [
    "TOPIC",
    "Beat",
    "FailedJob",
    "Job",
    "LeaseLost",
    "Way",
    "WorkLoop",
    "discard",
    "enqueue",
    "failed",
    "retry",
]
