"""What becomes of an answer: what a network tells later of it, and what of it is paper."""

from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    """How an answer that the network took ended."""

    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """What a network tells later of an answer it took. ``reason``: its own sentence, for a failure."""

    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """An answer to be printed and posted: a PDF, to whom in one line, on how many pages."""

    content: bytes = field(repr=False)
    recipient: str
    pages: int
