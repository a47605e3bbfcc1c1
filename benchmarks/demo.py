"""``hilft demo`` as a program of its own, as a newcomer starts it."""

import asyncio
import contextlib
import json
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

_PATIENCE_SECONDS = 120.0
_LOOK_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo. ``started_after``: seconds from the start of the process to the first answer of desk and town."""

    facts: dict[str, Any]
    started_after: float
    process: asyncio.subprocess.Process

    @property
    def desk(self) -> str:
        return str(self.facts["desk_url"])

    @property
    def town(self) -> str:
        return str(self.facts["town_url"])

    def family(self) -> list[psutil.Process]:
        """Give the process and everything it has started."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]


@contextlib.asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Demo]:
    """Start it on a folder (a new one: from cold), on free ports; stop it as Ctrl+C does."""
    info = await asyncio.to_thread(_make_room, folder)
    started = time.perf_counter()
    with folder.with_name(f"{folder.name}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hilft.cli", "demo", "--port", "0", "--town-port", "0",
            "--data", str(folder), "--info", str(info), stdout=log, stderr=log,
        )  # fmt: skip
    try:
        facts = await _facts(process, info)
        async with httpx.AsyncClient() as client:
            (await client.get(f"{facts['desk_url']}/desk/sign-in")).raise_for_status()
            (await client.get(f"{facts['town_url']}/api/v2/instance")).raise_for_status()
        yield Demo(facts, time.perf_counter() - started, process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.wait()


def _make_room(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    info = folder.with_name(f"{folder.name}.json")
    info.unlink(missing_ok=True)
    return info


def _read(info: Path) -> dict[str, Any] | None:
    if not info.exists():
        return None
    facts: dict[str, Any] = json.loads(info.read_text())
    return facts


async def _facts(process: asyncio.subprocess.Process, info: Path) -> dict[str, Any]:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.returncode is None:
        facts = _read(info)
        if facts is not None:
            return facts
        await asyncio.sleep(_LOOK_SECONDS)
    raise RuntimeError(f"the demo did not start: see {info.with_suffix('.log')}")


@contextlib.asynccontextmanager
async def signed_in(running: Demo, number: int = 0) -> AsyncIterator[httpx.AsyncClient]:
    """Sign an agent in; the client keeps the cookie."""
    agent = running.facts["agents"][number]
    async with httpx.AsyncClient(base_url=running.desk, timeout=30) as client:
        answer = await client.post(
            "/desk/sign-in",
            data={"login": agent["login"], "password": agent["password"], "next": "/desk/inbox"},
        )
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise RuntimeError(f"could not sign in: {answer.status_code}")
        yield client


async def post(running: Demo, text: str, number: int = 0) -> dict[str, Any]:
    """Let a citizen of the town write something in public; give the status."""
    citizen = running.facts["customers"][number % len(running.facts["customers"])]
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {citizen['access_token']}"}) as client:
        answer = await client.post(
            f"{running.town}/api/v1/statuses", json={"status": text, "visibility": "public"}
        )
    answer.raise_for_status()
    status: dict[str, Any] = answer.json()
    return status
