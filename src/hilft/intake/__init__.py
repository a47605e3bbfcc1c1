"""What comes in: received and kept once, read by its channel, given to a case.

Push and pull end in the same `receive`; only after its commit a webhook is answered or a cursor moved. What cannot
be read is kept with its error and shown to an administrator, never dropped.
"""

from hilft.intake.actions.batch import Batcher, Beside, Overloaded
from hilft.intake.actions.context import KIND as READ_THREAD
from hilft.intake.actions.context import ThreadJob
from hilft.intake.actions.digest import Digestion
from hilft.intake.actions.keeping import NoSuchReceipt, raw, receipts, retry
from hilft.intake.actions.listen import Listeners
from hilft.intake.actions.receive import TOPIC, receive
from hilft.intake.jobs import beats
from hilft.intake.model import ReceiptLine, ReceiptState

__all__ = [
    "READ_THREAD",
    "TOPIC",
    "Batcher",
    "Beside",
    "Digestion",
    "Listeners",
    "NoSuchReceipt",
    "Overloaded",
    "ReceiptLine",
    "ReceiptState",
    "ThreadJob",
    "beats",
    "raw",
    "receipts",
    "receive",
    "retry",
]
