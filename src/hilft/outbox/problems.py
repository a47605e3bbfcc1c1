"""What an agent is told when a delivery does not let itself be changed so."""

from hilft.problems import Conflict, NotFound


class NoSuchDelivery(NotFound):
    """This answer is not on its way."""


class TooLate(Conflict):
    """The answer has already left."""


class Settled(Conflict):
    """What became of this answer is clear by now. Look again, then decide."""
