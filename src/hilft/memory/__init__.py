"""What is known: facts with their source, so that nobody explains a problem twice.

Texts are read by a job of its own (``Learning``), never in the way of intake; whoever must know now calls
``finish_pending`` first. Facts hang on the message they were said in and are found by whoever said it, so they follow
when messages move to another case or a handle to another customer.
"""

from hilft.memory.actions import (
    confirm,
    correct,
    facts_of,
    finish_pending,
    forget,
    hear,
    hear_all,
    hear_note,
    identity_of,
    known_for,
    remove,
)
from hilft.memory.asking import (
    Asked,
    Question,
    asked_again,
    questions,
)
from hilft.memory.counting import (
    AskedBy,
    AskedRate,
    NoReason,
    Outcome,
    asked_rates,
    note_asked,
)
from hilft.memory.jobs import (
    Learning,
)
from hilft.memory.model import (
    NO,
    OF_THE_CUSTOMER,
    TRIED,
    YES,
    Fact,
    FactState,
    Found,
    Key,
    Known,
    holding,
)
from hilft.memory.problems import (
    NoSuchFact,
    NoValue,
    WasCorrected,
)
from hilft.memory.reading import (
    BrandPatterns,
    patterns_of,
    read,
)

__all__ = [
    "NO",
    "OF_THE_CUSTOMER",
    "TRIED",
    "YES",
    "Asked",
    "AskedBy",
    "AskedRate",
    "BrandPatterns",
    "Fact",
    "FactState",
    "Found",
    "Key",
    "Known",
    "Learning",
    "NoReason",
    "NoSuchFact",
    "NoValue",
    "Outcome",
    "Question",
    "WasCorrected",
    "asked_again",
    "asked_rates",
    "confirm",
    "correct",
    "facts_of",
    "finish_pending",
    "forget",
    "hear",
    "hear_all",
    "hear_note",
    "holding",
    "identity_of",
    "known_for",
    "note_asked",
    "patterns_of",
    "questions",
    "read",
    "remove",
]
