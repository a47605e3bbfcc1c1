"""A language model proposes: a real HTTP server answers well, badly, too much or not at all."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
import pytest

from hilft import memory
from hilft.db import transaction
from hilft.jobs import Job, WorkLoop
from hilft.memory import PROPOSE, FactState, Key, Learning, NoProposal, Proposer
from hilft.memory.proposing import read_answer
from tests.cases.world import World

pytestmark = pytest.mark.anyio

Answering = Callable[[asyncio.StreamWriter], Awaitable[None]]
TEXT = "Das Kästchen im Keller piept, seit der Elektriker da war."


def saying(*facts: dict[str, Any]) -> bytes:
    content = json.dumps({"facts": list(facts)})
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def answer(body: bytes, status: int = 200) -> Answering:
    async def write(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        with contextlib.suppress(ConnectionError):
            await writer.drain()

    return write


async def silence(_writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(1.5)  # half a second longer than anybody waits


@dataclass
class Endpoint:
    """What was asked, and a way to ask it."""

    proposer: Proposer
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@asynccontextmanager
async def endpoint(answering: Answering) -> AsyncIterator[Endpoint]:
    serving: set[asyncio.Task[Any] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1]) for line in head.lower().splitlines() if "content-length" in line
        )
        opened.asked.append((head, json.loads(await reader.readexactly(length))))
        await answering(writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with httpx.AsyncClient(trust_env=False) as http:
        opened = Endpoint(Proposer(http, f"http://127.0.0.1:{port}/v1/", "small", "geheim", seconds=1.0))
        async with server:
            yield opened
            await asyncio.gather(*(task for task in serving if task))


async def test_it_is_asked_as_such_endpoints_are() -> None:
    told = {"key": "device", "value": "Signalverstärker", "words": "Kästchen im Keller"}
    async with endpoint(answer(saying(told))) as there:
        (found,) = await there.proposer.propose(TEXT)
    head, body = there.asked[0]
    assert head.startswith("POST /v1/chat/completions ")
    assert "authorization: bearer geheim" in head.lower()
    assert (body["model"], body["messages"][1]) == ("small", {"role": "user", "content": TEXT})
    assert (found.key, found.value, TEXT[found.start : found.end]) == (
        Key.DEVICE,
        told["value"],
        told["words"],
    )


@pytest.mark.parametrize(
    "fact",
    [
        {"key": "shoe_size", "value": "44", "words": "Keller"},
        {"key": "device", "value": "Router", "words": "das steht nicht da"},
        {"key": "device", "value": "", "words": "Keller"},
        {"key": "device", "value": "x" * 500, "words": "Keller"},
        {"key": "device", "value": "a\u202eb", "words": "Keller"},
        {"key": "tried_restart", "value": "maybe", "words": "Keller"},
        {"key": ["device"], "value": 7, "words": None},
        "device",
    ],
)
def test_what_cannot_be_a_fact_of_the_text_is_left_out(fact: Any) -> None:
    assert read_answer(saying(fact), TEXT) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": {"content": "no json"}}]}', b"[" * 50_000],
)  # fmt: skip
def test_an_answer_that_is_none_proposes_nothing(body: bytes) -> None:
    assert read_answer(body, TEXT) == []


@pytest.mark.parametrize("answering", [silence, answer(b"", 503), answer(b"", 429)])
async def test_trouble_is_worth_another_try(answering: Answering) -> None:
    async with endpoint(answering) as there:
        with pytest.raises(NoProposal):
            await there.proposer.propose(TEXT)


@pytest.mark.parametrize("answering", [answer(b"no", 401), answer(b"x" * 100_000)])
async def test_a_refusal_or_an_endless_answer_is_not(answering: Answering) -> None:
    async with endpoint(answering) as there:
        assert await there.proposer.propose(TEXT) == []


async def run_jobs(world: World, learning: Learning) -> None:
    """Run what waits, as the work loop does, until nothing of this kind is left."""
    loop = WorkLoop(world.pool, Random(1))
    done = asyncio.Event()

    async def once(job: Job) -> None:
        await learning.propose(job)
        done.set()

    loop.on_detached(PROPOSE, once)
    running = asyncio.create_task(loop.run())
    await asyncio.wait_for(done.wait(), 10)
    await loop.stop(5)
    await running


async def allow(world: World) -> None:
    async with transaction(world.pool) as tx:
        await tx.conn.execute("update brands set settings = $1", {"memory": {"propose": True}})


async def test_a_proposal_counts_only_after_somebody_confirmed_it(world: World) -> None:
    await allow(world)
    told = {"key": "device", "value": "Signalverstärker", "words": "Kästchen im Keller"}
    async with endpoint(answer(saying(told))) as there:
        learning = Learning(world.pool, world.clock, there.proposer)
        await world.hear(TEXT)
        await learning.learn()
        await run_jobs(world, learning)
    case = await world.only()
    async with transaction(world.pool) as tx:
        found = await memory.facts_of(tx.conn, case.brand_id, case.id)
        (proposed,) = [fact for fact in found if fact.state is FactState.PROPOSED]
        assert proposed.value == "Signalverstärker"
        assert Key.DEVICE not in {one.key for one in await memory.known_for(tx.conn, case.brand_id, case.id)}
        await memory.confirm(tx, world.romina, case.id, proposed.id, world.clock())
        assert Key.DEVICE in {one.key for one in await memory.known_for(tx.conn, case.brand_id, case.id)}


async def test_nothing_leaves_the_house_unless_the_brand_says_so(world: World) -> None:
    async with endpoint(answer(saying())) as there:
        await world.hear(TEXT)
        await Learning(world.pool, world.clock, there.proposer).learn()
    async with world.pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from jobs where kind = $1", PROPOSE) == 0
    assert there.asked == []
