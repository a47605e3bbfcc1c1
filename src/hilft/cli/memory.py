"""``hilft memory show|set``: what a brand's own numbers, devices and tariffs look like."""

import json
from pathlib import Path
from typing import Any, BinaryIO

import click

from hilft import accounts
from hilft.cli.asking import brand_option, data_option, settings_with
from hilft.cli.desk import brand_named, desk
from hilft.cli.failure import Failed, run
from hilft.db import transaction
from hilft.memory import BadPattern, checked_settings
from hilft.settings import Settings

MOST_BYTES = 100_000


@click.group()
def memory() -> None:
    """What messages are read for: a brand's own numbers and words."""


@memory.command("show")
@data_option
@brand_option
def show(data: Path | None, brand_slug: str) -> None:
    """Print what a brand has set, as JSON."""
    click.echo(json.dumps(run(_shown(settings_with(data=data), brand_slug)), ensure_ascii=False, indent=2))


@memory.command("set")
@data_option
@brand_option
@click.argument("file", type=click.File("rb"))
def set_memory(data: Path | None, brand_slug: str, file: BinaryIO) -> None:
    """Take a brand's numbers, devices and tariffs from a JSON file ("-": standard input); docs/memory.md tells its form."""
    try:
        given = checked_settings(json.loads(file.read(MOST_BYTES)))
    except (ValueError, RecursionError, BadPattern) as error:
        reason = str(error) if isinstance(error, BadPattern) else "It is not JSON."
        raise Failed(f"The file cannot be used. {reason}") from error
    run(_set(settings_with(data=data), brand_slug, given))
    click.echo("Messages are read so from now on.")


async def _shown(settings: Settings, slug: str) -> dict[str, Any]:
    async with desk(settings) as house, transaction(house.pool) as tx:
        found = (await brand_named(tx.conn, slug)).settings.get("memory")
        return found if isinstance(found, dict) else {}


async def _set(settings: Settings, slug: str, given: dict[str, Any]) -> None:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        await accounts.save_brand_settings(tx.conn, brand.id, "memory", given)
