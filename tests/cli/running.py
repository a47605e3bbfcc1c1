"""A real `hilft` in a process group of its own, as a person starts it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

WAIT_SECONDS = 60
_HILFT = Path(sys.executable).with_name("hilft")


@dataclass
class Running:
    """One running command; its output goes to a file so that it never blocks."""

    process: subprocess.Popen[bytes]
    output: Path

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, give the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=WAIT_SECONDS)

    def kill_group(self) -> None:
        """What `kill -9 -PGID` does: nobody gets to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=WAIT_SECONDS)


@contextmanager
def hilft(*arguments: str, output: Path, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Start a command in a process group of its own; whatever happens it is gone afterwards."""
    with output.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [_HILFT, *arguments],
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **(env or {})},
        )
    running = Running(process, output)
    try:
        yield running
    finally:
        if process.poll() is None:
            running.stop()


def wait_for(file: Path, running: Running) -> dict[str, Any]:
    """Wait for the INFO file; fail at once when the command has ended."""
    until = time.monotonic() + WAIT_SECONDS
    while not file.exists():
        assert running.process.poll() is None, running.said()
        assert time.monotonic() < until, running.said()
        time.sleep(0.02)
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def desk_of(info: dict[str, Any], initials: str = "ro") -> httpx.Client:
    """The JSON API as one of the agents."""
    (agent,) = (one for one in info["agents"] if one["initials"] == initials)
    headers = {"Authorization": f"Bearer {agent['api_token']}"}
    return httpx.Client(base_url=f"{info['desk_url']}/api/v1", headers=headers, timeout=20)


def town_of(info: dict[str, Any], handle: str = "otto") -> httpx.Client:
    """The town square as one of its citizens."""
    (citizen,) = (one for one in info["customers"] if one["handle"] == handle)
    headers = {"Authorization": f"Bearer {citizen['access_token']}"}
    return httpx.Client(base_url=f"{info['town_url']}/api/v1", headers=headers, timeout=20)
