"""What every test may use: one PostgreSQL for the whole run, a database of its own for the test that commits."""

import os
import uuid
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest

from hilft.db import Connection, Pool, open_pool
from tests.channels.bluesky.servers import Servers
from tests.server import TestServer

_SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_OWNER = pytest.StashKey[TestServer]()
_BLUESKY = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    """Stand ready to start the servers, in the process that outlives all xdist workers."""
    if not hasattr(config, "workerinput"):
        config.stash[_OWNER] = TestServer.own()
        os.environ["HILFT_TEST_SERVER"] = str(config.stash[_OWNER].folder)
        config.stash[_BLUESKY] = Servers.own()
        os.environ["HILFT_TEST_BLUESKY"] = str(config.stash[_BLUESKY].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _OWNER in config.stash:
        config.stash[_BLUESKY].stop()
        config.stash[_OWNER].stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With HILFT_REQUIRE_ALL=1 a test that skips has failed: on such a machine everything is there."""
    if os.environ.get("HILFT_REQUIRE_ALL") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} skipped although HILFT_REQUIRE_ALL=1: {report.longreprtext}"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real material beside the project."""
    if not _SHARED_DATA.is_dir():
        pytest.skip("the material beside the project (../shared/data) is not here")
    return _SHARED_DATA


@pytest.fixture(scope="session")
def database_server() -> TestServer:
    """The one server of this run, its template migrated; started when the first test asks for it."""
    return TestServer.shared(Path(os.environ["HILFT_TEST_SERVER"]))


@pytest.fixture
async def database(database_server: TestServer) -> AsyncIterator[str]:
    """The URL of a fresh, migrated database of this test's own."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    await database_server.clone(name)
    yield database_server.dsn_of(name)
    await database_server.drop(name)


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    """A pool on a database of this test's own, for tests that commit."""
    opened = await open_pool(database)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
async def worker_database(database_server: TestServer, anyio_backend: str) -> str:
    """The database of this worker, for tests whose transaction is rolled back."""
    name = f"worker_{uuid.uuid4().hex[:12]}"
    await database_server.clone(name)
    return database_server.dsn_of(name)


@pytest.fixture
async def conn(worker_database: str) -> AsyncIterator[Connection]:
    """A connection inside a transaction that is rolled back afterwards."""
    opened = await open_pool(worker_database, max_size=1)
    async with opened.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        yield connection
        if not connection.is_closed():
            await transaction.rollback()
    await opened.close()
