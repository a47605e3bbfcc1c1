"""What the rules' room refuses, each with the sentence a person reads."""

from hilft.problems import Problem


class _CannotBe(Problem):
    status = 422


class SaysNotWhen(_CannotBe):
    """An automatic answer says when a person will be there: put {placeholder} into its text."""


class NoSuchPlaceholder(_CannotBe):
    """There is no placeholder {placeholder}. There are: {known}."""


class TextTooLong(_CannotBe):
    """An automatic answer has at most {limit} characters."""


class WiderWay(_CannotBe):
    """What was written in private is not answered in public."""


class TooEarly(_CannotBe):
    """The end of the day can be announced 0 to {limit} minutes before."""
