"""What an agent is told when people do not let themselves be linked so."""

from hilft.problems import Conflict, Invalid, NotFound


class NoSuchCustomer(NotFound):
    """There is no such customer."""


class NoSuchLink(NotFound):
    """There is no such link, or it was taken back already."""


class SameCustomer(Conflict):
    """These two are one customer already."""


class NoReasonForLink(Invalid):
    """Say in a few words why these two are the same person: the same name or picture is no proof."""


class NoSuchGroup(NotFound):
    """There is no such household or company."""


class NoGroupName(Invalid):
    """A household or company needs a name of at most {limit} characters."""
