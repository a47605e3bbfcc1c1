"""What the work loop runs for the intake."""

from datetime import timedelta

from hilft.accounts import brands
from hilft.db import transaction
from hilft.intake import store
from hilft.intake.actions.digest import Digestion
from hilft.intake.actions.receive import TOPIC
from hilft.intake.actions.reread import Rereading
from hilft.jobs import Beat


def beats(digestion: Digestion, retention: timedelta) -> list[Beat]:
    """Give the beats of this room: digestion wakes with every stored receipt."""

    async def digest() -> None:
        async with transaction(digestion.pool) as tx:
            found = await brands(tx.conn)
        for brand in found:
            await digestion.digest(brand.id)

    async def forget() -> None:
        async with transaction(digestion.pool) as tx:
            for brand in await brands(tx.conn):
                await store.forget_digested(tx.conn, brand.id, digestion.now() - retention)

    rereading = Rereading(digestion.pool, digestion.switchboard, digestion.now)
    return [
        Beat("intake.digest", timedelta(seconds=1), digest, frozenset({TOPIC})),
        Beat("intake.reread", timedelta(seconds=90), rereading.run),
        Beat("intake.forget", timedelta(minutes=30), forget),
    ]
