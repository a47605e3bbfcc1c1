"""One way to name a thing."""

import re
from dataclasses import dataclass
from enum import StrEnum

from hilft.memory.model import Key


class Form(StrEnum):
    """How a wording asks: by being asked for, as a question word of its own, as something to do, as a state."""

    NOUN = "noun"
    "Asks only when something asks for it: customer number."
    WH = "wh"
    "Asks by itself unless something speaks against it: since when."
    ACT = "act"
    "Something done, or to do: restart."
    EITHER = "either"
    "Asks by naming two choices, even where it offers: mornings or evenings."
    STATE = "state"
    "Asks as a yes-or-no question only: is it slow."


@dataclass(frozen=True, slots=True)
class Entry:
    key: Key
    form: Form
    about: str
    pattern: re.Pattern[str]


def entry(key: Key, form: Form, *patterns: str, about: str = "") -> Entry:
    """Make an entry of alternatives that start and end at the edge of a word."""
    return Entry(key, form, about, re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"))
