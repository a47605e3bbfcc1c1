"""People and their handles: who is writing, and by which evidence a handle belongs to a customer."""

from hilft.customers.actions import mark_gone, recognise, recognise_all, refresh
from hilft.customers.model import Handle, Person
from hilft.customers.store import find_handle, handles_of_customer, handles_to_picture, keep_avatar, person

__all__ = [
    "Handle",
    "Person",
    "find_handle",
    "handles_of_customer",
    "handles_to_picture",
    "keep_avatar",
    "mark_gone",
    "person",
    "recognise",
    "recognise_all",
    "refresh",
]
