"""Servers that outlived us: told apart from stale files, zombies and strangers by what the system says of the process."""

import asyncio
import signal
from dataclasses import dataclass
from pathlib import Path

import psutil

_PID_LINE, _PORT_LINE, _STATE_LINE = 0, 3, 7
_PATIENCE = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
"PostgreSQL's fast, immediate and last way to stop, each with the seconds it gets."


@dataclass(frozen=True, slots=True)
class PidFile:
    """What a server wrote about itself into ``postmaster.pid``."""

    pid: int
    ready: bool


def read_pid_file(cluster: Path) -> PidFile | None:
    """Read ``postmaster.pid``; None when it is not there or not whole."""
    try:
        lines = (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
        state = lines[_STATE_LINE].strip() if len(lines) > _STATE_LINE else ""
        return PidFile(int(lines[_PID_LINE]), ready=state == "ready")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_server_of(pid: int, cluster: Path) -> bool:
    """Whether this process is alive, a PostgreSQL, and at work in this cluster."""
    try:
        process = psutil.Process(pid)
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.name().startswith("postgres")
            and Path(process.cwd()).resolve() == cluster.resolve()
        )
    except psutil.Error:
        return False


async def end_survivor(cluster: Path) -> int | None:
    """End the server that a killed supervisor left behind, give its pid; mend a pid file that names a stranger.

    Call only while holding the data directory.
    """
    found = read_pid_file(cluster)
    if found is None:
        return None
    if is_server_of(found.pid, cluster):
        await _end(found.pid, cluster)
        return found.pid
    if psutil.pid_exists(found.pid):
        # The number was given to another process since; PostgreSQL would refuse to start because "it" is alive.
        for stray in (p.pid for p in psutil.process_iter() if is_server_of(p.pid, cluster)):
            await _end(stray, cluster)
        (cluster / "postmaster.pid").unlink(missing_ok=True)
    return None


async def _end(pid: int, cluster: Path) -> None:
    for number, seconds in _PATIENCE:
        try:
            psutil.Process(pid).send_signal(number)
        except psutil.Error:
            return
        for _ in range(int(seconds / 0.02)):
            if not is_server_of(pid, cluster):
                return
            await asyncio.sleep(0.02)
