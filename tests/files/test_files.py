"""The file store: what was put comes back, once on the disk, readable by nobody else, or a clear sentence."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from hilft.files import NoSuchFile, Store
from hilft.problems import Unavailable

pytestmark = pytest.mark.anyio


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "files"


def blobs(folder: Path) -> list[Path]:
    return [found for found in folder.rglob("*") if found.is_file()]


@pytest.mark.parametrize("content", [b"", b"x", os.urandom(300_000)])
async def test_what_was_put_comes_back(folder: Path, content: bytes) -> None:
    store = Store(folder)
    name = await store.put(content)
    assert name == hashlib.sha256(content).hexdigest()
    assert await store.get(name) == content
    assert await store.exists(name)


async def test_the_same_content_is_written_once_and_for_nobody_else(folder: Path) -> None:
    store = Store(folder)
    name = await store.put(b"a picture")
    (path,) = blobs(folder)
    before = path.stat()
    assert await store.put(b"a picture") == name
    assert path.stat().st_ino == before.st_ino
    assert stat.S_IMODE(before.st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_a_damaged_file_is_not_given_out_and_is_mended_by_the_next_put(folder: Path) -> None:
    store = Store(folder)
    name = await store.put(b"a picture")
    (path,) = blobs(folder)
    path.write_bytes(b"half")
    with pytest.raises(NoSuchFile):
        await store.get(name)
    await store.put(b"a picture")
    assert await store.get(name) == b"a picture"


async def test_a_deleted_file_is_gone_and_deleting_again_is_no_error(folder: Path) -> None:
    store = Store(folder)
    name = await store.put(b"a picture")
    await store.delete(name)
    await store.delete(name)
    assert not await store.exists(name)
    with pytest.raises(NoSuchFile, match="not there any more"):
        await store.get(name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 63 + "/"])
async def test_a_name_is_never_a_path(folder: Path, name: str) -> None:
    with pytest.raises(NoSuchFile):
        await Store(folder).get(name)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
async def test_no_room_is_a_sentence_and_leaves_nothing_behind(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(folder)

    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    await store.put(b"the folders are there")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Unavailable, match="cannot store anything"):
            await store.put(b"too much")
    left = blobs(folder)
    assert len(left) == 1
    assert await store.put(b"too much")
