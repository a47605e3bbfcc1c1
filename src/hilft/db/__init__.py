"""Ground floor: the pool, the one transaction of a request or job, SQL beside its room, migrations.

Rooms take a ``Connection`` (or a ``Transaction``), run the queries of their own ``queries.sql`` through the
``fetch_*`` functions and never commit; only the edge does, with ``transaction``.
"""

from hilft.db.errors import LOST, DatabaseAway, DiskFull
from hilft.db.migrate import applied, known_steps, migrate, pending
from hilft.db.pool import Connection, Nudges, Pool, connect, open_pool
from hilft.db.queries import Queries, Query, all_queries, queries
from hilft.db.rows import execute, fetch_all, fetch_one, fetch_value
from hilft.db.storable import storable
from hilft.db.transaction import Transaction, transaction

__all__ = [
    "LOST",
    "Connection",
    "DatabaseAway",
    "DiskFull",
    "Nudges",
    "Pool",
    "Queries",
    "Query",
    "Transaction",
    "all_queries",
    "applied",
    "connect",
    "execute",
    "fetch_all",
    "fetch_one",
    "fetch_value",
    "known_steps",
    "migrate",
    "open_pool",
    "pending",
    "queries",
    "storable",
    "transaction",
]
