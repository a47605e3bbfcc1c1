"""Ground floor: the pool, the one transaction of a request or job, SQL beside its room, migrations.

Rooms take a ``Connection`` (or a ``Transaction``), run the queries of their own ``queries.sql`` through the
``fetch_*`` functions and never commit; only the edge does, with ``transaction``.
"""

from hilft.db.dump import Content, ToolFailed, ToolsTooOld, contents, dump, is_empty, load, major_of, snapshot
from hilft.db.embedded import Binaries, newest_tools
from hilft.db.errors import LOST, Crossed, DatabaseAway, DiskFull
from hilft.db.migrate import applied, known_steps, migrate, pending
from hilft.db.pool import Connection, Nudges, Pool, connect, open_pool
from hilft.db.queries import Queries, Query, all_queries, queries
from hilft.db.rows import execute, fetch_all, fetch_one, fetch_value
from hilft.db.served import served
from hilft.db.storable import storable
from hilft.db.transaction import Transaction, transaction
from hilft.db.young import YoungTables

__all__ = [
    "LOST",
    "Binaries",
    "Connection",
    "Content",
    "Crossed",
    "DatabaseAway",
    "DiskFull",
    "Nudges",
    "Pool",
    "Queries",
    "Query",
    "ToolFailed",
    "ToolsTooOld",
    "Transaction",
    "YoungTables",
    "all_queries",
    "applied",
    "connect",
    "contents",
    "dump",
    "execute",
    "fetch_all",
    "fetch_one",
    "fetch_value",
    "is_empty",
    "known_steps",
    "load",
    "major_of",
    "migrate",
    "newest_tools",
    "open_pool",
    "pending",
    "queries",
    "served",
    "snapshot",
    "storable",
    "transaction",
]
