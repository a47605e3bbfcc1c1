"""``hilft upgrade-database``: the embedded server's next major version."""

from pathlib import Path

import click

from hilft import app, seal
from hilft.cli.asking import data_option, settings_with
from hilft.cli.failure import Failed, run
from hilft.db import connect
from hilft.db.embedded import Upgraded, forget_old, upgrade
from hilft.settings import Settings


@click.command("upgrade-database")
@data_option
@click.option(
    "--old-binaries",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the old version's binaries, where hilft does not bring them.",
)
@click.option("--forget-old", "forget", is_flag=True, help="Remove the old data that earlier upgrades kept.")
def upgrade_database(data: Path | None, old_binaries: Path | None, forget: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Move the embedded database to the newest PostgreSQL there is; the desk must be stopped."""
    settings = settings_with(data=data)
    if settings.database_url:
        raise Failed("The database of HILFT_DATABASE_URL is yours: upgrade it with the tools of its server.")
    app.prepare_data(settings.data)
    if forget:
        _forget(settings.data / "postgres")
        return
    done = run(_upgrade(settings, old_binaries))
    if done is None:
        click.echo("The database is on the newest PostgreSQL there is.")
        return
    click.echo(
        f"PostgreSQL {done.before} → {done.after}: {done.rows} rows in {done.tables} tables moved and compared."
    )
    click.echo(f"The old data is kept in {done.kept}. If all is well: hilft upgrade-database --forget-old")


async def _upgrade(settings: Settings, old_binaries: Path | None) -> Upgraded | None:
    return await upgrade(
        settings.data / "postgres",
        old=old_binaries,
        new=Path(settings.postgres_bin) if settings.postgres_bin else None,
        run_as=settings.postgres_user or None,
        moved=_take_the_seal_along,
    )


async def _take_the_seal_along(old: str, new: str) -> None:
    before, after = await connect(old), await connect(new)
    try:
        if await before.fetchval("select to_regclass('installation') is not null"):
            await seal.rehome(before, after)
    finally:
        await before.close()
        await after.close()


def _forget(data: Path) -> None:
    removed = forget_old(data)
    for path in removed:
        click.echo(f"Removed {path}.")
    if not removed:
        click.echo("There is no old data.")
