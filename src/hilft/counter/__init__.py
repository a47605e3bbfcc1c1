"""The counter: whoever comes in is found by code or search, what they say is written down, done.

``keep`` gives a note to a case as the customer's words; ``save_draft`` keeps what is typed until then.
"""

from hilft.counter.actions import draft_of, keep, lately, save_draft, shops
from hilft.counter.model import DRAFTED, Draft, Kept, Visited, code_in
from hilft.counter.problems import NoName, NoShop

__all__ = [
    "DRAFTED",
    "Draft",
    "Kept",
    "NoName",
    "NoShop",
    "Visited",
    "code_in",
    "draft_of",
    "keep",
    "lately",
    "save_draft",
    "shops",
]
