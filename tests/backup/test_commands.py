"""`hilft backup` beside a running desk, `hilft restore`, and what they say about the key."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hilft import app
from hilft.cli import main
from hilft.settings import Settings
from tests.backup.conftest import furnish

pytestmark = pytest.mark.anyio


async def command(*arguments: str | Path) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, main, [str(one) for one in arguments])


async def test_beside_a_running_desk_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, backup, home = Settings(data=tmp_path / "data"), tmp_path / "backup", tmp_path / "home"
    async with app.database(settings) as dsn, app.open_house(settings, dsn, migrate=True) as house:
        await furnish(house)
        done = await command("backup", "--data", settings.data, backup)
        assert done.exit_code == 0, done.output
        assert "restored once and compared" in done.output
        assert f"is NOT in it. Keep it apart: {settings.data / 'secret.key'}" in done.output
        again = await command("backup", "--data", settings.data, backup)
        assert again.exit_code == 1
        assert "nothing is ever overwritten" in again.output
        with_key = await command(
            "backup", "--no-trial", "--with-key", "--data", settings.data, tmp_path / "key"
        )
        assert "its sums checked" in with_key.output
        assert "guard this backup like a password" in with_key.output
    done = await command("restore", "--data", home, backup)
    assert done.exit_code == 0, done.output
    assert f"put the key to {home / 'secret.key'}" in done.output
    assert "It starts as a copy" in done.output
    locked = await command("account", "list", "--data", home)
    assert locked.exit_code == 1
    assert "sealed with a key that is not here" in locked.output
    (home / "secret.key").write_bytes((tmp_path / "key" / "secret.key").read_bytes())
    (home / "secret.key").chmod(0o600)
    listed = await command("account", "list", "--data", home)
    assert "This desk is a copy. Its database was restored" in listed.output
    assert listed.output.count("paused: This desk is a copy.") == 2
    unsure = await command("confirm-only-copy", "--data", home)
    assert unsure.exit_code == 2
    assert "--yes" in unsure.output
    confirmed = await command("confirm-only-copy", "--yes", "--data", home)
    assert "still paused" in confirmed.output
    resumed = await command("confirm-only-copy", "--yes", "--resume", "--data", home)
    assert "This is no copy" in resumed.output
    assert "2 accounts speak again." in resumed.output
    monkeypatch.setenv("HILFT_SECRET_KEY", "a key of the operator, long enough for it")
    no_file = await command("backup", "--with-key", "--data", settings.data, tmp_path / "third")
    assert "comes from HILFT_SECRET_KEY" in no_file.output
