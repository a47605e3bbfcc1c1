"""A folder that is there whole or not at all."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hilft.backup.problems import AlreadyThere, NotEmpty
from hilft.backup.sums import sync


@contextlib.contextmanager
def becoming(target: Path, mode: int) -> Iterator[Path]:
    """Give a folder beside ``target`` that takes its name when the block ends well, and is gone otherwise.

    ``target`` may be an empty folder; raises ``NotEmpty`` for another one and ``AlreadyThere`` for a file.
    """
    target = target.absolute()
    _refuse(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with scratch(target.parent, f".{target.name}.part-") as part:
        part.chmod(mode)
        yield part
        _refuse(target)
        part.rename(target)
        sync(target.parent)


@contextlib.contextmanager
def scratch(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a new folder that an unprivileged server can walk through; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse(target: Path) -> None:
    if target.is_dir():
        if any(target.iterdir()):
            raise NotEmpty(place=str(target))
    elif target.exists() or target.is_symlink():
        raise AlreadyThere(path=str(target))
