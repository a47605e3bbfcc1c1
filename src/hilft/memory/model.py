"""Facts: something known, by whom, in which message, when, how sure."""

import uuid
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hilft.ids import AgentId, CaseId, CustomerId, MessageId


class Key(StrEnum):
    """What a fact is about; the words of the API."""

    CUSTOMER_NUMBER = "customer_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    TARIFF = "tariff"
    DEVICE = "device"
    SINCE_WHEN = "since_when"
    SYMPTOM = "symptom"
    SCOPE = "scope"
    TRIED_RESTART = "tried_restart"
    TRIED_CABLE = "tried_cable"
    TRIED_RESET = "tried_reset"
    TRIED_OTHER_SOCKET = "tried_other_socket"
    ERROR_CODE = "error_code"
    CONTRACT_OWNER = "contract_owner"
    APPOINTMENT = "appointment"
    WANTED = "wanted"
    PREFERRED_CONTACT_TIME = "preferred_contact_time"
    ORDER_NUMBER = "order_number"
    # Nobody asks for these; the brief and the panel show them.
    NAME = "name"
    LANGUAGE = "language"
    MOOD = "mood"
    URGENCY = "urgency"


OF_THE_CUSTOMER = frozenset(
    {Key.CUSTOMER_NUMBER, Key.PHONE, Key.EMAIL, Key.ADDRESS, Key.TARIFF, Key.CONTRACT_OWNER}
)
"Who the customer is: counts in every case of theirs. Everything else counts within its case only."
TRIED = (Key.TRIED_RESTART, Key.TRIED_CABLE, Key.TRIED_RESET, Key.TRIED_OTHER_SOCKET)
SEVERAL = frozenset({Key.SYMPTOM, Key.ERROR_CODE, Key.WANTED})
"Of these several may hold at once; of all others the newest does."
YES, NO = "yes", "no"


class FactState(StrEnum):
    """How a fact came to be, and what an agent made of it."""

    READ = "read"
    GUESSED = "guessed"
    "Weighed rather than read: shown to nobody; a draft that asks for it is pointed at the customer's words."
    PROPOSED = "proposed"
    "By a language model; it counts only after somebody confirmed it."
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    "Another row replaces it."
    REMOVED = "removed"


SHOWN = 0.6
"What is less sure is only guessed."
HOLDS = frozenset({FactState.READ, FactState.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Found:
    """Something a text says: ``start`` and ``end`` are character offsets into it, ``sure`` is 0 to 1."""

    key: Key
    value: str
    "As a person reads it. For what was tried: ``yes`` or ``no``."
    detail: str
    "More about the value in the customer's own words; may be empty."
    start: int
    end: int
    sure: float
    kind: str = ""
    "What sort of thing: of a device ``router``, ``receiver`` or ``phone``; of a symptom with a lamp its name."


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as the draft check needs it."""

    key: Key
    value: str
    said_at: datetime
    channel: str
    said_by: str = ""
    detail: str = ""
    fact_id: uuid.UUID | None = None
    kind: str = ""
    "As in `Found`."


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: what was said, its source, and what an agent made of it. ``case_id``: where its source is today."""

    id: uuid.UUID
    key: Key
    value: str
    detail: str
    kind: str
    start_at: int
    end_at: int
    sure: float
    state: FactState
    channel: str
    said_at: datetime
    learnt_at: datetime
    message_id: MessageId | None
    note_id: uuid.UUID | None
    case_id: CaseId
    code: str
    said_by: str
    agent_id: AgentId | None
    agent_name: str
    decided_at: datetime | None
    replaces_id: uuid.UUID | None

    @property
    def stands_since(self) -> datetime:
        """When it was last said or vouched for: the newest of a kind holds."""
        return self.decided_at or self.said_at

    @property
    def known(self) -> Known:
        """What the draft check needs of it."""
        return Known(
            self.key, self.value, self.said_at, self.channel, self.said_by, self.detail, self.id, self.kind
        )


def counting(facts: Iterable[Fact], case_id: CaseId | None) -> list[Fact]:
    """Leave out what was said in other cases, except who the customer is."""
    return [fact for fact in facts if fact.case_id == case_id or fact.key in OF_THE_CUSTOMER]


def holding(facts: Iterable[Fact], states: AbstractSet[FactState] = HOLDS) -> list[Fact]:
    """Give the facts that hold now, in the order of the keys: a newer one supersedes an older of the same slot."""
    newest: dict[tuple[str, ...], Fact] = {}
    for fact in sorted(facts, key=lambda fact: (fact.stands_since, fact.id)):
        if fact.state in states:
            newest[_slot(fact)] = fact
    order = list(Key)
    return sorted(newest.values(), key=lambda fact: (order.index(fact.key), fact.stands_since, fact.id))


def guessing(facts: Sequence[Fact]) -> list[Fact]:
    """Give what was guessed of the keys of which nothing holds."""
    known = {fact.key for fact in holding(facts)}
    return holding((fact for fact in facts if fact.key not in known), {FactState.GUESSED})


def _slot(fact: Fact) -> tuple[str, ...]:
    if fact.key in SEVERAL:
        return (fact.key, fact.value.casefold())
    return (fact.key, fact.kind) if fact.key is Key.DEVICE else (fact.key,)


@dataclass(frozen=True, slots=True)
class SameNumber:
    """Somebody else with the same confirmed customer number."""

    customer_id: CustomerId
    name: str
    value: str
