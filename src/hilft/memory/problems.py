"""What can go wrong with facts, as sentences."""

from hilft.problems import Conflict, Invalid, NotFound


class NoSuchFact(NotFound):
    """This fact does not exist any more, or it belongs to another case."""


class NoValue(Invalid):
    """Say what is right: a text of at most {limit} characters."""


class WasCorrected(Conflict):
    """Somebody has corrected this fact. Look at the newer one."""
