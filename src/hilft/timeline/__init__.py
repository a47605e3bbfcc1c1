"""The ledger of what happened to a subject: by ids, never by text, only ever added to.

Every room above may append; nobody changes or removes a row, so erasing a message needs no rewriting here.
"""

from hilft.timeline.actions import append, append_all
from hilft.timeline.model import Entry, Line, Subject
from hilft.timeline.store import entries_of

__all__ = ["Entry", "Line", "Subject", "append", "append_all", "entries_of"]
