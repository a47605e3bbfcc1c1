"""The data directory: one owner at a time, a cluster that is whole or not there, a password kept in a file of mode 600."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hilft.db.embedded.binaries import Binaries
from hilft.db.embedded.problems import DataDirectoryInUse, DataDirectoryUnusable, EmbeddedDiskFull, explain
from hilft.db.embedded.runner import Runner

USER = "hilft"
NEXT = "cluster.next"
"A whole cluster of a newer version, on its way into the place of the old one."
_SOCKET_PATH_BYTES = 107
"sun_path of unix(7) without its closing zero."
_BUILTIN_LOCALE = 17
"The first version with a C.UTF-8 that does not depend on the system's libraries."


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[Path]:
    """Be the only one on this directory, give its full path; the lock ends with the process, however it ends.

    Raises ``DataDirectoryInUse`` or ``DataDirectoryUnusable``.
    """
    data = folder.absolute()
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o711)
        lock = (data / "lock").open("a+")
    except OSError as error:
        raise DataDirectoryUnusable(path=str(data), reason=error.strerror or str(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise DataDirectoryInUse(path=str(data), pid=lock.read().strip() or "unknown") from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield data


def password_of(data: Path) -> str:
    """Give the password of the cluster, made at the first start."""
    file = data / "password"
    if not file.exists():
        part = file.with_suffix(".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:  # noqa: PTH123
            out.write(secrets.token_urlsafe(24))
            out.flush()
            os.fsync(out.fileno())
        part.rename(file)
    return file.read_text()


def socket_folder(data: Path, runner: Runner) -> Path:
    """Make the folder of the socket, mode 0700; a short one elsewhere when the path is too long or out of reach."""
    folder = data / "run"
    if len(os.fsencode(folder / ".s.PGSQL.65535.lock")) > _SOCKET_PATH_BYTES or not runner.reaches(folder):
        name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"hilft-{os.geteuid()}-{name}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.is_symlink() or folder.lstat().st_uid not in {os.geteuid(), runner.uid}:
        folder = Path(tempfile.mkdtemp(prefix="hilft-"))
    for stale in folder.glob(
        ".s.PGSQL.*"
    ):  # of a server that was killed; we hold the directory, so none is alive
        stale.unlink()
    folder.chmod(0o700)
    runner.own(folder)
    return folder


def drop_socket_folder(data: Path, folder: Path) -> None:
    """Leave nothing behind outside the data directory."""
    if folder.parent != data:
        shutil.rmtree(folder, ignore_errors=True)


def finish_upgrade(data: Path) -> None:
    """Do the last step of an upgrade that was cut off between its two renames (see ``upgrade``)."""
    following, cluster = data / NEXT, data / "cluster"
    if (following / "PG_VERSION").exists() and not cluster.exists():
        following.rename(cluster)


def data_argument(cluster: Path, runner: Runner) -> str:
    """Name the cluster to its server.

    A server that runs as another user may not be able to walk to it (/root and pytest's folders are 0700), but it is
    started inside, and its own working directory is always open to it.
    """
    return str(cluster) if runner.reaches(cluster) else "/proc/self/cwd"


def prepare_cluster(data: Path, binaries: Binaries, runner: Runner, sockets: Path) -> Path:
    """Make the cluster at the first start, mend its owner and mode at every other one; raises ``EmbeddedProblem``."""
    cluster = data / "cluster"
    try:
        if not (cluster / "PG_VERSION").exists():
            _init(data, cluster, binaries, runner, sockets)
        cluster.chmod(0o700)
        runner.own(cluster)
    except OSError as error:
        if error.errno == 28:  # noqa: PLR2004 - ENOSPC
            raise EmbeddedDiskFull(path=str(data)) from error
        raise DataDirectoryUnusable(path=str(data), reason=error.strerror or str(error)) from error
    return cluster


def _init(data: Path, cluster: Path, binaries: Binaries, runner: Runner, sockets: Path) -> None:
    """Run initdb beside the final place and move it there: a start that was cut off leaves nothing half-made."""
    for leftover in data.glob("cluster.part-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    # A name of its own: the initdb of a killed start may still be at work.
    part = data / f"cluster.part-{secrets.token_hex(4)}"
    part.mkdir(mode=0o700)
    runner.own(part)
    secret = sockets / "password"
    secret.touch(mode=0o600)
    secret.write_text(password_of(data))
    runner.own(secret)
    locale = ["--locale=C"]
    if binaries.major >= _BUILTIN_LOCALE:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [
        *(str(binaries.folder / "initdb"), "--pgdata", data_argument(part, runner), "--username", USER),
        *("--pwfile", str(secret), "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"),
        *("--no-instructions", *locale),
    ]
    log = data / "initdb.log"
    try:
        with log.open("wb") as output, runner.popen(command, cwd=part, output=output) as process:
            code = process.wait(timeout=120)
    except subprocess.TimeoutExpired:
        code = -1
    finally:
        secret.unlink()
    if code != 0:
        raise explain(log, cluster, 0)
    part.rename(cluster)
    log.unlink()
