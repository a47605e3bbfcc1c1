"""What a draft asks."""

from dataclasses import dataclass
from enum import StrEnum

from hilft.memory.model import Key, Known


class Kind(StrEnum):
    """Whether a draft wants to hear something or wants something done."""

    ASK = "ask"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a draft asks for; ``start`` and ``end`` are character offsets of its sentence in the draft."""

    key: Key | None
    "None when it asks for something no fact is kept about."
    about: str
    "Which side of the key: ``lamp`` or ``drops`` of a symptom, ``swap`` of a cable; empty for all of it."
    start: int
    end: int
    kind: Kind
    place: int = 0
    "Where in the draft the thing itself is named."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answer is known; ``question`` are the words of the draft between ``start`` and ``end``."""

    key: Key
    question: str
    start: int
    end: int
    known: Known
