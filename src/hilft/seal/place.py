"""Where we are: what the system says of a file and of its machine."""

import ctypes
import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from hilft.seal.model import Place

_MACHINE_ID = Path("/etc/machine-id")
_HARDWARE_ID = Path("/sys/class/dmi/id/product_uuid")
_CONTAINER_FILES = (Path("/.dockerenv"), Path("/run/.containerenv"))
_CONTAINER_VARIABLES = ("container", "KUBERNETES_SERVICE_HOST")
_PURPOSE = b"hilft.seal"
"machine-id(5): the number itself must not be shown; a hash for one purpose may."

_AT_EMPTY_PATH = 0x1000
_STATX_BTIME = 0x800
_STATX_BYTES = 256
_MASK_AT, _BTIME_AT = 0, 80
"Offsets in ``struct statx`` (statx(2)): the mask of what was filled in, and the time of birth."


def place_of(file: int, path: Path, environment: Mapping[str, str] | None = None) -> Place:
    """Describe an open file (its descriptor) and what it is called; raises ``OSError``. Blocks."""
    contained = _in_container(os.environ if environment is None else environment)
    return Place(
        inode=os.fstat(file).st_ino,
        born=birth(file),
        path=str(path.absolute()),
        machine="" if contained else _hashed(_MACHINE_ID),
        hardware="" if contained else _hashed(_HARDWARE_ID),
    )


def birth(file: int) -> int:
    """When an open file was made, in nanoseconds; 0 where system or file system do not tell. No program can set it."""
    told = getattr(os.fstat(file), "st_birthtime", None)
    if told is not None:
        return int(told * 1_000_000_000)
    statx = getattr(ctypes.CDLL(None, use_errno=True), "statx", None)
    if statx is None:
        return 0
    answer = ctypes.create_string_buffer(_STATX_BYTES)
    failed = statx(file, ctypes.c_char_p(b""), _AT_EMPTY_PATH, _STATX_BTIME, answer)
    if failed or not _number(answer, _MASK_AT, 4) & _STATX_BTIME:
        return 0
    return _number(answer, _BTIME_AT, 8) * 1_000_000_000 + _number(answer, _BTIME_AT + 8, 4)


def _number(answer: ctypes.Array[ctypes.c_char], at: int, size: int) -> int:
    return int.from_bytes(answer.raw[at : at + size], sys.byteorder)


def _in_container(environment: Mapping[str, str]) -> bool:
    """In a container the volume is the home: its machine may change with every start."""
    return any(environment.get(name) for name in _CONTAINER_VARIABLES) or any(
        file.exists() for file in _CONTAINER_FILES
    )


def _hashed(file: Path) -> str:
    try:
        told = file.read_bytes().strip().lower()
    except OSError:
        return ""
    return hashlib.sha256(_PURPOSE + told).hexdigest() if told else ""
