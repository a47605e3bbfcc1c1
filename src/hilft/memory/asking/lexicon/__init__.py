"""What can be asked for: per key the words that name it, German and English, in the folded spelling."""

from hilft.memory.asking.lexicon.entry import Entry, Form
from hilft.memory.asking.lexicon.identity import IDENTITY
from hilft.memory.asking.lexicon.others import another_object, names_another, names_router
from hilft.memory.asking.lexicon.tried import TRIED
from hilft.memory.asking.lexicon.trouble import TROUBLE, lamps_named, sides

ENTRIES: tuple[Entry, ...] = (*IDENTITY, *TROUBLE, *TRIED)

__all__ = [
    "ENTRIES",
    "Entry",
    "Form",
    "another_object",
    "lamps_named",
    "names_another",
    "names_router",
    "sides",
]
