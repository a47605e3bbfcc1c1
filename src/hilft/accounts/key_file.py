"""The key file: one key text per line, the one that seals first, readable by its owner alone."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from hilft.accounts.problems import KeyFileBroken, KeyFileOpen, KeyFileUnwritable
from hilft.accounts.vault import MINIMUM

_LARGEST = 64 * 1024


def read_key_file(path: Path) -> list[str] | None:
    """Give the key texts; None: there is no such file. Raises a ``VaultProblem``; blocks."""
    try:
        content = _read_private(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        texts = content.decode("ascii").split()
    except UnicodeDecodeError:
        texts = []
    if not texts or any(len(text) < MINIMUM for text in texts):
        raise KeyFileBroken(path=str(path))
    return texts


def make_key_file(path: Path) -> list[str]:
    """Make a new key, whole or not at all; when somebody else was faster, theirs counts. Blocks."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(fresh, secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(fresh, path)  # unlike a rename, never over a key that is there
        fresh.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    return read_key_file(path) or make_key_file(path)


def _read_private(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise KeyFileBroken(path=str(path))
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeyFileOpen(path=str(path))
        return os.read(handle, _LARGEST)
    finally:
        os.close(handle)


def _write_whole(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot(path: Path, error: OSError) -> KeyFileUnwritable:
    return KeyFileUnwritable(path=str(path), reason=error.strerror or type(error).__name__)
