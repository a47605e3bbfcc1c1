"""The embedded PostgreSQL: our own small supervisor around the binaries of a wheel.

::

    async with embedded(data / "postgres") as server:
        pool = await open_pool(server.dsn)
"""

from hilft.db.embedded.problems import (
    DataDirectoryInUse,
    DataDirectoryUnusable,
    EmbeddedDiskFull,
    EmbeddedProblem,
    NoBinaries,
    NoServerUser,
    OtherVersion,
    PortTaken,
    ServerUserCannotReach,
)
from hilft.db.embedded.supervisor import Server, embedded

__all__ = [
    "DataDirectoryInUse",
    "DataDirectoryUnusable",
    "EmbeddedDiskFull",
    "EmbeddedProblem",
    "NoBinaries",
    "NoServerUser",
    "OtherVersion",
    "PortTaken",
    "Server",
    "ServerUserCannotReach",
    "embedded",
]
