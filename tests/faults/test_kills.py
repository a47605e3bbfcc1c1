"""kill -9 at every named step and at random moments, under a stream of messages; then both ledgers are compared."""

import ast
import asyncio
import os
import time
from pathlib import Path
from random import Random

import pytest

import hilft
from tests.faults.ground import Ground, opened
from tests.faults.ledger import desk_at, differences
from tests.faults.traffic import Traffic

pytestmark = [pytest.mark.anyio, pytest.mark.house]

WORK_STEPS = (
    "intake.pulled",
    "intake.receipts",
    "intake.cursor",
    "intake.kept",
    "digest.message",
    "digest.taken_in",
    "digest.committed",
    "outbox.claiming",
    "outbox.claimed",
    "outbox.sent",
    "outbox.recording",
    "outbox.recorded",
    "outcome.taking",
    "outcome.taken",
)
WEB_STEPS = ("api.done", "api.committed")
SHORT = ("intake.cursor", "intake.kept", "digest.taken_in", "digest.committed", "outbox.claimed", "outbox.sent",
         "outbox.recording", "outcome.taking", "api.committed", "postgres", "web", "worker")  # fmt: skip
LONG = int(os.environ.get("HILFT_PROVE_KILLS", "1000"))
SETTLED_SECONDS = 120.0


def test_every_step_in_the_source_is_killed_at() -> None:
    found = set()
    for path in Path(hilft.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "failpoint":
                assert isinstance(node.args[0], ast.Constant)
                found.add(node.args[0].value)
    assert found == {*WORK_STEPS, *WEB_STEPS}
    assert {each for each in SHORT if "." in each} <= found


async def test_nothing_is_lost_or_doubled_whoever_dies(tmp_path: Path, prove: bool) -> None:
    random = Random(int(time.time()) if prove else 20261123)
    kills = [random.choice((*WORK_STEPS, *WEB_STEPS, "postgres", "web", "worker")) for _ in range(LONG)]
    async with opened(tmp_path) as ground:
        await asyncio.gather(ground.start("web"), ground.start("worker"))
        traffic = Traffic(ground, random, pause=0.12 if prove else 0.25)
        async with traffic.flowing():
            for kill in kills if prove else random.sample(SHORT, len(SHORT)):
                await kill_once(ground, kill, random)
            await again(ground, "worker")
        assert traffic.said.heard
        assert traffic.said.answers
        await settled(ground, traffic)


async def kill_once(ground: Ground, kill: str, random: Random) -> None:
    """Let one of them die. A worker stays dead: whoever needs one next starts it."""
    victim = "web" if kill in WEB_STEPS or kill == "web" else "postgres" if kill == "postgres" else "worker"
    if "." in kill:
        if ground.runs(victim):
            await ground.shoot(victim)
        await again(ground, victim, f"{kill}:{random.randint(1, 3)}")
        await ground.ended(victim)
    else:
        await again(ground, "worker")
        await asyncio.sleep(random.uniform(0, 0.5))
        await ground.shoot(victim)
    if victim == "web":
        await again(ground, victim)


async def again(ground: Ground, victim: str, step: str = "") -> None:
    """Start it unless it runs."""
    if ground.runs(victim):
        return
    if victim == "worker":
        await ground.let_leases_end()
    await ground.start(victim, step=step)


async def settled(ground: Ground, traffic: Traffic) -> None:
    """Wait until both ledgers agree; fail with what they still differ in."""
    until = time.monotonic() + SETTLED_SECONDS
    while True:
        await ground.let_hours_pass()
        found = differences(traffic.said, ground.town, await desk_at(ground.server.dsn))
        if not found:
            return
        assert time.monotonic() < until, "\n".join(found[:30]) + ground.said()[-3000:]
        await asyncio.sleep(0.25)
