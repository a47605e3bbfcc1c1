"""Programs of their own, so that they do not share a processor's turn with what is measured.

``python -m benchmarks.knocking webhooks|rows`` reads its task as JSON from standard input and prints what it saw.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, cast

import asyncpg
import uvloop

from benchmarks.figures import percentile
from hilft.channels.webhook.signing import headers_for, key_of
from hilft.ids import new_id

_TEXT = (
    "Moin, seit heute früh kein Internet, die DSL-Lampe am Router blinkt nur noch rot. Kundennummer 4711. "
)
_INSERT = """
insert into receipts (brand_id, id, account_id, scope, dedupe_key, payload, occurred_at, received_at, run_at)
values ($1, $2, $3, 'webhook:bench', $4, $5, $6, $6, $6)
on conflict (brand_id, account_id, dedupe_key) do nothing
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """``p50`` and ``p99`` are milliseconds from question to answer."""

    count: int
    seconds: float
    p50: float
    p99: float
    refused: int = 0


def event(number: int, people: int = 5000) -> tuple[str, bytes]:
    """Give the id and the JSON of one message of usual length, by one of so many people."""
    name = f"{new_id()}"
    whole = {
        "type": "message",
        "id": name,
        "at": datetime.now(UTC).isoformat(),
        "from": {"id": f"kunde-{number % people}", "name": f"Kunde {number % people}"},
        "text": _TEXT,
        "language": "de",
    }
    return name, json.dumps(whole, ensure_ascii=False).encode()


class Knocker(asyncio.Protocol):
    """One connection that posts, waits for the answer, posts the next."""

    def __init__(
        self, requests: Iterator[bytes], until: float, taken: list[float], refused: list[bytes]
    ) -> None:
        self.requests, self.until, self.taken, self.refused = requests, until, taken, refused
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self.answer += data
        if not self.answer.endswith(b"}"):
            return
        if not self.answer.startswith(b"HTTP/1.1 200"):
            self.refused.append(self.answer)
        self.answer = b""
        now = time.perf_counter()
        self.taken.append(now - self.asked)
        if now < self.until:
            self._ask()
        else:
            self.done.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionResetError("the desk closed the connection"))

    def _ask(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.done.set_result(None)
            return
        self.asked = time.perf_counter()
        self.transport.write(request)


async def webhooks(task: dict[str, Any]) -> Seen:
    """Post signed webhooks over some connections for some seconds, or until all are posted that were prepared.

    Everything is signed before it begins.
    """
    key, first = key_of(task["secret"]), task.get("first", 0)
    requests = iter([_request(task, key, first + number) for number in range(task["prepared"])])
    taken: list[float] = []
    refused: list[bytes] = []
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    until = began + task["seconds"]
    made = [
        (
            await loop.create_connection(
                lambda: Knocker(requests, until, taken, refused), task["host"], task["port"]
            )
        )[1]
        for _ in range(task["connections"])
    ]
    await asyncio.gather(*(each.done for each in made))
    return _seen(taken, time.perf_counter() - began, len(refused))


def _request(task: dict[str, Any], key: bytes, number: int) -> bytes:
    name, body = event(number, task.get("people", 5000))
    headers = headers_for([key], name, body, datetime.now(UTC))
    lines = [f"POST {task['path']} HTTP/1.1", f"Host: {task['host']}", "Content-Type: application/json"]
    lines += [f"{header}: {value}" for header, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


async def rows(task: dict[str, Any]) -> Seen:
    """Insert the same receipts one by one, each with its own commit, over as many connections: the limit."""
    pool = await asyncpg.create_pool(task["dsn"], min_size=task["connections"], max_size=task["connections"])
    ready = iter([event(number) for number in range(task["prepared"])])
    taken: list[float] = []
    began = time.perf_counter()
    until = began + task["seconds"]

    async def one() -> None:
        async with pool.acquire() as conn:
            insert = await conn.prepare(_INSERT)
            while (asked := time.perf_counter()) < until:
                name, body = next(ready)
                await insert.fetch(
                    task["brand"], new_id(), task["account"], f"message:{name}", body, datetime.now(UTC)
                )
                taken.append(time.perf_counter() - asked)

    await asyncio.gather(*(one() for _ in range(task["connections"])))
    seen = _seen(taken, time.perf_counter() - began, 0)
    await pool.close()
    return seen


def _seen(taken: list[float], seconds: float, refused: int) -> Seen:
    return Seen(len(taken), seconds, percentile(taken, 50) * 1000, percentile(taken, 99) * 1000, refused)


if __name__ == "__main__":
    chosen = {"webhooks": webhooks, "rows": rows}[sys.argv[1]]
    print(json.dumps(asdict(uvloop.run(chosen(json.load(sys.stdin))))))
