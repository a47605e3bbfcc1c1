"""``hilft backup`` and ``hilft restore``."""

from importlib.metadata import version as version_of
from pathlib import Path

import click

from hilft import app
from hilft.backup import Desk, Home, Manifest, back_up
from hilft.backup import restore as restore_backup
from hilft.cli.asking import data_option, settings_with
from hilft.cli.failure import Failed, run
from hilft.settings import Settings

KEY_LEFT_OUT = "The key that opens the accounts' secrets is NOT in it. Keep it apart: {where}. Without it a restored desk does not start."


@click.command()
@data_option
@click.option(
    "--with-key", is_flag=True, help="Also copy the key: whoever has the backup can then post as you."
)
@click.option("--trial/--no-trial", default=True, help="Restore it once, to prove it. Default: yes.")
@click.argument("target", type=click.Path(path_type=Path))
def backup(data: Path | None, with_key: bool, trial: bool, target: Path) -> None:  # noqa: FBT001 - flags of the command line
    """Copy database and files into the new folder TARGET, while the desk runs, and prove the copy."""
    settings = settings_with(data=data)
    key = settings.data / "secret.key"
    if with_key and (settings.secret_key or not key.exists()):
        raise Failed(
            "There is no key file to copy: the key comes from HILFT_SECRET_KEY, or there is none yet."
        )
    manifest = run(_back_up(settings, target, key if with_key else None, trial=trial))
    proof = "restored once and compared" if trial else "its sums checked"
    click.echo(f"{target}: {_told(manifest)}; {proof}.")
    if manifest.damaged:
        click.echo(f"{len(manifest.damaged)} files were damaged on this disk and are left out.", err=True)
    if with_key:
        click.echo("The key is in it: guard this backup like a password.", err=True)
    else:
        where = "HILFT_SECRET_KEY" if settings.secret_key else str(key)
        click.echo(KEY_LEFT_OUT.format(where=where), err=True)


async def _back_up(settings: Settings, target: Path, key: Path | None, *, trial: bool) -> Manifest:
    async with app.database(settings, share=True) as dsn:
        desk = Desk(dsn, settings.data / "files", key, settings.postgres_bin, settings.postgres_user)
        return await back_up(desk, target, version=version_of("hilft"), now=app.utc_now(), trial=trial)


@click.command()
@data_option
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(data: Path | None, source: Path) -> None:
    """Restore the backup SOURCE into an empty data directory (and an empty database, with HILFT_DATABASE_URL)."""
    settings = settings_with(data=data)
    home = Home(settings.data, settings.database_url, settings.postgres_bin, settings.postgres_user)
    manifest = run(restore_backup(source, home))
    click.echo(f"{settings.data}: restored {_told(manifest)}; compared with what was backed up.")
    if not manifest.with_key:
        key = settings.data / "secret.key"
        click.echo(f"Before the start put the key to {key} (mode 600), or set HILFT_SECRET_KEY.", err=True)
    if settings.database_url:
        click.echo("Then: hilft migrate", err=True)
    click.echo(
        "It starts as a copy: all accounts paused, unfinished answers unclear, until: hilft confirm-only-copy",
        err=True,
    )


def _told(manifest: Manifest) -> str:
    return (
        f"{manifest.rows} rows in {len(manifest.tables)} tables, {manifest.files} files "
        f"({manifest.bytes} bytes), made {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC by hilft {manifest.hilft}"
    )
