"""The contract's errors: the few ways in which a network does not do what it was asked."""

from datetime import datetime


class ChannelError(Exception):
    """A network could not do what was asked.

    ``reason`` is an English msgid with named placeholders, ``details`` fill it; ``str()`` is the English sentence.
    """

    def __init__(self, reason: str = "", **details: str | int) -> None:
        super().__init__(reason.format(**details) if details else reason)
        self.reason = reason
        self.details = details


class Refused(ChannelError):
    """Permanent: the network will not take this, and asking again changes nothing. The text says why."""


class Gone(Refused):
    """What was referred to is not there any more."""


class Later(ChannelError):
    """Not now: the network asked to wait, or certainly did not get the request."""

    def __init__(self, reason: str, retry_at: datetime | None = None, **details: str | int) -> None:
        super().__init__(reason, **details)
        self.retry_at = retry_at


class Unknown(ChannelError):
    """The request left and no answer came: it may have been done. Reconcile before anything else."""


class Unauthorized(ChannelError):
    """The network does not accept our credentials: the account is paused until somebody mends it."""


class Forged(ChannelError):
    """The signature of a delivery is wrong: nothing of it is believed."""
