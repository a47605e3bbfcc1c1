"""A proxy between desk and town that breaks one exchange as it is told, and passes everything else on."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.faults.waiting import until

_HEAD_END = b"\r\n\r\n"
_HELD_SECONDS = 2.5
"Longer than the desk waits in these tests."
_HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
_PLAIN = {
    "429 with header": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    "429 without header": b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
    "500": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\n{}",
    "502 with HTML": b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b"
    % (len(_HTML), _HTML),
}
UNDONE = ("429 with header", "429 without header", "cut before the request", "half-open before")
"The network has not seen the request; after all others it has done what it was asked."
EVERYWHERE = (*UNDONE, "delay", "cut after the request", "cut in the answer", "half-open after", "500",
              "502 with HTML", "broken JSON", "empty page", "wrong clock")  # fmt: skip
READING = ("page repeated", "page out of order")
STREAMING = ("frame twice", "stream cut", "stream half-open")


@dataclass
class Fault:
    """The next request with this token, method and path gets ``kind``; ``hit`` once it did."""

    kind: str
    token: str
    method: str
    path: str
    hit: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Proxy:
    town: tuple[str, int]
    port: int = 0
    faults: list[Fault] = field(default_factory=list)
    stream_fault: str = ""
    frames_twice: int = 0
    _server: asyncio.Server | None = None
    _before: dict[str, bytes] = field(default_factory=dict)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _streams: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Proxy"]:
        await self._listen()
        try:
            yield self
        finally:
            await self.refuse()

    async def refuse(self) -> None:
        """Listen no more: whoever comes is refused, who is there is thrown out."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await until(lambda: not self._open, 5)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def take_again(self) -> None:
        """Listen again on the same port."""
        await self._listen()

    async def break_streams(self, kind: str, count: int) -> None:
        """Once so many streams are open cut them, silence them, or double what they say."""
        await until(lambda: len(self._streams) >= count, 15)
        self.stream_fault = kind
        if kind == "stream cut":
            for writer in list(self._streams):
                writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._exchange(reader, writer)
        finally:
            self._open.discard(writer)
            self._streams.discard(writer)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(_HEAD_END)
        if b"upgrade: websocket" in head.lower():
            await self._pipe(head, reader, writer)
            return
        body = await reader.readexactly(int(_header(head, b"content-length") or 0))
        method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
        path = urlsplit(target).path
        fault = self._fault(head, method, path)
        answer = b"" if fault in UNDONE else await self._forward(head, body)
        if fault == "page repeated":
            answer = self._before.get(path, answer)
        elif method == "GET":
            self._before[path] = answer
        await self._answer(fault, answer, writer)

    def _fault(self, head: bytes, method: str, path: str) -> str:
        for each in self.faults:
            if each.method == method and path == each.path and each.token.encode() in head:
                self.faults.remove(each)
                each.hit.set()
                return each.kind
        return ""

    async def _forward(self, head: bytes, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self.town)
        try:
            first, rest = head.split(b"\r\n", 1)
            kept = [line for line in rest.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            writer.write(first + b"\r\nConnection: close\r\n" + b"\r\n".join(kept) + body)
            return await reader.read(-1)
        finally:
            writer.close()

    async def _answer(self, fault: str, answer: bytes, writer: asyncio.StreamWriter) -> None:
        if fault.startswith("cut") and fault != "cut in the answer":
            writer.transport.abort()
            return
        if fault.startswith("half-open"):
            await asyncio.sleep(_HELD_SECONDS)
            return
        if fault == "delay":
            await asyncio.sleep(0.4)
        if fault == "cut in the answer":
            writer.write(answer[: len(answer) - 20])
            await writer.drain()
            return
        writer.write(_PLAIN.get(fault) or _bent(fault, answer))
        await writer.drain()

    async def _pipe(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass a websocket on, in both directions, until one side ends."""
        self._streams.add(writer)
        far_reader, far_writer = await asyncio.open_connection(*self.town)
        far_writer.write(head)
        tasks = [
            asyncio.create_task(_copy(reader, far_writer)),
            asyncio.create_task(self._back(far_reader, writer)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            far_writer.close()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readuntil(_HEAD_END))
        while frame := await _frame(reader):
            if self.stream_fault == "stream half-open":
                continue
            writer.write(frame)
            if self.stream_fault == "frame twice":
                self.frames_twice += 1
                writer.write(frame)
            await writer.drain()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(65536):
        writer.write(some)
        await writer.drain()


async def _frame(reader: asyncio.StreamReader) -> bytes:
    """Read one frame of a server, which masks nothing (RFC 6455, 5.2)."""
    start = await reader.readexactly(2)
    length, more = start[1] & 0x7F, b""
    if length >= 126:
        more = await reader.readexactly(2 if length == 126 else 8)
        length = int.from_bytes(more, "big")
    return start + more + await reader.readexactly(length)


def _header(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(name + b":"):
            return line.split(b":", 1)[1].strip()
    return b""


def _bent(fault: str, answer: bytes) -> bytes:
    """Change a whole answer: its clock, or its content."""
    head, body = answer.split(_HEAD_END, 1)
    lines = head.split(b"\r\n")
    if fault == "wrong clock":
        gone = (b"date:", b"x-ratelimit-reset:")
        lines = [line for line in lines if not line.lower().startswith(gone)]
        lines += [b"Date: Thu, 01 Jan 1998 00:00:00 GMT", b"X-RateLimit-Reset: 2098-01-01T00:00:00Z"]
    elif fault == "empty page":
        body = b"[]"
    elif fault == "broken JSON":
        body = body[: len(body) // 2] or b"["
    elif fault == "page out of order" and isinstance(page := json.loads(body), list):
        body = json.dumps(page[::-1]).encode()
    lines = [
        line for line in lines if not line.lower().startswith((b"content-length:", b"transfer-encoding:"))
    ]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body)]) + _HEAD_END + body
