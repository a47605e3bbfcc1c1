"""Rows as the mail room sees them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hilft.ids import CaseId


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer on paper. ``there``: whether it can still be printed."""

    id: uuid.UUID
    recipient: str
    pages: int
    made_at: datetime
    printed_at: datetime | None
    printed_by: str
    posted_at: datetime | None
    posted_by: str
    code: str
    agent_name: str
    there: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet something was done with, and its case."""

    id: uuid.UUID
    case_id: CaseId


@dataclass(frozen=True, slots=True)
class Printable:
    """The PDF of one sheet."""

    id: uuid.UUID
    content: bytes
