"""What a copy may not do."""

from hilft.problems import Conflict


class StillACopy(Conflict):
    """This desk is a copy and stays silent. First an administrator confirms that the other one is gone (hilft confirm-only-copy)."""


class SealUnwritable(Conflict):
    """The seal {path} cannot be written: {reason}."""

    status = 503
