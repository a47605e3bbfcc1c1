"""A mailbox for everybody who asks at once: one IMAP connection in one thread of its own, opened when needed."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from hilft.channels.contract import Later, Surroundings, Unauthorized
from hilft.channels.email.oauth import Tokens
from hilft.channels.email.reach import reach
from hilft.channels.email.session import Session, SignIn
from hilft.channels.email.terms import Terms

T = TypeVar("T")
_LEAVE_SECONDS = 2.0


class Mailbox:
    """Runs work on the connection, one piece after the other."""

    def __init__(self, terms: Terms, outside: Surroundings) -> None:
        self.terms = terms
        self.outside = outside
        self.tokens = Tokens(terms, outside)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="imap")
        self._lock = asyncio.Lock()
        self._session: Session | None = None
        self._sent: str | None = None

    async def run(self, work: Callable[[Session], T]) -> T:
        """Do some work on the connection. One that was idle may have been closed by the server: then once anew.

        Raises what ``work`` raises; it must not matter whether it is done twice.
        """
        async with self._lock:
            reused = self._session is not None
            try:
                return await self._once(work)
            except Later:
                if not reused:
                    raise
                return await self._once(work)

    async def connect(self) -> Session:
        """Open a connection of one's own, outside this mailbox's thread."""
        thread = ThreadPoolExecutor(1, thread_name_prefix="imap")
        try:
            return await self._open(thread)
        finally:
            thread.shutdown(wait=False)

    async def sign_in(self) -> SignIn:
        """Give what to sign in with."""
        if self.terms.oauth:
            return SignIn(self.terms.user, await self.tokens.access_token(), token=True)
        return SignIn(self.terms.user, self.terms.secret, token=False)

    async def signed(self, work: Callable[[SignIn], Awaitable[T]]) -> T:
        """Do what begins with signing in. A token may have ended before its time: then once more with a new one.

        Whatever raises Unauthorized has done nothing yet.
        """
        who = await self.sign_in()
        try:
            return await work(who)
        except Unauthorized:
            if not who.token:
                raise
            self.tokens.forget()
        again = await self.sign_in()
        try:
            return await work(again)
        except Unauthorized:
            self.tokens.forget()
            raise

    async def sent_folder(self) -> str | None:
        """Give the folder of sent mails, None where there is none."""
        if self.terms.sent:
            return self.terms.sent if self.terms.sent != "-" else None
        if self._sent is None:
            self._sent = await self.run(lambda session: session.sent_folder()) or ""
        return self._sent or None

    async def close(self) -> None:
        """Leave, without waiting long for a server that does not answer."""
        session, self._session = self._session, None
        if session is not None:
            leaving = self._thread.submit(session.close)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.wrap_future(leaving), _LEAVE_SECONDS)
            session.cut()
        self._thread.shutdown(wait=False)

    async def _once(self, work: Callable[[Session], T]) -> T:
        loop = asyncio.get_running_loop()
        if self._session is None:
            self._session = await self._open(self._thread)
        session = self._session
        try:
            return await loop.run_in_executor(self._thread, partial(work, session))
        except (Later, asyncio.CancelledError):
            session.cut()  # a connection in the middle of something is of no use to the next one
            self._session = None
            self._thread.submit(session.drop)
            raise

    async def _open(self, thread: ThreadPoolExecutor) -> Session:
        return await self.signed(partial(self._open_as, thread))

    async def _open_as(self, thread: ThreadPoolExecutor, who: SignIn) -> Session:
        addresses = await reach(self.outside, self.terms.imap)
        opening = thread.submit(Session, self.terms.imap, addresses, who)
        try:
            return await asyncio.wrap_future(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_drop)  # nobody waits for it any more
            raise


def _drop(opening: Future[Session]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().drop()
