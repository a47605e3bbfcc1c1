"""What cannot be told."""

from hilft.problems import Problem


class NoSuchFigure(Problem):
    """There is no figure called “{figure}”. There are: {known}."""

    status = 404


class BadDay(Problem):
    """“{text}” is neither a date nor an instant. Write 2026-11-23, or 2026-11-23T09:00:00Z."""

    status = 422


class EndsBeforeItBegins(Problem):
    """The period ends before it begins: from {first} to {last}."""

    status = 422


class PeriodTooLong(Problem):
    """The period is too long: {days} days. At most {limit} days can be told at once."""

    status = 422


class TooManyDays(Problem):
    """{days} days are too many to be told one by one: at most {limit}. Take weeks or months."""

    status = 422


class PeriodOutOfRange(Problem):
    """Figures are told for the years 1970 to 2199."""

    status = 422


class UnknownGroup(Problem):
    """Figures cannot be told by “{by}”. They can be by {known}."""

    status = 422


class UnknownFormat(Problem):
    """There is no format “{format}”. There are: json, csv."""

    status = 422
