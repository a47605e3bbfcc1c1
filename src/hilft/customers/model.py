"""A customer is found through a handle; the handle's link carries its evidence."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hilft.ids import AgentId, CustomerId, HandleId

MAX_NAME = 200
"Characters of a name or handle that are kept: networks allow far less, forgers do not."


LONGEST_REASON = 500
"Characters of why an agent linked two customers."


class Evidence(StrEnum):
    """Why two handles belong to one person. The same name or picture alone is none."""

    SECURE_FORM = "secure_form"
    CODE_SPOKEN = "code_spoken"
    CUSTOMER_NUMBER = "customer_number"
    AGENT = "agent"

    @property
    def rank(self) -> int:
        """How much it proves: a form answered from a private message most, a decision least."""
        return len(Evidence) - list(Evidence).index(self)


@dataclass(frozen=True, slots=True)
class Link:
    """From one customer into another: they are the same person."""

    id: uuid.UUID
    from_id: CustomerId
    into_id: CustomerId
    evidence: Evidence
    reason: str
    agent_id: AgentId | None
    linked_at: datetime
    undone_at: datetime | None


class GroupKind(StrEnum):
    HOUSEHOLD = "household"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who belong together: a household, a company. Each stays a person of their own."""

    id: uuid.UUID
    kind: GroupKind
    name: str
    members: list[str]
    "The names of those in it."


@dataclass(frozen=True, slots=True)
class Handle:
    """One address of a customer in one scope, with the profile as last seen."""

    id: HandleId
    customer_id: CustomerId
    scope: str
    external_id: str
    handle: str
    display_name: str
    avatar_url: str | None
    avatar_blob: str | None
    url: str | None
    bot: bool
    local_id: str
    evidence: str
    gone_at: datetime | None
    home_id: CustomerId
    "The customer it came with: whose it is when no link stands."


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as shown: the name is the one the first handle brought."""

    id: CustomerId
    name: str
    created_at: datetime


def shown_name(display_name: str, handle: str) -> str:
    """Pick what people call somebody: the display name, else the handle; never empty, never endless."""
    return (display_name.strip() or handle.strip() or "?")[:MAX_NAME]
