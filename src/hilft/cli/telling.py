"""Every command says on stderr that it stands before a copy."""

import click

from hilft.app import House
from hilft.db import transaction


async def tell_if_copy(house: House) -> None:
    """Say on stderr that this is a copy, why, and what to do."""
    if not house.seal.suspected:
        return
    async with transaction(house.pool) as tx:
        why = await house.seal.copy_reason(tx.conn)
    if why:
        click.echo(
            f"This desk is a copy. {why} All accounts are paused, and answers that were on their way are unclear.\n"
            "Once the other one is gone: hilft confirm-only-copy",
            err=True,
        )
