"""What goes out: held so that it can be undone, claimed, sent once, reconciled when the answer was lost.

The only place where a sending state lives. It knows nothing of cases: they put a message here (``hold``) and take in
what became of it (``finished``, ``mark_taken``). The protocol stands in ``deliver``.
"""

from hilft.outbox.actions import (
    TOPIC,
    adopt,
    confirm_sent,
    doubt_all,
    forget_texts,
    hold,
    parts_of,
    report,
    resend,
    retry,
    states_of,
    take_back,
    undo,
    unfinished_of_account,
)
from hilft.outbox.deliver import Carrier
from hilft.outbox.jobs import Deliverer
from hilft.outbox.model import Delivery, DeliveryState, LogEntry, SaidToAll
from hilft.outbox.problems import NoSuchDelivery, Settled, TooLate
from hilft.outbox.request import FileRef, Request
from hilft.outbox.store import (
    by_external,
    find_delivery,
    finished,
    forget_log,
    log_of_account,
    mark_taken,
    said_to_all,
)

__all__ = [
    "TOPIC",
    "Carrier",
    "Deliverer",
    "Delivery",
    "DeliveryState",
    "FileRef",
    "LogEntry",
    "NoSuchDelivery",
    "Request",
    "SaidToAll",
    "Settled",
    "TooLate",
    "adopt",
    "by_external",
    "confirm_sent",
    "doubt_all",
    "find_delivery",
    "finished",
    "forget_log",
    "forget_texts",
    "hold",
    "log_of_account",
    "mark_taken",
    "parts_of",
    "report",
    "resend",
    "retry",
    "said_to_all",
    "states_of",
    "take_back",
    "undo",
    "unfinished_of_account",
]
