"""The key file, and what is said when it is not as it should be."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hilft.accounts import (
    Account,
    KeyFileBroken,
    KeyFileOpen,
    KeyFileUnwritable,
    KeyMissing,
    KeyTooShort,
    WrongKey,
    open_vault,
)
from hilft.accounts.key_file import make_key_file, read_key_file
from hilft.db import Connection
from tests.accounts.conftest import KEY, OTHER_KEY

pytestmark = pytest.mark.anyio


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "secret.key"


async def test_the_first_start_makes_a_key_that_only_its_owner_reads(
    conn: Connection, key_file: Path
) -> None:
    before = os.umask(0)
    try:
        await open_vault(conn, secret_key="", key_file=key_file)
    finally:
        os.umask(before)
    assert mode_of(key_file) == 0o600
    assert names_beside(key_file) == ["secret.key"]
    made = read_key_file(key_file)
    await open_vault(conn, secret_key="", key_file=key_file)
    assert read_key_file(key_file) == made


def test_many_first_starts_at_once_agree_on_one_key(key_file: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        keys = list(threads.map(lambda _: make_key_file(key_file)[0], range(32)))
    assert len(set(keys)) == 1
    assert names_beside(key_file) == ["secret.key"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
async def test_a_key_that_others_read_is_refused(conn: Connection, key_file: Path, mode: int) -> None:
    write(key_file, KEY.encode(), mode)
    with pytest.raises(KeyFileOpen, match=f"chmod 600 {key_file}"):
        await open_vault(conn, secret_key="", key_file=key_file)


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 64, b"\n\n"])
async def test_a_broken_key_file_is_told_and_left_alone(
    conn: Connection, key_file: Path, content: bytes
) -> None:
    write(key_file, content, 0o600)
    with pytest.raises(KeyFileBroken, match="from a backup"):
        await open_vault(conn, secret_key="", key_file=key_file)
    assert not names_beside(key_file)[1:]
    assert written(key_file) == content


async def test_a_folder_that_cannot_be_written_is_told(conn: Connection, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KeyFileUnwritable, match="Not a directory"):
        await open_vault(conn, secret_key="", key_file=tmp_path / "file" / "secret.key")


async def test_a_folder_in_place_of_the_key_is_told(conn: Connection, tmp_path: Path) -> None:
    with pytest.raises(KeyFileBroken):
        await open_vault(conn, secret_key="", key_file=tmp_path)


async def test_a_lost_key_is_not_replaced_while_accounts_need_it(
    conn: Connection, key_file: Path, service: Account
) -> None:
    with pytest.raises(KeyMissing, match="from a backup, or set HILFT_SECRET_KEY"):
        await open_vault(conn, secret_key="", key_file=key_file)
    assert names_beside(key_file) == []


async def test_the_wrong_key_is_noticed_at_start(conn: Connection, key_file: Path, service: Account) -> None:
    with pytest.raises(WrongKey):
        await open_vault(conn, secret_key=OTHER_KEY.replace(" ", "-"), key_file=key_file)
    make_key_file(key_file)
    with pytest.raises(WrongKey):
        await open_vault(conn, secret_key="", key_file=key_file)


async def test_a_key_of_the_operator_needs_no_file(conn: Connection, key_file: Path) -> None:
    with pytest.raises(KeyTooShort):
        await open_vault(conn, secret_key="too short", key_file=key_file)
    await open_vault(conn, secret_key=KEY.replace(" ", "-"), key_file=key_file)
    assert names_beside(key_file) == []


def test_a_missing_file_is_no_error_and_two_lines_are_two_keys(key_file: Path) -> None:
    assert read_key_file(key_file) is None
    first = make_key_file(key_file)
    key_file.write_text("n" * 40 + "\n" + first[0] + "\n")
    assert read_key_file(key_file) == ["n" * 40, *first]


def write(path: Path, content: bytes, mode: int) -> None:
    """Put a key file there as somebody careless would."""
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(mode)


def written(path: Path) -> bytes:
    return path.read_bytes()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_beside(path: Path) -> list[str]:
    """Name what lies in the folder of the key file, hidden files too."""
    return sorted(each.name for each in path.parent.iterdir()) if path.parent.exists() else []
