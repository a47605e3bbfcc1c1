"""What is known: facts with their source, so that nobody explains a problem twice."""

from hilft.memory.asking import Asked, Question, asked_again, questions
from hilft.memory.counting import AskedBy, AskedRate, NoReason, Outcome, asked_rates, note_asked
from hilft.memory.model import Found, Key, Known

__all__ = [
    "Asked",
    "AskedBy",
    "AskedRate",
    "Found",
    "Key",
    "Known",
    "NoReason",
    "Outcome",
    "Question",
    "asked_again",
    "asked_rates",
    "note_asked",
    "questions",
]
