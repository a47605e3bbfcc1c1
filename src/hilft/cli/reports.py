"""``hilft reports rebuild``: count all figures anew."""

from pathlib import Path

import click

from hilft.cli.asking import brand_option, data_option, settings_with
from hilft.cli.desk import brand_named, desk
from hilft.cli.failure import run
from hilft.db import transaction
from hilft.reports import Counting
from hilft.settings import Settings


@click.group()
def reports() -> None:
    """Figures: what the work adds up to."""


@reports.command("rebuild")
@data_option
@brand_option
def rebuild(data: Path | None, brand_slug: str) -> None:
    """Count all figures of a brand anew from its cases; meanwhile the old ones are told."""
    run(_rebuilt(settings_with(data=data), brand_slug))
    click.echo("The figures are counted anew.")


async def _rebuilt(settings: Settings, slug: str) -> None:
    async with desk(settings) as house:
        async with transaction(house.pool) as tx:
            brand = await brand_named(tx.conn, slug)
        await Counting(house.pool, house.clock).rebuild(brand)
