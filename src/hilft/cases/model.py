"""A case: one problem of one customer, over all channels, from first word to solved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hilft.accounts import Account
from hilft.cases.codes import written
from hilft.channels import InboundEvent, Visibility
from hilft.ids import AccountId, AgentId, BrandId, CaseId, ConversationId, HandleId, MessageId


class CaseState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class DraftKind(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Case:
    """The row a timeline adds up to."""

    id: CaseId
    brand_id: BrandId
    code: str
    handle_id: HandleId
    account_id: AccountId
    state: CaseState
    owner_id: AgentId | None
    waiting_since: datetime | None
    snoozed_until: datetime | None
    queue_at: datetime
    opened_at: datetime
    solved_at: datetime | None
    closed_at: datetime | None
    last_message_id: MessageId | None
    last_message_at: datetime | None
    follows_id: CaseId | None
    joined_into_id: CaseId | None
    participants: int
    version: int
    priority: str = "normal"
    tags: list[str] = field(default_factory=list)
    waiting_for: str = ""
    "The third party a waiting case waits for; empty while it is the customer."
    risk: str = ""
    "How the worst of its running clocks stands: ``at_risk``, ``broken`` or empty."
    due_at: datetime | None = None
    "When the first of its running clocks is due."

    @property
    def written_code(self) -> str:
        """The code as people write it: ``K7Q-4PXM``."""
        return written(self.code)


def bumped(case: Case) -> Case:
    """Give the case as one in which something new stands."""
    return replace(case, version=case.version + 1)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The part of a case that runs in one thread with one visibility class."""

    brand_id: BrandId
    id: ConversationId
    case_id: CaseId
    account_id: AccountId
    scope: str
    thread_key: str
    visibility: Visibility
    partner: str
    opened_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether somebody waits: computed from the messages, so arrival order does not matter."""

    waiting_since: datetime | None
    answered_at: datetime | None
    last_message_id: MessageId | None
    last_message_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """When people talked in a case: ``answers`` the newest twenty of ours, the oldest of them first."""

    asked_at: datetime | None
    first_answer_at: datetime | None
    answers: list[datetime]


def state_after(state: CaseState, standing: Standing) -> CaseState:
    """Give the state that follows from who spoke last; solved and closed are left only by `reopens`."""
    if state in {CaseState.SOLVED, CaseState.CLOSED}:
        return state
    if standing.waiting_since is not None:
        return CaseState.OPEN
    return CaseState.WAITING if standing.answered_at is not None else state


def standing_so(case: Case, standing: Standing, now: datetime, *, spoken: bool) -> Case:
    """Give the case as its messages make it; ``spoken``: something was said, so a page read before is stale."""
    state, queue_at = state_after(case.state, standing), case.queue_at
    if state is CaseState.OPEN and standing.waiting_since is not None:
        queue_at = standing.waiting_since
    elif state is not case.state:
        queue_at = now
    return replace(
        case,
        state=state,
        waiting_since=standing.waiting_since if state is CaseState.OPEN else None,
        queue_at=queue_at,
        last_message_id=standing.last_message_id,
        last_message_at=standing.last_message_at,
        version=case.version + (1 if spoken else 0),
        waiting_for=case.waiting_for if state is CaseState.WAITING else "",
    )


def may_reopen(case: Case, now: datetime, window: timedelta) -> bool:
    """Whether a customer's word still belongs to this case; later it opens a new one linked to it."""
    if case.state in {CaseState.OPEN, CaseState.WAITING}:
        return True
    since = case.closed_at or case.solved_at
    return case.state is CaseState.SOLVED and since is not None and now - since <= window


@dataclass(frozen=True, slots=True)
class Known:
    """A message as threading needs it."""

    id: MessageId
    conversation_id: ConversationId
    case_id: CaseId
    account_id: AccountId
    direction: Direction
    visibility: Visibility
    author_id: HandleId | None
    external_id: str | None
    text: str
    to_main: bool
    outside: bool
    needs_answer: bool
    occurred_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One event on its way into a case: by which account it came, and when it is being taken in."""

    account: Account
    event: InboundEvent
    now: datetime
    reopen_window: timedelta
    own_ids: frozenset[str] = frozenset()
    "The external ids of the brand's own accounts in this scope: whom a message must name to be addressed to us."
    blobs: Mapping[int, str] = field(default_factory=dict)
    "Where the bytes of attachments lie that came along with the message, by their position."

    @property
    def brand_id(self) -> BrandId:
        """The brand everything about this arrival belongs to."""
        return self.account.brand_id

    @property
    def names(self) -> list[str]:
        """Every name under which the network speaks of the message, the one unique in its scope first."""
        return [self.event.message.external_id, *self.event.message.names]

    @property
    def called(self) -> list[str]:
        """Every name under which others may refer to the message, also those that do not make it the same one."""
        return [*self.names, *self.event.message.aliases]


def not_ahead(arrival: Arrival) -> Arrival:
    """Nobody speaks in the future: a network whose clock is ahead must not place a question behind its answer."""
    if arrival.event.occurred_at <= arrival.now:
        return arrival
    return replace(arrival, event=replace(arrival.event, occurred_at=arrival.now))


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in an event means for others that wait."""

    names: list[str]
    "Under which names something parked can be digested now."
    parent_missing: bool = False
    "Whether the message answers one nobody delivered: the thread is worth reading."


class Parked(Exception):
    """Too early: a post of our own in a thread nobody joined, an edit or deletion of what has not come yet.

    The receipt waits under its names until somebody joins, or the message comes.
    """


class NotYet(Exception):
    """A send of the same account is under way: only after it is recorded can it be told whose post this is."""


def addressed(arrival: Arrival, parent: Known | None) -> bool:
    """Whether a message wants an answer of ours: private, naming us, or answering us; in doubt it does.

    What a machine wrote does not.
    The rest is what a thread says around the customer's words: shown, but nobody waits for us there.
    """
    event = arrival.event
    if event.automatic:
        return False
    if event.visibility is Visibility.PRIVATE or not event.recipients or not arrival.own_ids:
        return True
    if parent is not None and parent.direction is Direction.OUT:
        return True
    return any(person.external_id in arrival.own_ids for person in event.recipients)
