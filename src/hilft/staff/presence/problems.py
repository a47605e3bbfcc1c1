"""What a person is told about presence and the rules of the team."""

from hilft.problems import Problem


class _CannotBe(Problem):
    status = 422


class UnknownReason(_CannotBe):
    """{reason} is no reason to be away here. There are: {known}."""


class ReasonNeedsAway(_CannotBe):
    """A reason belongs to being away only."""


class BadReason(_CannotBe):
    """A reason to be away has 1 to {limit} characters on one line."""


class TooManyReasons(_CannotBe):
    """There can be at most {limit} reasons to be away."""


class BadRule(_CannotBe):
    """{what} must be a number from {least} to {most}."""
