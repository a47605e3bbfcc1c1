"""The seal file: written whole, its own inode and birth in it, so that no copy of it can be taken for it."""

import contextlib
import json
import os
import secrets
import uuid
from dataclasses import asdict
from pathlib import Path

from hilft.seal.model import Mark, Place
from hilft.seal.place import place_of
from hilft.seal.problems import SealUnwritable

NAME = "seal.json"


def read_seal(folder: Path) -> tuple[Mark | None, Place]:
    """Give what the seal says and where it lies; None for one that is missing or not whole. Blocks."""
    file = folder / NAME
    try:
        # One open file: its name may go to a newer one between two looks.
        with file.open(encoding="ascii") as opened:
            told, here = json.load(opened), place_of(opened.fileno(), file)
        return Mark(uuid.UUID(told["installation"]), int(told["renewals"]), Place(**told["place"])), here
    except (OSError, ValueError, KeyError, TypeError):
        return None, Place(0, 0, str(file.absolute()), "", "")


def write_seal(folder: Path, installation: uuid.UUID, renewals: int) -> None:
    """Put a new seal in the place of the old one, durably; raises ``SealUnwritable``. Blocks."""
    file = folder / NAME
    # Others may write at the same time: each its own draft, the last rename counts.
    draft = folder / f".{NAME}.{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            place = asdict(place_of(out.fileno(), file))
            json.dump({"installation": str(installation), "renewals": renewals, "place": place}, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
        _sync(folder)
    except OSError as error:
        raise SealUnwritable(path=str(file), reason=error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
