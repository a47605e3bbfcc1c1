"""A customer is found through a handle; the handle's link carries its evidence."""

from dataclasses import dataclass
from datetime import datetime

from hilft.ids import CustomerId, HandleId

MAX_NAME = 200
"Characters of a name or handle that are kept: networks allow far less, forgers do not."


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


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as shown: the name is the one the first handle brought."""

    id: CustomerId
    name: str
    created_at: datetime


def shown_name(display_name: str, handle: str) -> str:
    """Pick what people call somebody: the display name, else the handle; never empty, never endless."""
    return (display_name.strip() or handle.strip() or "?")[:MAX_NAME]
