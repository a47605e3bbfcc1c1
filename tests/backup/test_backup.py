"""A backup made while others write, proven, restored; and everything that must not happen on the way."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hilft import app
from hilft.backup import (
    AlreadyThere,
    BackupDamaged,
    Desk,
    Home,
    Manifest,
    NoBackup,
    NotEmpty,
    NotRestored,
    OtherProgram,
    back_up,
    making,
    restore,
)
from hilft.backup.sums import write_sums
from hilft.db import connect, migrate
from hilft.db.dump import ToolFailed, ToolsTooOld, contents, load, snapshot, without_password
from hilft.db.embedded import Binaries, newest_tools
from hilft.files import Store
from hilft.seal.model import RESTORED
from hilft.settings import Settings
from tests.backup.conftest import NOW, Installed, administer, put_on_the_way, reasons, states
from tests.server import TestServer

pytestmark = pytest.mark.anyio


def desk_of(installed: Installed, *, key: bool = False) -> Desk:
    data = installed.settings.data
    return Desk(installed.dsn, data / "files", data / "secret.key" if key else None)


async def backed_up(installed: Installed, target: Path, *, key: bool = True, trial: bool = False) -> Manifest:
    return await back_up(desk_of(installed, key=key), target, version="0.1.0", now=NOW, trial=trial)


@asynccontextmanager
async def empty_database(server: TestServer, name: str) -> AsyncIterator[str]:
    await administer(server, f'create database "{name}" template template0')
    try:
        yield server.dsn_of(name)
    finally:
        await server.drop(name)


async def test_a_backup_while_others_write_is_one_moment_and_can_be_restored(
    installed: Installed, tmp_path: Path
) -> None:
    store = Store(installed.settings.data / "files")
    name = await store.put(b"a picture of a router")
    damaged = await store.put(b"soon another content")
    (installed.settings.data / "files" / damaged[:2] / damaged[2:4] / damaged).write_bytes(
        b"another content, now"
    )
    async with installed.furnished() as (house, brand_id):
        async with house.pool.acquire() as conn:
            account = await conn.fetchval("select id from accounts limit 1")
        await put_on_the_way(house, brand_id, account)
        writing = asyncio.create_task(_write(house, brand_id))
        await asyncio.sleep(0.1)
        manifest = await backed_up(installed, tmp_path / "backup", trial=True)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        at_the_end = await house.pool.fetchval("select count(*) from timeline")
    assert (manifest.files, manifest.bytes, manifest.damaged) == (1, 21, (damaged,))
    assert 0 < manifest.tables["timeline"].rows < at_the_end
    sums = await asyncio.create_subprocess_exec(
        "sha256sum", "--quiet", "--check", "SHA256SUMS", cwd=tmp_path / "backup"
    )
    assert await sums.wait() == 0
    assert os.listdir(tmp_path) and (tmp_path / "backup").stat().st_mode & 0o777 == 0o700  # noqa: PTH208, PT018
    restored = tmp_path / "restored"
    assert await restore(tmp_path / "backup", Home(restored)) == manifest
    assert await Store(restored / "files").get(name) == b"a picture of a router"
    assert (restored / "secret.key").read_bytes() == (installed.settings.data / "secret.key").read_bytes()
    settings = Settings(data=restored)
    async with app.database(settings) as dsn, app.open_house(settings, dsn) as house:
        async with house.pool.acquire() as conn:
            assert await house.seal.copy_reason(conn) == RESTORED
        assert "" not in (await reasons(house, brand_id)).values()
        assert set(await states(house)) == {"unknown"}


async def _write(house: app.House, brand_id: object) -> None:
    for _ in range(100_000):
        await house.pool.execute(
            "insert into timeline (brand_id, id, subject, subject_id, kind, at) "
            "values ($1, gen_random_uuid(), 'case', gen_random_uuid(), 'case.opened', now())",
            brand_id,
        )


async def test_the_key_is_left_out_unless_asked_for(installed: Installed, tmp_path: Path) -> None:
    async with installed.furnished():
        pass
    manifest = await backed_up(installed, tmp_path / "without", key=False)
    assert not manifest.with_key
    key = (installed.settings.data / "secret.key").read_bytes().strip()
    assert not [
        file for file in (tmp_path / "without").rglob("*") if file.is_file() and key in file.read_bytes()
    ]
    assert (await backed_up(installed, tmp_path / "with")).with_key
    assert (tmp_path / "with" / "secret.key").stat().st_mode & 0o777 == 0o600


async def test_an_own_database_is_restored_to_another_and_only_to_an_empty_one(
    installed: Installed, tmp_path: Path, database_server: TestServer
) -> None:
    async with installed.furnished() as (_, brand_id):
        pass
    manifest = await backed_up(installed, tmp_path / "backup")
    async with empty_database(database_server, f"restored_{os.getpid()}") as url:
        settings = Settings(data=tmp_path / "restored", database_url=url)
        await restore(tmp_path / "backup", Home(settings.data, url))
        async with app.open_house(settings, url) as house, house.pool.acquire() as conn:
            assert await house.seal.copy_reason(conn) == RESTORED
            assert "" not in (await reasons(house, brand_id)).values()
        async with snapshot(url) as moment:
            now_there = await contents(moment.conn)
        assert now_there["agents"] == manifest.tables["agents"]
        with pytest.raises(NotEmpty, match="HILFT_DATABASE_URL is not empty"):
            await restore(tmp_path / "backup", Home(tmp_path / "again", url))


async def test_nothing_is_overwritten(installed: Installed, tmp_path: Path) -> None:
    async with installed.furnished():
        pass
    (tmp_path / "file").touch()
    (tmp_path / "full" / "of").mkdir(parents=True)
    with pytest.raises(AlreadyThere):
        await backed_up(installed, tmp_path / "file")
    with pytest.raises(NotEmpty):
        await backed_up(installed, tmp_path / "full")
    (tmp_path / "backup").mkdir()
    await backed_up(installed, tmp_path / "backup")
    with pytest.raises(NotEmpty):
        await restore(tmp_path / "backup", Home(tmp_path / "full"))
    assert os.listdir(tmp_path / "full") == ["of"]  # noqa: PTH208


@pytest.mark.parametrize("kind", ["changed", "missing", "strange"])
async def test_damage_is_found_before_anything_is_written(
    installed: Installed, tmp_path: Path, kind: str
) -> None:
    async with installed.furnished():
        pass
    backup = tmp_path / "backup"
    await backed_up(installed, backup)
    if kind == "changed":
        content = bytearray((backup / "database.dump").read_bytes())
        content[len(content) // 2] ^= 1
        (backup / "database.dump").write_bytes(content)
    elif kind == "missing":
        (backup / "secret.key").unlink()
    else:
        (backup / "strange").touch()
    with pytest.raises(BackupDamaged, match="is damaged"):
        await restore(backup, Home(tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


async def test_what_is_no_backup_and_what_is_of_a_newer_program(installed: Installed, tmp_path: Path) -> None:
    async with installed.furnished():
        pass
    home, backup = Home(tmp_path / "restored"), tmp_path / "backup"
    (tmp_path / "nothing").mkdir()
    with pytest.raises(NoBackup, match=r"manifest\.json"):
        await restore(tmp_path / "nothing", home)
    await backed_up(installed, backup)
    told = json.loads((backup / "manifest.json").read_text())
    for change, problem in (
        ({"migrations": [*told["migrations"], "9999_flying"]}, OtherProgram),
        ({"format": 2}, NoBackup),
        ({"tables": 3}, NoBackup),
    ):
        (backup / "manifest.json").write_text(json.dumps(told | change))
        write_sums(backup)
        with pytest.raises(problem):
            await restore(backup, home)
    (backup / "SHA256SUMS").unlink()
    (backup / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(NoBackup, match="SHA256SUMS"):
        await restore(backup, home)
    assert not home.data.exists()


async def test_a_backup_that_is_cut_off_leaves_nothing(
    installed: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with installed.furnished():
        pass
    there = sorted(os.listdir(tmp_path))  # noqa: PTH208
    began = asyncio.Event()

    async def slow(file: Path, dsn: str, *, tools: Path) -> None:
        began.set()
        await load(file, dsn, tools=tools)
        await asyncio.sleep(60)

    monkeypatch.setattr(making, "load", slow)
    cut_off = asyncio.create_task(backed_up(installed, tmp_path / "backup", trial=True))
    await began.wait()
    cut_off.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cut_off
    assert sorted(os.listdir(tmp_path)) == there  # noqa: PTH208


async def test_a_trial_that_finds_less_keeps_no_backup(
    installed: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with installed.furnished() as (house, _):
        await house.pool.execute("create table forgotten as select 1 as one")

    async def forgetful(file: Path, dsn: str, *, tools: Path) -> None:
        await load(file, dsn, tools=tools)
        conn = await connect(dsn)
        await conn.execute("update forgotten set one = 2")
        await conn.close()

    monkeypatch.setattr(making, "load", forgetful)
    with pytest.raises(NotRestored, match="table forgotten"):
        await backed_up(installed, tmp_path / "backup", trial=True)
    assert not (tmp_path / "backup").exists()


async def test_a_newer_server_and_a_failing_tool_are_sentences(
    installed: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "newest_tools", lambda _given: Binaries(tmp_path, 14))
    with pytest.raises(ToolsTooOld, match="the tools here are 14"):
        await backed_up(installed, tmp_path / "backup")
    (tmp_path / "x.dump").write_bytes(b"no dump")
    tools = newest_tools(None).folder
    with pytest.raises(ToolFailed, match=r"pg_restore failed: .*does not appear to be a valid archive"):
        await load(tmp_path / "x.dump", installed.dsn, tools=tools)


def test_no_password_on_a_command_line() -> None:
    for dsn in (
        "postgresql://hilft:s%40crEt@db.example:5432/desk?sslmode=require",
        "postgresql://hilft@a.example,b.example/desk?password=s%40crEt&target_session_attrs=read-write",
        "postgresql://hilft:s%40crEt@/hilft?host=%2Fvar%2Frun%2Fx&port=5433",
    ):
        bare, password = without_password(dsn)
        assert password == "s@crEt"
        assert "crEt" not in bare
        assert bare.startswith("postgresql://hilft@")
    assert without_password("postgresql://db.example/desk") == ("postgresql://db.example/desk", "")
    assert "host=%2Fvar%2Frun%2Fx" in bare


async def test_contents_tell_a_changed_letter_but_not_an_order(installed: Installed) -> None:
    async with installed.start() as house:
        seen = []
        for rows in ("('a', 1), ('b', 2)", "('b', 2), ('a', 1)", "('b', 2), ('a', 3)"):
            await house.pool.execute("drop table if exists kept; create table kept (text text, number int)")
            await house.pool.execute(f"insert into kept values {rows}")  # noqa: S608 - rows of this test
            async with snapshot(installed.dsn) as moment:
                seen.append((await contents(moment.conn))["kept"])
    assert seen[0] == seen[1] != seen[2]
    assert seen[0].rows == seen[2].rows == 2


async def test_a_backup_of_an_older_schema_is_restored_and_migrated(
    installed: Installed, tmp_path: Path, database_server: TestServer
) -> None:
    folder = Path(app.__file__).parents[1] / "db" / "migrations"
    older = tmp_path / "older"
    older.mkdir()
    for file in sorted(folder.glob("*.sql"))[:2]:
        (older / file.name).write_bytes(file.read_bytes())
    async with (
        empty_database(database_server, f"old_{os.getpid()}") as old,
        empty_database(database_server, f"new_{os.getpid()}") as new,
    ):
        await migrate(old, folder=older)
        manifest = await back_up(
            Desk(old, tmp_path / "none", None), tmp_path / "backup", version="0.0.9", now=NOW, trial=False
        )
        assert (manifest.installation, manifest.files) == ("", 0)
        await restore(tmp_path / "backup", Home(tmp_path / "restored", new))
        assert await migrate(new)
