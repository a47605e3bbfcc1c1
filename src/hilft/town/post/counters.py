"""The two counters of the post office, open on loopback until the last one is served."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from hilft.town.post.boxes import PostOffice
from hilft.town.post.imap import read_mail
from hilft.town.post.smtp import take_mail

_LONGEST_LINE = 64 * 1024


@contextlib.asynccontextmanager
async def open_post_office(office: PostOffice) -> AsyncIterator[tuple[int, int]]:
    """Open both; give the ports of IMAP and SMTP on 127.0.0.1."""
    served: set[asyncio.Task[None]] = set()
    servers = [
        await asyncio.start_server(
            partial(_served, served, partial(serve, office)), "127.0.0.1", 0, limit=_LONGEST_LINE
        )
        for serve in (read_mail, take_mail)
    ]
    try:
        imap, smtp = (server.sockets[0].getsockname()[1] for server in servers)
        yield imap, smtp
    finally:
        for server in servers:
            server.close()
        for task in served:
            task.cancel()
        await asyncio.gather(*served, return_exceptions=True)


async def _served(
    served: set[asyncio.Task[None]],
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    task = asyncio.current_task()
    assert task is not None  # the server runs each client in one
    served.add(task)
    try:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ValueError):
            await serve(reader, writer)
    finally:
        served.discard(task)
        writer.close()
