"""Examine the seal at the start, renew it while at work, break it by a person's word."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hilft.db import Connection, Pool, Transaction, transaction
from hilft.ids import new_id
from hilft.seal import store
from hilft.seal.file import read_seal, write_seal
from hilft.seal.model import Installation, sign_of_a_copy
from hilft.seal.problems import StillACopy


@dataclass(slots=True)
class Seal:
    """The seal as doors and jobs are given it.

    ``folder``: where the seal file lies; None for a database of the operator's own, whose server is its only witness.
    ``suspected``: set by ``examine``; an installation never becomes a copy while it runs, so False stays True to fact.
    """

    folder: Path | None = None
    suspected: bool = False

    async def examine(self, conn: Connection, now: datetime) -> Installation:
        """Compare row, file and machine in the caller's transaction; a new installation seals itself.

        The row says afterwards whether it is a copy (``copy_since``; equal to ``now``: found just now).
        """
        known = await store.lock_installation(conn)
        home = await home_of(conn)
        if known is None:
            known = await self._seal_new(conn, home, now)
        elif known.copy_since is None:
            mark, here = await asyncio.to_thread(read_seal, self.folder) if self.folder else (None, None)
            if reason := sign_of_a_copy(known, home, mark, here):
                await store.set_copied(conn, now, reason)
                known = await store.find_installation(conn) or known
        self.suspected = known.copy_since is not None
        return known

    async def renew(self, pool: Pool) -> None:
        """Go one on in row and file; a copy stays as it is.

        1. The row is committed.  2. The file is written. In this order a crash leaves the row ahead, which is harmless.
        """
        if self.folder is None:
            return
        async with transaction(pool) as tx:
            row = await store.renew(tx.conn)
        if row is not None:
            await asyncio.to_thread(write_seal, self.folder, row.id, row.renewals)

    async def copy_reason(self, conn: Connection) -> str:
        """Say why this is a copy, '' when it is none (any more); no query where nobody suspects one."""
        if not self.suspected:
            return ""
        row = await store.find_installation(conn)
        self.suspected = row is not None and row.copy_since is not None
        return row.copy_reason if row is not None else ""

    async def confirm(self, tx: Transaction, now: datetime) -> bool:
        """Believe a person that this is the only one left; False when it was no copy. Accounts stay paused.

        The file is written before the commit: if that fails, the row still says copy, and confirming again mends all.
        """
        row = await store.lock_installation(tx.conn)
        if row is None or row.copy_since is None:
            self.suspected = False
            return False
        sealed = await store.set_confirmed(tx.conn, new_id(), await home_of(tx.conn), now)
        if sealed is not None and self.folder is not None:
            await asyncio.to_thread(write_seal, self.folder, sealed.id, sealed.renewals)
        return True

    async def _seal_new(self, conn: Connection, home: str, now: datetime) -> Installation:
        fresh = new_id()
        if not await store.insert_installation(conn, fresh, home, now):
            return await self.examine(conn, now)  # another process was faster
        if self.folder is not None:
            # Before the commit: a row without its file would look like a copy after a crash, a file without row not.
            await asyncio.to_thread(write_seal, self.folder, fresh, 0)
        found = await store.find_installation(conn)
        assert found is not None
        return found


async def home_of(conn: Connection) -> str:
    """Name this database of this server."""
    if await store.may_ask_the_server(conn):
        return await store.home_by_server(conn)
    return await store.home_by_name(conn)


async def is_copy(conn: Connection) -> bool:
    """Whether this installation is a copy that nobody has confirmed."""
    row = await store.find_installation(conn)
    return row is not None and row.copy_since is not None


async def refuse_a_copy(conn: Connection) -> None:
    """Raise ``StillACopy`` for a copy."""
    if await is_copy(conn):
        raise StillACopy


async def unseal(conn: Connection) -> None:
    """Make a database that was just restored a copy, even where it came back to the same server."""
    await store.set_home(conn, "restored")


async def rehome(before: Connection, after: Connection) -> None:
    """Let an upgraded database be at home where it is now, if the old one was; a copy stays a copy."""
    row = await store.find_installation(before)
    if row is not None and row.home == await home_of(before):
        await store.set_home(after, await home_of(after))
