"""What can be wrong with a target."""

from hilft.problems import Invalid, NotFound


class TargetBelowOne(Invalid):
    """A target is a time longer than nothing, and not longer than a year: {minutes} minutes will not do."""


class SameTargetTwice(Invalid):
    """There are two targets for the same kind, account, tag and priority. Keep one of them."""


class BadTarget(Invalid):
    """A target needs a known kind, measure and priority, and warns at 1 to 99 percent: {what} will not do."""


class NoSuchTarget(NotFound):
    """There is no such target."""
