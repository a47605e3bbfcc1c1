"""People and their handles: who is writing, and by which evidence a handle belongs to a customer."""

from hilft.customers.actions import mark_gone, recognise, recognise_all, refresh
from hilft.customers.grouping import add_member, drop_member, found_group, groups_of
from hilft.customers.linking import customer, link, links_of, unlink
from hilft.customers.model import Evidence, Group, GroupKind, Handle, Link, Person
from hilft.customers.problems import (
    NoGroupName,
    NoReasonForLink,
    NoSuchCustomer,
    NoSuchGroup,
    NoSuchLink,
    SameCustomer,
)
from hilft.customers.store import (
    find_handle,
    handles_of_customer,
    handles_to_picture,
    keep_avatar,
    names_before,
    person,
)

__all__ = [
    "Evidence",
    "Group",
    "GroupKind",
    "Handle",
    "Link",
    "NoGroupName",
    "NoReasonForLink",
    "NoSuchCustomer",
    "NoSuchGroup",
    "NoSuchLink",
    "Person",
    "SameCustomer",
    "add_member",
    "customer",
    "drop_member",
    "find_handle",
    "found_group",
    "groups_of",
    "handles_of_customer",
    "handles_to_picture",
    "keep_avatar",
    "link",
    "links_of",
    "mark_gone",
    "names_before",
    "person",
    "recognise",
    "recognise_all",
    "refresh",
    "unlink",
]
