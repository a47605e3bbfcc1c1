"""Files by what is in them: a folder of blobs named by their SHA-256, shared by every process of the machine."""

import asyncio
import contextlib
import errno
import hashlib
import os
import re
import secrets
import time
from pathlib import Path

from hilft.problems import NotFound, Unavailable

_NAME = re.compile(r"[0-9a-f]{64}")
_JUST_NOW_SECONDS = 3600.0
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}


class NoSuchFile(NotFound):
    """This file is not there any more."""


class Store:
    """Content-addressed files below one folder; every call does its work in a thread.

    A name is the lower-case hex SHA-256 of the content, so writing twice is writing once. Two levels of folders
    keep every folder small.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes) -> str:
        """Keep ``content`` durably (fsync, then rename) and give its name; raises ``Unavailable`` when there is no room."""
        return await asyncio.to_thread(self._put, content)

    async def get(self, sha256: str) -> bytes:
        """Give the content of a name; raises ``NoSuchFile``, also when the disk gives back something else."""
        return await asyncio.to_thread(self._get, sha256)

    async def exists(self, sha256: str) -> bool:
        return await asyncio.to_thread(self._path(sha256).is_file)

    async def delete(self, sha256: str) -> None:
        """Forget a file; one that is not there is no error."""
        await asyncio.to_thread(self._path(sha256).unlink, missing_ok=True)

    async def forget(self, sha256: str) -> None:
        """Delete a file that nothing refers to, unless somebody put the same in the last hour and may yet refer to it."""
        await asyncio.to_thread(self._forget, sha256)

    def _put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        try:
            if _holds(path, len(content)):
                os.utime(path)  # see ``forget``
            else:
                _make_folders(self._folder, path.parent)
                _write(path, content)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise Unavailable from error
            raise
        return name

    def _forget(self, sha256: str) -> None:
        path = self._path(sha256)
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _JUST_NOW_SECONDS:
                path.unlink()

    def _get(self, sha256: str) -> bytes:
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NoSuchFile from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NoSuchFile
        return content

    def _path(self, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise NoSuchFile
        return self._folder / sha256[:2] / sha256[2:4] / sha256


def _holds(path: Path, size: int) -> bool:
    # A file of another size was damaged by the disk: it is written anew.
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _make_folders(top: Path, folder: Path) -> None:
    for step in (top, folder.parent, folder):
        if not step.is_dir():
            step.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(step.parent)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
