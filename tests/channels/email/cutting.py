"""A wire between the desk and the post office that breaks where a test wants it to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Wire:
    """Passes bytes on until the client has said ``word``; whether the server still hears it is the test's choice."""

    def __init__(self, port: int, word: bytes, *, heard: bool, pause: float) -> None:
        self._port = port
        self._word = word
        self._heard = heard
        self._pause = pause
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.broken = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", self._port)
        answers = asyncio.create_task(self._answers(back, writer))
        said = b""
        with suppress(ConnectionError):
            while part := await reader.read(65536):
                said = (said + part)[-200:]
                ends = self._word in said and not self._pause
                if self._pause and self._word in said:
                    said = b""
                    self._flowing.clear()
                    asyncio.get_running_loop().call_later(self._pause, self._flowing.set)
                if not ends or self._heard:
                    forth.write(part)
                    await forth.drain()
                if ends:
                    self.broken += 1
                    answers.cancel()
                    await asyncio.sleep(0.5)  # the server is done with what it heard
                    break
        answers.cancel()
        for end in (writer, forth):
            end.close()
            with suppress(ConnectionError):
                await end.wait_closed()

    async def _answers(self, back: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while part := await back.read(65536):
                await self._flowing.wait()
                writer.write(part)
                await writer.drain()


@asynccontextmanager
async def wire(port: int, word: bytes, *, heard: bool, pause: float = 0) -> AsyncIterator[tuple[Wire, int]]:
    """Give the wire and the port at which it begins; with ``pause`` seconds it only holds the answer back."""
    between = Wire(port, word, heard=heard, pause=pause)
    server = await asyncio.start_server(between.carry, "127.0.0.1", 0)
    try:
        yield between, server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
