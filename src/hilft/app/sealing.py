"""Copies of the data never speak: before anything listens or sends, the seal is examined, and a copy made silent."""

from datetime import datetime, timedelta
from pathlib import Path

from hilft import accounts, outbox
from hilft.db import Pool, Transaction, transaction
from hilft.seal import COPY_PAUSED, COPY_UNCLEAR, Seal
from hilft.settings import Settings

RENEW_EVERY = timedelta(minutes=5)
"An older state of the database is recognised when it is older than this."


def seal_folder(settings: Settings) -> Path | None:
    """Say where the seal file lies: beside the embedded cluster; a database of the operator's own has none."""
    folder = settings.data / "postgres"
    return folder if not settings.database_url and (folder / "cluster").exists() else None


async def examined(settings: Settings, pool: Pool, now: datetime) -> Seal:
    """Examine the seal and make a copy silent, in one transaction; else renew the seal."""
    seal = Seal(seal_folder(settings))
    async with transaction(pool) as tx:
        found = await seal.examine(tx.conn, now)
        if seal.suspected:
            await _silence(tx, now, first=found.copy_since == now)
    if not seal.suspected:
        await seal.renew(pool)
    return seal


async def _silence(tx: Transaction, now: datetime, *, first: bool) -> None:
    """Pause every account; what was unfinished when the copy first woke up may have been sent by the other one."""
    for brand in await accounts.brands(tx.conn):
        for account in await accounts.accounts(tx.conn, brand.id):
            await accounts.pause(tx, account, COPY_PAUSED, now)
        if first:
            await outbox.doubt_all(tx, brand.id, COPY_UNCLEAR, now)
