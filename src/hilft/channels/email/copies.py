"""The copy of an answer in the folder of sent mails. It has no say in whether the answer was sent."""

import asyncio
from datetime import datetime
from functools import partial

import structlog

from hilft.channels.contract import ChannelError
from hilft.channels.email.mailbox import Mailbox
from hilft.channels.email.session import Session

_TRIES = 3
_PAUSE_SECONDS = 5.0
_log = structlog.get_logger("hilft.email")


class Copies:
    """Puts copies away in the background; one that cannot be is told in the log, and that is all."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._running: set[asyncio.Task[None]] = set()

    def keep(self, message_id: str, mail: bytes, at: datetime) -> None:
        """Begin to put a copy away and return at once."""
        task = asyncio.create_task(self._keep(message_id, mail, at), name="copy of a sent mail")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settled(self) -> None:
        """Wait until every copy begun is put away or given up."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def close(self) -> None:
        for task in self._running:
            task.cancel()
        await self.settled()

    async def _keep(self, message_id: str, mail: bytes, at: datetime) -> None:
        for last in (False,) * (_TRIES - 1) + (True,):
            try:
                folder = await self._mailbox.sent_folder()
                if folder is not None:
                    await self._mailbox.run(partial(_put, folder, message_id, mail, at))
            except ChannelError as error:
                if last:
                    _log.warning("no copy of a sent mail", folder=self._mailbox.terms.sent, why=str(error))
                    return
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return


def _put(folder: str, message_id: str, mail: bytes, at: datetime, session: Session) -> None:
    """An earlier attempt whose answer got lost may have put it there."""
    if not session.search_id(folder, message_id):
        session.append(folder, mail, at)
