"""What a person is told about promises."""

from hilft.problems import NotFound, Problem


class NoSuchPromise(NotFound):
    """There is no such promise."""


class PromiseInThePast(Problem):
    """A promise must be due in the future."""

    status = 422


class EmptyPromise(Problem):
    """Say what is promised."""

    status = 422
