"""``hilft confirm-only-copy``: a person's word that the other one is gone."""

import sys
from pathlib import Path

import click

from hilft import accounts
from hilft.cli.asking import data_option, settings_with
from hilft.cli.desk import desk
from hilft.cli.failure import run
from hilft.db import transaction
from hilft.seal import COPY_PAUSED
from hilft.settings import Settings

QUESTION = "Is the other one gone for good, and this one the only one that will ever speak?"


@click.command("confirm-only-copy")
@data_option
@click.option("--yes", is_flag=True, help="Yes, the other one is gone; do not ask.")
@click.option("--resume", is_flag=True, help="Also let the accounts speak again that were paused for it.")
def confirm_only_copy(data: Path | None, yes: bool, resume: bool) -> None:  # noqa: FBT001 - flags of the command line
    """Say that the installation this one was copied or restored from is gone."""
    settings = settings_with(data=data)
    if not yes and not _asked():
        raise click.Abort
    confirmed, resumed = run(_confirm(settings, resume=resume))
    click.echo("Confirmed: this is the only one." if confirmed else "This is no copy: nothing to confirm.")
    if resume:
        click.echo(f"{resumed} accounts speak again.")
    elif confirmed:
        click.echo(
            "The accounts are still paused: hilft confirm-only-copy --yes --resume, or the page Accounts."
        )
    if confirmed:
        click.echo("Answers that were on their way are unclear: see the page Outbox.")


def _asked() -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(f"Missing option --yes: {QUESTION}")
    answer: bool = click.confirm(QUESTION, err=True)
    return answer


async def _confirm(settings: Settings, *, resume: bool) -> tuple[bool, int]:
    async with desk(settings) as house, transaction(house.pool) as tx:
        now, resumed = house.now(), 0
        confirmed = await house.seal.confirm(tx, now)
        for brand in await accounts.brands(tx.conn):
            tx.nudge(brand.id, "accounts")
            if resume:
                resumed += await accounts.resume_all(tx, brand.id, COPY_PAUSED, now)
        return confirmed, resumed
