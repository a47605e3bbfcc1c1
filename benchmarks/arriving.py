"""From a webhook's 200 to the nudge of its case at a listening process: accepted, digested, told; at three paces.

``python -m benchmarks.arriving`` is the program that posts: it reads its task as JSON, prints when each was accepted.
"""

import asyncio
import json
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg
import uvloop

from benchmarks.doorway import Door, open_door, program
from benchmarks.figures import Figure, percentile
from benchmarks.ground import BENCH
from benchmarks.knocking import event
from hilft.channels.webhook.signing import headers_for, key_of
from hilft.db.embedded import embedded

PACES = {10: 12.0, 100: 10.0, 500: 8.0}
"Webhooks per second, and for how many seconds."
CONNECTIONS = 16
_SETTLE_SECONDS = 20.0
_CASES = "select external_id, case_id::text from messages where brand_id = $1"


@dataclass(frozen=True, slots=True)
class Task:
    """What the posting program is told."""

    host: str
    port: int
    path: str
    secret: str
    pace: float
    seconds: float


async def run() -> list[Figure]:
    """Measure the three paces on one desk: a web process and a worker, as an operator runs them apart."""
    folder = BENCH / "arriving"
    shutil.rmtree(folder, ignore_errors=True)
    async with embedded(folder / "postgres") as server:
        door = await open_door(server.dsn, folder)
        alone = await _round_trips(door.dsn)
        async with program(door, "serve", "--no-work", "--port", "0") as (_, origin), program(door, "work"):
            await _pace(door, origin, 50, 3.0)  # everything once, unmeasured
            late = {pace: await _pace(door, origin, pace, seconds) for pace, seconds in PACES.items()}
    limit = percentile(alone, 50)
    figures = [
        Figure("NOTIFY round trip alone p50", limit, "ms"),
        Figure("NOTIFY round trip alone p99", percentile(alone, 99), "ms"),
    ]
    for pace, values in late.items():
        for percent in (50, 95, 99):
            target = "<= 250" if (pace, percent) == (100, 99) else ""
            name = f"accepted to nudge at {pace}/s p{percent}"
            figures.append(Figure(name, percentile(values, percent), "ms", limit, target=target))
    return figures


async def _pace(door: Door, origin: str, pace: float, seconds: float) -> list[float]:
    """Post at this pace; give how late each case's nudge came after its webhook was accepted, in milliseconds."""
    where = urlsplit(origin)
    assert where.hostname is not None
    assert where.port is not None
    task = Task(where.hostname, where.port, door.path, door.secret, pace, seconds)
    async with _listening(door.dsn) as heard:
        posting = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.arriving", stdin=-1, stdout=-1
        )
        said, _ = await posting.communicate(json.dumps(asdict(task)).encode())
        accepted: dict[str, float] = json.loads(said)
        cases = await _cases_of(door, accepted)
        await asyncio.sleep(0.2)
        return [(heard[cases[name]] - at) * 1000 for name, at in accepted.items()]


async def _cases_of(door: Door, accepted: dict[str, float]) -> dict[str, str]:
    """Wait until everything accepted is digested; give the messages' cases."""
    conn = await asyncpg.connect(door.dsn)
    try:
        until = time.monotonic() + _SETTLE_SECONDS
        while time.monotonic() < until:
            found = {
                str(row["external_id"]): str(row["case_id"])
                for row in await conn.fetch(_CASES, door.brand_id)
            }
            if accepted.keys() <= found.keys():
                return found
            await asyncio.sleep(0.2)
        raise RuntimeError(f"{len(accepted.keys() - found.keys())} webhooks were accepted and not digested")
    finally:
        await conn.close()


@asynccontextmanager
async def _listening(dsn: str) -> AsyncIterator[dict[str, float]]:
    """Note when each case was first told of."""
    heard: dict[str, float] = {}

    def hear(_conn: object, _pid: int, _channel: str, payload: object) -> None:
        now = time.time()
        for line in str(payload).split("\n"):
            _, _, topic = line.partition(":")
            if topic.startswith("case:"):
                heard.setdefault(topic.removeprefix("case:"), now)

    conn = await asyncpg.connect(dsn)
    await conn.add_listener("hilft", hear)
    yield heard
    await conn.close()


async def _round_trips(dsn: str, count: int = 300) -> list[float]:
    """Measure NOTIFY to the listener, nothing else going on, in milliseconds."""
    news: asyncio.Queue[float] = asyncio.Queue()
    listener, teller = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    await listener.add_listener("bare", lambda *_: news.put_nowait(time.perf_counter()))
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        await teller.execute("notify bare")
        taken.append((await news.get() - began) * 1000)
        await asyncio.sleep(0.005)
    await listener.close()
    await teller.close()
    return taken


async def post(task: Task) -> dict[str, float]:
    """Post at a steady pace, whether answers come or not; give when each was answered, in seconds of the epoch."""
    key, accepted, free = (
        key_of(task.secret),
        dict[str, float](),
        asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]](),
    )
    for _ in range(CONNECTIONS):
        free.put_nowait(await asyncio.open_connection(task.host, task.port))

    async def one(number: int) -> None:
        line = await free.get()
        name, body = event(number)
        headers = headers_for([key], name, body, datetime.now(UTC)) | {"Content-Type": "application/json"}
        head = "".join(f"{field}: {value}\r\n" for field, value in headers.items())
        line[1].write(
            f"POST {task.path} HTTP/1.1\r\nHost: desk\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        answer = await line[0].readuntil(b"}")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer.decode(errors="replace"))
        accepted[name] = time.time()
        free.put_nowait(line)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(task.pace * task.seconds)):
            await asyncio.sleep(max(0.0, began + number / task.pace - time.perf_counter()))
            group.create_task(one(number))
    return accepted


if __name__ == "__main__":
    print(json.dumps(uvloop.run(post(Task(**json.load(sys.stdin))))))
