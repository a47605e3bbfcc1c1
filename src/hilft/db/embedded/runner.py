"""Who runs the server: PostgreSQL refuses to be root, so root hands it to an unprivileged user that exists."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from hilft.db.embedded.problems import NoServerUser, ServerUserCannotReach

_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Runner:
    """A system user; ``switch`` when it is not the one we are."""

    name: str
    uid: int
    gid: int
    switch: bool

    def popen(self, command: list[str], *, cwd: Path, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start a command as this user, in a session of its own: the terminal's Ctrl+C is for us, not for it.

        Plain ``subprocess`` and not asyncio's: uvloop knows no ``user=``. The directory is entered before the
        user is switched, so ``cwd`` may lie where the user could not walk to.
        """
        identity: dict[str, Any] = (
            {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        )
        return subprocess.Popen(  # noqa: S603 - our own binaries and arguments
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,
            umask=0o077,
            **identity,
        )

    def own(self, path: Path) -> None:
        """Give a file or folder, with everything in it, to this user."""
        if not self.switch:
            return
        for folder, _, files in os.walk(path):
            for name in (folder, *(os.path.join(folder, file) for file in files)):  # noqa: PTH118 - a walk speaks str
                if os.lstat(name).st_uid != self.uid:
                    os.lchown(name, self.uid, self.gid)
        if not path.is_dir():
            os.lchown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this user may walk to ``path`` (mode bits only; the proof is always to run something)."""
        if not self.switch:
            return True
        return all(self._enters(parent) for parent in path.resolve().parents)

    def _enters(self, folder: Path) -> bool:
        found = folder.stat()
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return bool(found.st_mode >> shift & 1)


def choose_runner(run_as: str | None) -> Runner:
    """Decide who runs the server; raises ``NoServerUser`` or ``ServerUserCannotReach``."""
    here = os.geteuid()
    if here != 0:
        me = pwd.getpwuid(here)
        if run_as and run_as != me.pw_name:
            raise ServerUserCannotReach(
                name=run_as, path="anything, as only root may switch users: the server"
            )
        return Runner(me.pw_name, here, os.getegid(), switch=False)
    for name in (run_as,) if run_as else _CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Runner(name, found.pw_uid, found.pw_gid, switch=True)
    raise NoServerUser(name=run_as or " or ".join(_CANDIDATES))
