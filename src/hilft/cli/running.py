"""``hilft serve`` and ``hilft work``: the desk for real use."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import click
import structlog

from hilft import app
from hilft.cli.asking import data_option, settings_with
from hilft.cli.failure import run
from hilft.cli.telling import tell_if_copy
from hilft.settings import Settings

PATIENCE_SECONDS = 120.0
"How long a start waits for a database of the operator's own (stack.md: a failover may take 20 s)."

_log = structlog.get_logger("hilft")


@click.command()
@data_option
@click.option("--host", help="Address to listen on (HILFT_HOST, 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (HILFT_PORT, 8480).")
@click.option(
    "--work/--no-work", default=True, help="Also listen to the networks, send, run timers. Default: yes."
)
def serve(data: Path | None, host: str | None, port: int | None, work: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Serve the desk: embedded PostgreSQL unless HILFT_DATABASE_URL, web and work in one process."""
    settings = settings_with(data=data, host=host, port=port)
    app.set_up_logs(as_json=settings.log_json)
    run(_serve(settings, work=work), fast=True)


@click.command()
@data_option
def work(data: Path | None) -> None:
    """Work without serving: listen to the networks, send, run timers. Any number may run on one database."""
    settings = settings_with(data=data)
    app.set_up_logs(as_json=settings.log_json)
    run(_work(settings), fast=True)


async def _serve(settings: Settings, *, work: bool) -> None:
    async with contextlib.AsyncExitStack() as stack:
        stop = await stack.enter_async_context(app.until_told_to_stop())
        taken = stack.enter_context(app.listen(settings.host, settings.port))
        house = await stack.enter_async_context(_house(settings, app.origin_of(taken)))
        if work:
            await stack.enter_async_context(app.working(house))
        await stack.enter_async_context(app.answering(app.asgi(house), taken))
        stack.push_async_callback(house.hub.close)  # live streams never end by themselves
        app.settle_memory()
        click.echo(f"The desk answers on {app.origin_of(taken)}")
        await stop.wait()
        _log.info("stopping")


async def _work(settings: Settings) -> None:
    async with contextlib.AsyncExitStack() as stack:
        stop = await stack.enter_async_context(app.until_told_to_stop())
        house = await stack.enter_async_context(_house(settings, settings.origin))
        await stack.enter_async_context(app.working(house))
        app.settle_memory()
        click.echo("At work.")
        await stop.wait()
        _log.info("stopping")


@contextlib.asynccontextmanager
async def _house(settings: Settings, origin: str) -> AsyncIterator[app.House]:
    """Open the house; an embedded database is migrated by itself, an own one by ``hilft migrate``."""
    embedded = not settings.database_url
    async with (
        app.database(settings) as dsn,
        app.open_house(
            settings, dsn, origin=settings.public_url or origin, migrate=embedded, patience=PATIENCE_SECONDS
        ) as house,
    ):
        await tell_if_copy(house)
        yield house
