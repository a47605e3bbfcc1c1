"""IDLE (RFC 2177) on the first folder: the server says that something happened, the pull looks what."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from time import monotonic

from hilft.channels.contract import ChannelError, Hint
from hilft.channels.email.mailbox import Mailbox
from hilft.channels.email.session import Session, translated

_LOOK_UP = 3.0
"Seconds between two looks whether somebody wants to stop."
_RENEW = 540.0
"Well below the half hour after which servers end it, and below what routers forget."


async def stream(mailbox: Mailbox) -> AsyncIterator[Hint]:
    """Give a hint whenever the folder changes; ends where the server knows no IDLE, raises when the connection is lost."""
    session = await mailbox.connect()
    hints: asyncio.Queue[ChannelError | None] = asyncio.Queue()
    stop = threading.Event()
    loop = asyncio.get_running_loop()

    def tell(error: ChannelError | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(hints.put_nowait, error)

    def work() -> None:
        try:
            _idle(session, mailbox.terms.folders[0], stop, lambda: tell(None))
        except ChannelError as error:
            tell(error)
        finally:
            session.drop()

    try:
        if not await asyncio.to_thread(session.can, "IDLE"):
            session.drop()
            return
        waiting = threading.Thread(target=work, name="imap idle", daemon=True)
        waiting.start()
        while True:
            error = await hints.get()
            if error is not None:
                raise error
            yield Hint()
    finally:
        stop.set()
        session.cut()


def _idle(session: Session, folder: str, stop: threading.Event, tell: Callable[[], None]) -> None:
    session.open(folder)
    tell()  # what came before IDLE began
    with translated():
        while not stop.is_set():
            session.box.idle.start()  # type: ignore[no-untyped-call]
            waited = 0.0
            while not stop.is_set() and waited < _RENEW:
                asked_at = monotonic()
                said = session.box.idle.poll(timeout=_LOOK_UP)
                if not said and monotonic() - asked_at < _LOOK_UP / 2:
                    raise OSError("the connection is closed")  # imap-tools keeps that to itself
                if any(line.upper().split()[-1:] == [b"EXISTS"] for line in said):
                    tell()
                if any(line.upper().startswith(b"* BYE") for line in said):
                    raise OSError("the server said goodbye")
                waited += _LOOK_UP
            session.box.idle.stop()  # type: ignore[no-untyped-call]
