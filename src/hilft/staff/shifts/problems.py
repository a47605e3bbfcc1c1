"""What a person is told about shifts."""

from hilft.problems import Conflict, NotFound, Problem


class _CannotBe(Problem):
    status = 422


class BadWeek(_CannotBe):
    """{text} is no week. Weeks are written as 2026-W48 (ISO 8601)."""


class BadTime(_CannotBe):
    """{text} is no time of day. Times are written as 09:00; the end of a day is 24:00."""


class NoLength(_CannotBe):
    """A shift that ends when it starts has no length: {text}."""


class OutsideTheWeek(_CannotBe):
    """{day} is not in the week {week}."""


class NoDay(_CannotBe):
    """Tick at least one day."""


class UnknownAgent(_CannotBe):
    """Nobody here is called {name}. Give a login or initials."""


class TooManyShifts(_CannotBe):
    """A week has at most {limit} shifts."""


class TwoShiftsAtOnce(Conflict):
    """{name} would have two shifts at once: {first} and {second}. Nothing was changed."""


class NothingToCopy(Conflict):
    """There are no shifts in the week before ({week})."""


class NoSuchShift(NotFound):
    """There is no such shift any more."""
