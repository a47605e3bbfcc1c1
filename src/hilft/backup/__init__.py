"""A copy of everything in one folder: the database of one moment, the files, sums over both; proven before it counts.

The key that opens the accounts' secrets is left out unless it is asked for. What is restored is a copy (``hilft.seal``).
"""

from hilft.backup.making import Desk, back_up
from hilft.backup.manifest import Manifest
from hilft.backup.problems import (
    AlreadyThere,
    BackupDamaged,
    NoBackup,
    NotEmpty,
    NotRestored,
    OtherProgram,
)
from hilft.backup.restoring import Home, restore

__all__ = [
    "AlreadyThere",
    "BackupDamaged",
    "Desk",
    "Home",
    "Manifest",
    "NoBackup",
    "NotEmpty",
    "NotRestored",
    "OtherProgram",
    "back_up",
    "restore",
]
