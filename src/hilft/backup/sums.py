"""SHA-256 over everything in a backup, in the form that ``sha256sum -c SHA256SUMS`` reads. All of it blocks."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from hilft.backup.problems import BackupDamaged, NoBackup

SUMS = "SHA256SUMS"
_CHUNK = 1024 * 1024


def sum_of(file: Path) -> str:
    """Give the lower-case hex SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write the sums of everything in the folder and bring all of it to the disk."""
    lines = [f"{sum_of(file)}  {file.relative_to(folder)}\n" for file in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    for path in (*_files(folder), folder / SUMS, *(p for p in folder.rglob("*") if p.is_dir()), folder):
        sync(path)


def check_sums(folder: Path) -> None:
    """Raise ``BackupDamaged`` for the first file that is missing, strange or changed; ``NoBackup`` without sums."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NoBackup(path=str(folder), reason=f"it has no {SUMS}") from error
    wanted = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {str(file.relative_to(folder)): file for file in _files(folder)}
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found or sum_of(found[name]) != wanted.get(name):
            raise BackupDamaged(path=str(folder), file=name)


def copy_files(source: Path, target: Path) -> tuple[int, int, tuple[str, ...]]:
    """Copy the content-addressed files; give how many, how many bytes, and which were damaged and left out.

    A file that vanishes meanwhile was erased on purpose and is no loss.
    """
    count, size, damaged = 0, 0, list[str]()
    for file in sorted(source.glob("??/??/*")):
        if file.name.startswith("."):
            continue  # a draft of a writer at work
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            shutil.copyfile(file, copy)
        except FileNotFoundError:
            continue
        if sum_of(copy) != file.name:
            copy.unlink()
            damaged.append(file.name)
            continue
        copy.chmod(0o600)
        count, size = count + 1, size + copy.stat().st_size
    return count, size, tuple(damaged)


def sync(path: Path) -> None:
    """Bring one file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / SUMS)
