"""``hilft demo``: the brand Wattkabel, its seven agents, and the town square across the street, in one process."""

import contextlib
import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from socket import socket

import click
import structlog

from hilft import app
from hilft.cli import cast as people
from hilft.cli.asking import settings_with
from hilft.cli.cast import Cast, Resident
from hilft.cli.failure import Failed, run
from hilft.cli.settling import settle
from hilft.cli.stage import OttoOnStage
from hilft.cli.telling import tell_if_copy
from hilft.settings import Settings
from hilft.town import LedgerDamaged, Town, TownInUse, TownSettings, build, open_town
from hilft.town.post import PostOffice, open_post_office
from hilft.web import DemoLogin

_log = structlog.get_logger("hilft")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8480, show_default=True, help="Port of the desk."
)
@click.option(
    "--town-port",
    type=click.IntRange(0, 65535),
    default=8481,
    show_default=True,
    help="Port of the town square.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="Directory in which everything is kept.",
)
@click.option(
    "--info",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that gets addresses, logins and tokens as JSON once everything answers.",
)
def demo(port: int, town_port: int, data: Path, info: Path | None) -> None:
    """Try hilft: the desk, and a town square on which you can be a customer."""
    # Whatever the environment says: invented people never come into a real database, nor under a real address.
    settings = settings_with(
        data=data,
        port=port,
        host="127.0.0.1",
        allow_loopback=True,
        public_url="",
        database_url="",
        secret_key="",
    )
    app.set_up_logs(as_json=settings.log_json)
    _forget(info)
    run(_demo(settings, town_port, info), fast=True)


async def _demo(settings: Settings, town_port: int, info: Path | None) -> None:
    async with contextlib.AsyncExitStack() as stack:
        stop = await stack.enter_async_context(app.until_told_to_stop())
        data = app.prepare_data(settings.data)
        desk_socket = stack.enter_context(app.listen(settings.host, settings.port))
        town_socket = stack.enter_context(app.listen(settings.host, town_port))
        dsn = await stack.enter_async_context(app.database(settings))
        cast = people.cast_of(data)
        await stack.enter_async_context(_town(data, town_socket, cast))
        office = PostOffice(
            data / "post", {people.MAILBOX: cast.post_password, people.OTTOS_MAILBOX: cast.post_password}
        )
        post = await stack.enter_async_context(open_post_office(office))
        house = await stack.enter_async_context(
            app.open_house(
                replace(settings, port=desk_socket.getsockname()[1]),
                dsn,
                origin=app.origin_of(desk_socket),
                demo_logins=_logins(cast),
                stage=OttoOnStage(cast, office, app.origin_of(town_socket)),
                migrate=True,
            )
        )
        tokens = await settle(house, cast, app.origin_of(town_socket), post)
        await stack.enter_async_context(app.working(house))
        await stack.enter_async_context(app.answering(app.asgi(house), desk_socket))
        stack.push_async_callback(house.hub.close)  # live streams never end by themselves
        app.settle_memory()
        facts = _facts(cast, tokens, desk_socket, town_socket)
        text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
        stack.callback(_forget, info, text)
        _write(info, text)
        _tell(cast, facts)
        await tell_if_copy(house)
        await stop.wait()
        _log.info("stopping")


@contextlib.asynccontextmanager
async def _town(data: Path, taken: socket, cast: Cast) -> AsyncIterator[Town]:
    origin = app.origin_of(taken)
    try:
        town = await open_town(data / "town", origin=origin, settings=TownSettings(domain=people.DOMAIN))
    except (TownInUse, LedgerDamaged) as error:
        raise Failed(str(error)) from error
    try:
        for one in cast.citizens:
            await _seed(town, one)
        for one in (cast.service, cast.main):
            await _seed(town, one, bot=False)
        async with app.answering(build(town), taken, websockets=True):
            yield town
    finally:
        await town.close()


async def _seed(town: Town, resident: Resident, *, bot: bool = False) -> None:
    await town.seed(resident.handle, resident.name, token=resident.token, bot=bot, note=resident.note)


def _logins(cast: Cast) -> tuple[DemoLogin, ...]:
    return tuple(DemoLogin(one.login, one.name, one.initials, one.password) for one in cast.members)


def _facts(cast: Cast, tokens: dict[str, str], desk: socket, town: socket) -> dict[str, object]:
    return {
        "desk_url": app.origin_of(desk),
        "town_url": app.origin_of(town),
        "agents": [
            {
                "login": one.login,
                "password": one.password,
                "initials": one.initials,
                "name": one.name,
                "role": one.role.value,
                "api_token": tokens[one.login],
            }
            for one in cast.members
        ],
        "customers": [{"handle": one.handle, "access_token": one.token} for one in cast.citizens],
        "service_account": cast.service.handle,
        "main_account": cast.main.handle,
    }


def _forget(info: Path | None, written: str | None = None) -> None:
    """Take the file away, for it tells of ports that do not answer; with ``written`` only if nobody wrote it since."""
    if info is None:
        return
    info.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        if written is None or info.read_text() == written:
            info.unlink()


def _write(info: Path | None, text: str) -> None:
    """Write the file whole or not at all: others wait for it to appear."""
    if info is None:
        return
    part = info.with_name(f".{info.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(info)


def _tell(cast: Cast, facts: dict[str, object]) -> None:
    click.echo(f"\n  Desk         {facts['desk_url']}/desk")
    click.echo(
        f"  Town square  {facts['town_url']}   be Otto, Mia or Jonas, write to @{cast.service.handle}\n"
    )
    for one in cast.members:
        click.echo(f"  {one.name:<9} login {one.login:<9} password {one.password:<15} signs ^{one.initials}")
    click.echo(f"\n  A tour through it, once signed in: {facts['desk_url']}/desk/tour")
    click.echo("\n  Ctrl+C stops everything; what happened is kept.\n")
