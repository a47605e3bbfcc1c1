"""What can be wrong with a question or its answer."""

from hilft.problems import Invalid, NotFound


class QuestionGone(NotFound):
    """This link does not work any more. On the page of your case you can still tell us."""


class NotToRate(NotFound):
    """There is nothing to rate here: the case is not solved, or was rated already."""


class NoSuchRating(NotFound):
    """There is no such rating."""


class BadWait(Invalid):
    """A case must stay solved for 1 to {limit} minutes before its customer is asked."""


class BadPeriod(Invalid):
    """A period begins before it ends."""


class BadDays(Invalid):
    """A customer is asked again after 1 to {limit} days."""
