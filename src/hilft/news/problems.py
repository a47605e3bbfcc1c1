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


class NoSuchPost(NotFound):
    """There is no such post of this announcement."""


class CannotPublish(Invalid):
    """Nothing can be announced on {account}: on this channel one writes to people, not to everybody."""


class NoAccount(Invalid):
    """There is no account {account}."""


class PostTooLong(Invalid):
    """The text for {account} is too long: {used} of {limit}. Write a shorter one for this account."""


class NotNow(Conflict):
    """This post does not stand so any more. Look again, then decide."""
