"""kill -9 at every named step and at random moments, under a stream of messages; then both ledgers are compared."""

import ast
import asyncio
import os
import sys
import time
from collections.abc import Iterator, Sequence
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
NEWS_STEPS = ("news.claimed", "news.done")
"Killed at in `test_announcing`."
SHORT = ("intake.cursor", "intake.kept", "digest.taken_in", "digest.committed", "outbox.claimed", "outbox.sent",
         "outbox.recording", "outcome.taking", "api.committed", "postgres", "web", "worker")  # fmt: skip
LONG = int(os.environ.get("HILFT_PROVE_KILLS", "1000"))
BATCH = 50
"After so many kills the ledgers are compared; in each third batch two workers share the work."
SETTLED_SECONDS = 120.0
"Without anything becoming better."


def test_every_step_in_the_source_is_killed_at() -> None:
    found = set()
    for path in Path(hilft.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "failpoint":
                assert isinstance(node.args[0], ast.Constant)
                found.add(node.args[0].value)
    assert found == {*WORK_STEPS, *WEB_STEPS, *NEWS_STEPS}
    assert {each for each in SHORT if "." in each} <= found


async def test_nothing_is_lost_or_doubled_whoever_dies(tmp_path: Path, prove: bool) -> None:
    random = Random(int(time.time()) if prove else 20261123)
    kills = [random.choice((*WORK_STEPS, *WEB_STEPS, "postgres", "web", "worker")) for _ in range(LONG)]
    async with opened(tmp_path) as ground:
        await asyncio.gather(ground.start("web"), ground.start("worker"))
        await ground.listens()  # a new account begins with the network's newest page: nobody speaks before
        traffic = Traffic(ground, random, pause=0.12 if prove else 0.25)
        for nth, batch in enumerate(batched(kills if prove else random.sample(SHORT, len(SHORT)), BATCH)):
            async with traffic.flowing():
                await again(ground, "worker")
                if nth % 3 == 1:
                    await two_workers(ground, batch, random)
                else:
                    for kill in batch:
                        await kill_once(ground, kill, random)
                await again(ground, "worker")
            await settled(ground, traffic)
        assert traffic.said.heard
        assert traffic.said.answers


def batched(kills: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (kills[start : start + size] for start in range(0, len(kills), size))


async def two_workers(ground: Ground, batch: Sequence[str], random: Random) -> None:
    """Let them die while another worker lives and goes on; what the dead one held is free when its lease ends."""
    for kill in batch:
        if kill in WEB_STEPS or kill in {"web", "postgres"}:
            await kill_once(ground, kill, random)
        else:
            await asyncio.gather(again(ground, "worker"), again(ground, "second"))
            await asyncio.sleep(random.uniform(0, 0.5))
            await ground.shoot(random.choice(("worker", "second")))
            ground.tell("one of two workers")
    await ground.shoot("second")


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
    ground.tell(kill)


async def again(ground: Ground, victim: str, step: str = "") -> None:
    """Start it unless it runs."""
    if ground.runs(victim):
        return
    if victim != "web" and not ground.workers:
        await ground.let_leases_end()
    await ground.start(victim, step=step)


def _left(found: Sequence[str]) -> int:
    return len(found) + sum(
        int(each.rpartition(" ")[2]) for each in found if each.startswith("receipts left")
    )


async def settled(ground: Ground, traffic: Traffic) -> None:
    """Wait until both ledgers agree; fail with what they still differ in."""
    fewest, until = sys.maxsize, 0.0
    while True:
        assert ground.runs("web"), "somebody else ended the web process"
        assert ground.runs("worker"), "somebody else ended the worker"
        await ground.let_hours_pass()
        begun = time.monotonic()
        found = differences(traffic.said, ground.town, await desk_at(ground.server.dsn))
        if not found:
            return
        if _left(found) < fewest:  # as long as it becomes less a busy machine is waited for
            fewest, until = _left(found), time.monotonic() + SETTLED_SECONDS
        assert time.monotonic() < until, "\n".join(found[:30]) + ground.said()[-3000:]
        # Whoever compares ten thousand messages keeps the network waiting, which lives in this process, too.
        await asyncio.sleep(max(0.25, 2 * (time.monotonic() - begun)))
