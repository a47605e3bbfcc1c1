"""What a door has to answer when the database does not: three sentences, all 503."""

import asyncpg
from asyncpg import exceptions

from hilft.problems import Problem, Unavailable


class DatabaseAway(Unavailable):
    """The database does not answer at the moment. Nothing you typed is lost; try again in a few seconds."""


class DiskFull(Unavailable):
    """The disk of the database is full. Nothing is stored until somebody makes room; what you typed stays."""


class Crossed(Unavailable):
    """Somebody changed the same thing at the same moment. Nothing you typed is lost; try again."""


_CROSSED = (
    exceptions.DeadlockDetectedError,
    exceptions.SerializationError,
    exceptions.LockNotAvailableError,
)
"One of two that met has to come again; the other one goes on."
_AWAY = (
    exceptions.PostgresConnectionError,  # class 08
    exceptions.OperatorInterventionError,  # class 57: shutting down, starting up, in recovery, cancelled
    exceptions.InsufficientResourcesError,  # class 53: no memory, too many connections
    exceptions.ReadOnlySQLTransactionError,  # the primary became a standby under us
    exceptions.InvalidCachedStatementError,  # a migration ran beside us; the next attempt plans anew
    asyncpg.InternalClientError,  # the connection broke while asyncpg was at work, or no host is writable
    ConnectionError,
    TimeoutError,
)

LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
"Whatever a connection may raise when it breaks, for those that simply open another one."


def as_problem(error: BaseException) -> Problem | None:
    """Translate what asyncpg raises inside a transaction; None when it is not about the database's health."""
    if isinstance(error, asyncpg.DiskFullError):
        return DiskFull()
    if isinstance(error, exceptions.QueryCanceledError):
        return None  # statement_timeout: the query is at fault, not the server
    if isinstance(error, _CROSSED):
        return Crossed()
    if isinstance(error, _AWAY):
        return DatabaseAway()
    if isinstance(error, asyncpg.InterfaceError) and "closed" in str(error):
        return DatabaseAway()
    return None


def as_connect_problem(error: BaseException) -> Problem | None:
    """Translate what a connection attempt raises: here every ``OSError`` means that nobody answers."""
    # The last one: the database lets nobody in at the moment, because it is being restored or upgraded.
    if isinstance(error, OSError | asyncpg.InterfaceError | asyncpg.ObjectNotInPrerequisiteStateError):
        return DatabaseAway()
    return as_problem(error)
