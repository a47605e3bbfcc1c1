"""What can go wrong with facts, as sentences."""

from hilft.problems import Conflict, Invalid, NotFound


class NoSuchFact(NotFound):
    """This fact does not exist any more, or it belongs to another case."""


class NoValue(Invalid):
    """Say what is right: a text of at most {limit} characters."""


class WasCorrected(Conflict):
    """Somebody has corrected this fact. Look at the newer one."""


class BadPattern(Invalid):
    """These patterns cannot be used."""


class NoPatterns(BadPattern):
    """This is not of the form that docs/memory.md tells: numbers, devices, tariffs, region, propose."""


class UnknownPart(BadPattern):
    """Nothing is called {name} here; there are numbers, devices, tariffs, region and propose."""


class TooManyNumbers(BadPattern):
    """Patterns of numbers are a list of at most {limit}."""


class TooManyNames(BadPattern):
    """{what} are a list of at most {limit} names, none of them empty."""


class BadRegion(BadPattern):
    """The country is a code of two capital letters, such as DE."""


class NotANumber(BadPattern):
    """{key} is no kind of number; there are customer_number and order_number."""


class UnknownCheck(BadPattern):
    """There is no check digit called {check}."""


class PatternTooLong(BadPattern):
    """A pattern has at most {limit} characters."""


class PatternLoops(BadPattern):
    """The pattern {pattern} repeats a repetition or looks around: some text could make it run for years."""


class WrongExpression(BadPattern):
    """The pattern {pattern} is no regular expression: {reason}."""


class EmptyPattern(BadPattern):
    """The pattern {pattern} fits an empty text."""
