"""What is compared, and what a difference means. Pure."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hilft.channels.contract import N_

COPY_PAUSED = N_(
    "This desk is a copy. It stays silent until an administrator confirms that the other one is gone."
)
COPY_UNCLEAR = N_("This desk is a copy: the other one may have sent this. Look at the network, then decide.")

RESTORED = N_("Its database was restored from a backup or copied to another PostgreSQL.")
COPIED = N_("Its data folder was copied or restored from a backup.")
FOREIGN = N_("The seal in its data folder belongs to another installation.")
SET_BACK = N_("Its database is older than the seal beside it: it was set back to an earlier state.")
OTHER_MACHINE = N_("Its data folder came to another machine.")
NO_SEAL = N_("The seal of this machine is missing from its data folder.")


@dataclass(frozen=True, slots=True)
class Installation:
    """The one row of ``installation``. ``home``: which PostgreSQL database it was sealed in."""

    id: uuid.UUID
    home: str
    renewals: int
    sealed_at: datetime
    copy_since: datetime | None
    copy_reason: str
    "Why it was taken for a copy, an English sentence (a msgid)."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seal file lies. A copied file has another inode and another birth; a moved one keeps both.

    ``born``: nanoseconds, 0 where the file system does not tell. ``machine``, ``hardware``: hashes, '' where unknown.
    """

    inode: int
    born: int
    path: str
    machine: str
    hardware: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a seal file says about itself."""

    installation: uuid.UUID
    renewals: int
    place: Place


def sign_of_a_copy(  # noqa: PLR0911 - one sign, one line
    known: Installation, home: str, mark: Mark | None, here: Place | None
) -> str:
    """Say why this is a copy, '' when it is at home. ``here`` None: a database without a data folder of its own."""
    if known.home != home:
        return RESTORED
    if here is None:
        return ""
    if mark is None:
        return NO_SEAL
    if mark.installation != known.id:
        return FOREIGN
    if not _same_file(mark.place, here):
        return COPIED
    # The row is always written first, so a crash leaves the row ahead and never the file.
    if mark.renewals > known.renewals:
        return SET_BACK
    return "" if _same_machine(mark.place, here) else OTHER_MACHINE


def _same_file(then: Place, now: Place) -> bool:
    if then.born and now.born:
        return (then.inode, then.born) == (now.inode, now.born)
    return (then.inode, then.path) == (now.inode, now.path)


def _same_machine(then: Place, now: Place) -> bool:
    """Only what both times could be read says something: root reads more, a container has no machine of its own."""
    pairs = ((then.machine, now.machine), (then.hardware, now.hardware))
    return all(before == after for before, after in pairs if before and after)
