"""What can be wrong with an announcement."""

from hilft.problems import Conflict, Invalid, NotFound


class NoSuchAnnouncement(NotFound):
    """There is no such announcement."""


class BadAnnouncement(Invalid):
    """An announcement needs a title of at most {title} and a text of at most {text} characters."""


class TooLate(Invalid):
    """An announcement can be planned at most {days} days ahead."""


class NotADisruption(Invalid):
    """Only a disruption can be over. Withdraw other announcements instead."""


class AlreadyWithdrawn(Conflict):
    """This announcement was withdrawn. Write a new one."""
