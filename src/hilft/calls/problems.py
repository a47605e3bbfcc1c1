"""What can be wrong with a call, in sentences for people."""

from hilft.problems import Invalid, NotFound


class NoSuchCall(NotFound):
    """There is no such call."""


class WhoCalled(Invalid):
    """The number was not shown. Choose the case of whoever called, or write down their number."""


class BadMinutes(Invalid):
    """A call-back is due in 1 to 10080 minutes of opening hours."""


class BadExtension(Invalid):
    """An extension or user id has 1 to 60 characters."""
