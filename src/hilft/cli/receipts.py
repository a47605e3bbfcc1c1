"""``hilft receipts list|show|retry``: what a network delivered and hilft could not read."""

import sys
import uuid
from pathlib import Path

import click

from hilft.cli.asking import brand_option, data_option, settings_with
from hilft.cli.desk import brand_named, desk
from hilft.cli.failure import run
from hilft.db import transaction
from hilft.ids import ReceiptId
from hilft.intake import ReceiptLine, ReceiptState, raw
from hilft.intake import receipts as receipts_of
from hilft.intake import retry as try_again
from hilft.settings import Settings

MOST = 1000


@click.group()
def receipts() -> None:
    """Deliveries of the networks that could not be read: kept, never dropped."""


@receipts.command("list")
@data_option
@brand_option
@click.option(
    "--state",
    type=click.Choice([state.value for state in ReceiptState]),
    default="failed",
    show_default=True,
)
def list_receipts(data: Path | None, brand_slug: str, state: str) -> None:
    """List receipts, newest first."""
    for line in run(_lines(settings_with(data=data), brand_slug, ReceiptState(state))):
        click.echo(
            f"{line.id}  {line.received_at:%Y-%m-%d %H:%M:%S} UTC  {line.size} bytes  {line.dedupe_key}"
        )
        if line.error:
            click.echo(f"    {line.error.splitlines()[0]}")


@receipts.command("show")
@data_option
@brand_option
@click.argument("receipt", type=click.UUID)
def show(data: Path | None, brand_slug: str, receipt: uuid.UUID) -> None:
    """Print the raw payload of one, byte for byte."""
    payload = run(_raw(settings_with(data=data), brand_slug, ReceiptId(receipt)))
    sys.stdout.buffer.write(payload)


@receipts.command("retry")
@data_option
@brand_option
@click.argument("receipt", type=click.UUID, required=False)
def retry(data: Path | None, brand_slug: str, receipt: uuid.UUID | None) -> None:
    """Try one, or all that failed, again."""
    count = run(_retry(settings_with(data=data), brand_slug, receipt))
    click.echo(f"{count} receipts are tried again.")


async def _lines(settings: Settings, slug: str, state: ReceiptState) -> list[ReceiptLine]:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        return await receipts_of(tx.conn, brand.id, state, MOST)


async def _raw(settings: Settings, slug: str, receipt: ReceiptId) -> bytes:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        return await raw(tx.conn, brand.id, receipt)


async def _retry(settings: Settings, slug: str, receipt: uuid.UUID | None) -> int:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        failed = await receipts_of(tx.conn, brand.id, ReceiptState.FAILED, MOST)
        chosen = [ReceiptId(receipt)] if receipt else [line.id for line in failed]
        for each in chosen:
            await try_again(tx, brand.id, each, house.now())
        return len(chosen)
