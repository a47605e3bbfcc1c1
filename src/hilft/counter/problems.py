"""What can be wrong at the counter."""

from hilft.problems import Conflict, Invalid


class NoName(Invalid):
    """Somebody new needs a name of at most {most} letters. Ask for it, or look for their case first."""


class NoShop(Conflict):
    """There is no shop here. An administrator adds one under Accounts, channel Counter."""
