"""Listening: a port taken before anything else starts, uvicorn inside our own event loop, a stop within seconds."""

import asyncio
import contextlib
import errno
import gc
import signal
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

from hilft.problems import Problem

GRACEFUL_SECONDS = 2
"Open live streams never end by themselves; so long an ordinary answer may still take."
_POLL_SECONDS = 0.01
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class PortInUse(Problem):
    """Port {port} on {host} is already in use by another program. Stop that one, or choose another port."""

    status = 503


class CannotListen(Problem):
    """Cannot listen on {host} port {port}: {reason}."""

    status = 503


class ServerEnded(Problem):
    """The web server on {origin} did not start. Its reason is in the log."""

    status = 503


def listen(host: str, port: int) -> socket.socket:
    """Take a port (0: any free one) without answering on it yet; raises ``PortInUse`` or ``CannotListen``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
    except (OSError, OverflowError) as error:
        taken.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise PortInUse(host=host, port=port) from error
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotListen(host=host, port=port, reason=reason) from error
    return taken


def origin_of(taken: socket.socket) -> str:
    """Give ``http://127.0.0.1:8480`` for a socket; an address that means all of them becomes the loopback one."""
    host, port = taken.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: two servers share this loop, and the database stops after both."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def answering(app: ASGIApp, taken: socket.socket, *, websockets: bool = False) -> AsyncIterator[None]:
    """Answer on ``taken`` as long as the block lasts; it is entered only once requests are answered."""
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="websockets-sansio" if websockets else "none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[taken]), name=f"web server {origin_of(taken)}")
    try:
        while not server.started:
            if serving.done():
                await serving
                raise ServerEnded(origin=origin_of(taken))
            await asyncio.sleep(_POLL_SECONDS)
        yield
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        taken.close()


class Stop:
    """Being told to stop: while the house still opens, that is cut short; once it stands, ``wait`` returns."""

    def __init__(self, opening: asyncio.Task[None] | None) -> None:
        self._opening = opening
        self._told = asyncio.Event()
        self.cut_short = False

    def tell(self) -> None:
        """Stop now; telling again changes nothing, everything is already on its way down."""
        if self._opening is not None and not self._told.is_set():
            self.cut_short = True
            self._opening.cancel()
        self._told.set()

    async def wait(self) -> None:
        """Stand until somebody tells."""
        self._opening = None
        await self._told.wait()


@contextlib.asynccontextmanager
async def until_told_to_stop() -> AsyncIterator[Stop]:
    """Give what SIGTERM, SIGINT and SIGHUP tell, also while the block is still opening things."""
    opening: asyncio.Task[None] | None = asyncio.current_task()
    stop = Stop(opening)
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stop.tell)
    try:
        yield stop
    except asyncio.CancelledError:
        if not stop.cut_short or opening is None:
            raise
        opening.uncancel()
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)


def settle_memory() -> None:
    """Take what was loaded at start out of the collector's sight: p99 fell from 19 to 11.5 ms (stack.md)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)
