"""What counts as personal data in a text, and how what was found is kept apart. Pure."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hilft.ids import MessageId
from hilft.memory.model import Key


class Kind(StrEnum):
    """What was found; the words of the API."""

    CUSTOMER_NUMBER = "customer_number"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    CARD = "card"
    NUMBER = "number"
    "Tax, social security, identity card and device numbers, PINs, dates of birth."
    ADDRESS = "address"
    ORDER_NUMBER = "order_number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Personal:
    """One find: ``start`` and ``end`` are character offsets into the text."""

    kind: Kind
    start: int
    end: int


class OwnNumber(Protocol):
    """A format of the brand's own numbers, recognised wherever it stands."""

    @property
    def key(self) -> Key: ...
    @property
    def regex(self) -> re.Pattern[str]: ...

    def fits(self, number: str) -> bool:
        """Whether its check digit is right."""
        ...


@dataclass(slots=True)
class Finds:
    """What was found so far; a place belongs to whoever finds it first."""

    length: int
    found: list[Personal] = field(default_factory=list)
    _taken: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self._taken = bytearray(self.length)

    def free(self, start: int, end: int) -> bool:
        return not any(self._taken[start:end])

    def block(self, start: int, end: int) -> None:
        """Keep a place from being found at all."""
        self._taken[start:end] = b"\1" * (end - start)

    def add(self, kind: Kind, start: int, end: int) -> None:
        """Take a place, unless a part of it has been taken."""
        if start < end and self.free(start, end):
            self.block(start, end)
            self.found.append(Personal(kind, start, end))

    def add_all(self, kind: Kind, spans: Iterable[tuple[int, int]]) -> None:
        for start, end in spans:
            self.add(kind, start, end)

    def sorted(self) -> list[Personal]:
        return sorted(self.found, key=lambda each: each.start)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Personal data an agent sent in public all the same."""

    id: uuid.UUID
    message_id: MessageId
    agent_name: str
    kinds: list[str]
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Exposure:
    """A customer's own public post with personal data."""

    message_id: MessageId
    kinds: list[str]
    found_at: datetime
