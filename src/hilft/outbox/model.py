"""What is on its way out: a delivery, what was frozen for it, and the rules of its states. Pure."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from hilft.channels import MessageRef
from hilft.ids import AccountId, BrandId, ConversationId, DeliveryId, MessageId
from hilft.outbox.request import Request, read_ref


class DeliveryState(StrEnum):
    """Where a delivery stands.

    ``sending`` with an expired lease means *in doubt*: the request may have left, nobody knows what became of it.
    """

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNDONE = "undone"


_S = DeliveryState

MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    _S.HELD: frozenset({_S.SENDING, _S.UNDONE, _S.UNKNOWN}),
    _S.QUEUED: frozenset({_S.SENDING, _S.SENT, _S.UNKNOWN, _S.UNDONE}),
    _S.SENDING: frozenset({_S.SENT, _S.REFUSED, _S.QUEUED, _S.SENDING, _S.UNKNOWN}),
    _S.UNKNOWN: frozenset({_S.QUEUED, _S.SENT}),
    _S.REFUSED: frozenset({_S.QUEUED, _S.SENT}),
    _S.SENT: frozenset({_S.REFUSED}),
    _S.UNDONE: frozenset(),
}
"""Which state may follow which.

From ``queued`` to ``undone``: only what was never given to the network. From ``queued`` and ``refused`` straight to ``sent``: our own post came back from the network, or a worker that had
lost its lease learnt that it was accepted. That is a fact about the network and always wins. From ``held`` and ``queued``
to ``unknown``: this desk is a copy, and the other one may have sent it. From ``sent`` to
``refused``: the network reported later that it could not deliver what it had taken.
"""


def may_move(before: DeliveryState, after: DeliveryState) -> bool:
    return after in MOVES[before]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of ``deliveries``. ``reason`` is an English sentence of the channel or of this room (a msgid where it is fixed)."""

    brand_id: BrandId
    id: DeliveryId
    message_id: MessageId
    conversation_id: ConversationId
    account_id: AccountId
    state: DeliveryState
    request: dict[str, Any]
    run_at: datetime
    "When it may leave; while it is held: when the time to undo ends."
    attempts: int
    lease_until: datetime | None
    first_tried_at: datetime | None
    "When its key was first given to the network; None while the network certainly does not have it."
    external_id: str | None
    ref: dict[str, Any] | None
    reason: str
    created_at: datetime
    finished_at: datetime | None
    taken_at: datetime | None
    delivered_at: datetime | None
    "When the network told that the person has it; None: it did not tell."

    @property
    def to_send(self) -> Request:
        """What was frozen when the agent pressed send."""
        return Request.from_json(self.request)

    @property
    def message(self) -> MessageRef | None:
        """Under which reference the network has it, once sent."""
        return read_ref(self.ref) if self.ref else None

    @property
    def occurred_at(self) -> datetime | None:
        """When the network says it was posted."""
        return datetime.fromisoformat(self.ref["occurred_at"]) if self.ref else None


@dataclass(frozen=True, slots=True)
class Claim(Delivery):
    """A delivery that this worker, and nobody else, may now carry; valid until ``lease_until``."""

    tried_before: datetime | None
    "``first_tried_at`` as it was before this claim."
    in_doubt: bool
    "Whether an earlier attempt may have arrived: find out before anything is sent."


@dataclass(frozen=True, slots=True)
class SaidToAll:
    """Something an account said to everybody. ``external_id`` None: it is being said, nobody knows its names yet."""

    id: DeliveryId
    message_id: MessageId
    account_id: AccountId
    external_id: str | None
    ref: dict[str, Any] | None

    @property
    def names(self) -> frozenset[str]:
        """Every name under which the network speaks of it."""
        return frozenset(read_ref(self.ref).names) | {self.external_id or ""} if self.ref else frozenset()


@dataclass(frozen=True, slots=True)
class Lane:
    """An account's way out, shared by all workers."""

    paced_until: datetime | None
    wait_until: datetime | None


@dataclass(frozen=True, slots=True)
class InFlight:
    """Deliveries of an account that are being carried, and those whose carrier let its lease run out."""

    busy: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class WaitingLane:
    """An account with something to do, and from when on."""

    brand_id: BrandId
    account_id: AccountId
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What one attempt or report came to; ``outcome`` is one of `outcome.WORDS` or a network's `Fate`."""

    id: uuid.UUID
    at: datetime
    outcome: str
    detail: str
    delivery_id: DeliveryId
    message_id: MessageId
    state: DeliveryState
    "Where the delivery stands today."
    attempts: int
    external_id: str | None
    opening: str
    "The first 80 characters of what was sent."
