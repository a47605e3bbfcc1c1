"""Facts: something known, by whom, in which message, when, how sure."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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


OF_THE_CUSTOMER = frozenset(
    {Key.CUSTOMER_NUMBER, Key.PHONE, Key.EMAIL, Key.ADDRESS, Key.TARIFF, Key.CONTRACT_OWNER}
)
"Who the customer is: counts in every case of theirs. Everything else counts within its case only."


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
