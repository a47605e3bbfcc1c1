"""The facility itself: it kills at the n-th time, and is a function without a body unless the environment says so."""

import os
import signal
import subprocess
import sys

from hilft.failpoint import VARIABLE

_THREE_TIMES = (
    "from hilft.failpoint import failpoint\n"
    "for n in range(1, 4):\n"
    "    failpoint('other')\n"
    "    print(n, flush=True)\n"
    "    failpoint('here')\n"
)


def run(wanted: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own line of Python
        [sys.executable, "-c", _THREE_TIMES],
        env={**os.environ, VARIABLE: wanted},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_it_kills_at_the_second_time() -> None:
    done = run("here:2")
    assert done.returncode == -signal.SIGKILL
    assert done.stdout.split() == ["1", "2"]


def test_it_does_nothing_unless_asked() -> None:
    done = run("")
    assert (done.returncode, done.stdout.split()) == (0, ["1", "2", "3"])
