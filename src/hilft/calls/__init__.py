"""Calls at the hotline: heard of by webhook in any order, shown to who answers, written down, called back.

``take_in`` folds what a telephone system tells; ``cards`` is what an agent's screen shows while it rings and while they
talk; ``save_note`` keeps what is typed, ``take_note`` gives it to a case as the customer's words.
"""

from hilft.calls.actions.calling_back import ask_for_call_back, called_back
from hilft.calls.actions.noting import answer_here, put_away, save_note, take_note
from hilft.calls.actions.reading import (
    BadCursor,
    Card,
    any_cards,
    cards,
    due,
    extensions_of,
    find,
    missed_hidden,
    page,
    put_extension,
    read,
    search,
    topics_of,
    who_talks,
)
from hilft.calls.actions.take_in import take_in
from hilft.calls.model import Call, CallState
from hilft.calls.problems import BadExtension, BadMinutes, NoSuchCall, WhoCalled
from hilft.calls.rows import CallBackRow, CallerCase, CallRow

__all__ = [
    "BadCursor",
    "BadExtension",
    "BadMinutes",
    "Call",
    "CallBackRow",
    "CallRow",
    "CallState",
    "CallerCase",
    "Card",
    "NoSuchCall",
    "WhoCalled",
    "answer_here",
    "any_cards",
    "ask_for_call_back",
    "called_back",
    "cards",
    "due",
    "extensions_of",
    "find",
    "missed_hidden",
    "page",
    "put_away",
    "put_extension",
    "read",
    "save_note",
    "search",
    "take_in",
    "take_note",
    "topics_of",
    "who_talks",
]
