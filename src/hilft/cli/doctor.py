"""``hilft doctor``: says what is wrong and how to mend it; exit code 1 when something is."""

from pathlib import Path

import click

from hilft import app
from hilft.cli.asking import data_option, settings_with
from hilft.cli.failure import run, sentence_of
from hilft.cli.findings import (
    Finding,
    Level,
    look_at_accounts,
    look_at_brands,
    look_at_channels,
    look_at_data,
    look_at_seal,
    look_at_server,
)
from hilft.db import migrate, open_pool
from hilft.settings import Settings

_MARKS = {Level.GOOD: "ok  ", Level.ODD: "look", Level.BAD: "BAD "}


@click.command()
@data_option
@click.option("--network/--no-network", default=True, help="Also ask every account's network. Default: yes.")
def doctor(data: Path | None, network: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Look at everything and say what is wrong and how to mend it."""
    settings = settings_with(data=data)
    findings = run(_examine(settings, network=network))
    for finding in findings:
        click.echo(f"{_MARKS[finding.level]}  {finding.told}")
        if finding.remedy:
            click.echo(f"      {finding.remedy}")
    if any(finding.level is Level.BAD for finding in findings):
        raise click.exceptions.Exit(1)


async def _examine(settings: Settings, *, network: bool) -> list[Finding]:
    """Look from the ground up; what stands on something broken is not looked at."""
    findings = look_at_channels()
    if not settings.database_url:
        findings += look_at_data(settings)
        if any(finding.level is Level.BAD for finding in findings):
            return findings
    try:
        findings += await _examine_database(settings, network=network)
    except Exception as error:
        told = sentence_of(error)
        if told is None:
            raise
        findings.append(Finding(Level.BAD, told))
    return findings


async def _examine_database(settings: Settings, *, network: bool) -> list[Finding]:
    async with app.database(settings, share=True) as dsn:
        findings = await look_at_server(dsn)
        if any(finding.level is Level.BAD for finding in findings):
            return findings
        if not settings.database_url:
            await migrate(dsn)
        pool = await open_pool(dsn, max_size=2)
        try:
            findings += await look_at_brands(pool)
        finally:
            await pool.close()
        async with app.open_house(settings, dsn) as house:
            findings += await look_at_seal(house)
            return findings + await look_at_accounts(house, network=network)
