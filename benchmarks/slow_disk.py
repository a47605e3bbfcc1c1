"""PostgreSQL on a disk that flushes slowly: the same binaries behind a preloaded library that the benchmark compiles."""

import subprocess
from pathlib import Path

from hilft.db.embedded import Server

_SOURCE = Path(__file__).with_name("slow_fsync.c")
_WRAPPER = '#!/bin/sh\nexec env LD_PRELOAD="{library}" SLOW_FSYNC_US={microseconds} "{postgres}" "$@"\n'


def slow_binaries(server: Server, folder: Path, microseconds: int) -> Path:
    """Give a folder of binaries whose ``postgres`` flushes so much slower than the server's; needs ``cc``."""
    folder.mkdir(parents=True, exist_ok=True)
    library = folder / "slow_fsync.so"
    command = ["cc", "-O2", "-shared", "-fPIC", "-o", str(library), str(_SOURCE), "-ldl"]
    subprocess.run(command, check=True)  # noqa: S603 - the compiler, on our own source
    library.chmod(0o755)
    for real in server.binaries.folder.iterdir():
        link = folder / real.name
        link.unlink(missing_ok=True)
        if real.name == "postgres":
            link.write_text(_WRAPPER.format(library=library, microseconds=microseconds, postgres=real))
            link.chmod(0o755)
        else:
            link.symlink_to(real)
    return folder
