"""The nursery outlives a thousand programs: of a dead one nothing is held."""

import os
import subprocess
import sys
from pathlib import Path

from tests.faults.nursery import Child

_WAITS = [sys.executable, "-S", "-c", "import sys; sys.stdin.read()"]


def test_of_a_dead_program_nothing_is_held() -> None:
    with subprocess.Popen(_WAITS, stdin=subprocess.PIPE) as program:  # noqa: S603 - our own words
        before = held()
        watched, waited_for = Child(program.pid), Child(program.pid)
        assert watched.poll() is None
        assert held() == before + 2
        watched.kill()
        assert waited_for.wait() == 0
        assert watched.poll() == 0
        assert held() == before
    assert watched.poll() == 0


def held() -> int:
    return len(list(Path(f"/proc/{os.getpid()}/fd").iterdir()))
