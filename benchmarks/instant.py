"""A network that answers at once: a program of its own that takes every POST and notes whether order was kept.

``python -m benchmarks.instant`` prints its port; ``GET /`` gives what it saw.
"""

import asyncio
import contextlib
import json
import re
import sys
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import uvloop

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_MARK = re.compile(rb"part (\d+) of (\d+)")


class Seen:
    """``part N of C``: the N-th answer of conversation C."""

    def __init__(self) -> None:
        self.posts = 0
        self.disorder = 0
        self._last: dict[bytes, int] = {}

    def note(self, body: bytes) -> None:
        self.posts += 1
        found = _MARK.search(body)
        if found:
            part, conversation = int(found[1]), found[2]
            self.disorder += part != self._last.get(conversation, 0) + 1
            self._last[conversation] = part

    def forget(self) -> None:
        self.posts = self.disorder = 0
        self._last.clear()


class Answering(asyncio.Protocol):
    """Reads requests with a length, answers with JSON; keeps the connection."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.buffer = seen, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            found = _LENGTH.search(head)
            size = int(found[1]) if found else 0
            if len(self.buffer) < end + 4 + size:
                return
            body, self.buffer = self.buffer[end + 4 : end + 4 + size], self.buffer[end + 4 + size :]
            self.transport.write(self._answer(head, body))

    def _answer(self, head: bytes, body: bytes) -> bytes:
        if head.startswith(b"POST"):
            self.seen.note(body)
            said: dict[str, object] = {"id": f"post-{self.seen.posts}"}
        else:
            said = {"posts": self.seen.posts, "disorder": self.seen.disorder}
            self.seen.forget()
        content = json.dumps(said).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
            len(content),
            content,
        )


@contextlib.asynccontextmanager
async def instant_network() -> AsyncIterator[str]:
    """Run it; give its address."""
    run = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.instant", stdout=-1)
    assert run.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(await run.stdout.readline())}"
    finally:
        run.terminate()
        await run.wait()


async def seen_by(url: str) -> dict[str, Any]:
    """Ask what it saw since it was asked last."""
    async with httpx.AsyncClient() as client:
        found: dict[str, Any] = (await client.get(url)).json()
    return found


async def _serve() -> None:
    seen = Seen()
    server = await asyncio.get_running_loop().create_server(lambda: Answering(seen), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(_serve())
