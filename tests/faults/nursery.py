"""Starts the real programs by fork from a process that has imported what they import from others, and nothing of ours.

A start costs half a second of work instead of nearly two; a thousand kills fit into an evening. The code of hilft is
imported by each child anew, with the environment it is given, as if somebody had typed the command.
"""

import asyncio
import contextlib
import json
import os
import pkgutil
import runpy
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_FOREIGN = (
    "import sys, json, hilft.cli; print(json.dumps([m for m in sys.modules if m.split('.')[0] != 'hilft']))"
)


@dataclass
class Child:
    """A program that is not our own child; what is asked of it is asked of the kernel."""

    pid: int
    _handle: int = field(default=-1, init=False)

    def __post_init__(self) -> None:
        try:
            self._handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            self._handle = -1  # it is dead already

    def poll(self) -> int | None:
        """Give None as long as it lives."""
        if self._handle >= 0 and not self._dies_within(0):
            return None
        self._let_go()
        return 0

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self) -> int:
        if self._handle >= 0:
            self._dies_within(None)
        self._let_go()
        return 0

    def _dies_within(self, milliseconds: int | None) -> bool:
        asked = select.poll()  # not select(), which knows a thousand descriptors and no more
        asked.register(self._handle, select.POLLIN)
        return bool(asked.poll(milliseconds))

    def _let_go(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1


@dataclass
class Nursery:
    """Where programs are started from."""

    _process: asyncio.subprocess.Process
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def opened(cls) -> Self:
        process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        return cls(process)

    async def start(self, arguments: Sequence[str], env: Mapping[str, str], output: Path) -> Child:
        assert self._process.stdin
        assert self._process.stdout
        told = {"arguments": list(arguments), "env": dict(env), "output": str(output)}
        async with self._turn:
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            return Child(int(await self._process.stdout.readline()))

    async def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()


def _main() -> None:
    found = subprocess.run([sys.executable, "-c", _FOREIGN], check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    for name in json.loads(found.stdout):
        with contextlib.suppress(ImportError, ValueError):  # a part of a compiled package, imported with it
            pkgutil.resolve_name(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(told["arguments"], told["env"], told["output"])
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _become(arguments: list[str], env: dict[str, str], output: str) -> None:
    """Be the program from here on; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream, number in ((os.open(os.devnull, os.O_RDONLY), 0), (written, 1), (written, 2)):
        os.dup2(stream, number)
    sys.argv = ["hilft", *arguments]
    try:
        runpy.run_module("hilft.cli", run_name="__main__")
    finally:
        sys.stdout.flush()
        os._exit(1)


if __name__ == "__main__":
    _main()
