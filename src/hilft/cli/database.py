"""``hilft migrate``."""

from pathlib import Path

import click

from hilft import app
from hilft.cli.asking import data_option, settings_with
from hilft.cli.failure import run
from hilft.db import migrate as migrate_database
from hilft.settings import Settings


@click.command()
@data_option
def migrate(data: Path | None) -> None:
    """Bring the database up to this program; safe to run twice and beside a running desk."""
    applied = run(_migrate(settings_with(data=data)))
    for name in applied:
        click.echo(f"applied {name}")
    if not applied:
        click.echo("The database is up to date.")


async def _migrate(settings: Settings) -> list[str]:
    async with app.database(settings, share=True) as dsn:
        return await migrate_database(dsn)
