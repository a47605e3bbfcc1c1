"""``hilft account add KIND``, ``list``, ``pause``, ``resume``. What an account needs is asked of the channel's manifest."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from hilft import accounts, channels
from hilft.accounts import Account, AccountHealth, AccountRole
from hilft.channels import AccountConfig, Field, Manifest, Preparable
from hilft.cli.asking import ask, brand_option, data_option, settings_with
from hilft.cli.desk import brand_named, desk
from hilft.cli.failure import run
from hilft.db import Connection, transaction
from hilft.ids import BrandId, new_id
from hilft.problems import Problem
from hilft.settings import Settings


class NoSuchAccount(Problem):
    """There is no account {handle}. See: hilft account list."""


@click.group()
def account() -> None:
    """The brand's accounts on the networks."""


@account.group("add")
def add() -> None:
    """Add an account; the same one again takes the new token and resumes."""


def _add_command(manifest: Manifest) -> click.Command:
    command = click.Command(
        manifest.kind, callback=partial(_add, manifest), help=f"Add a {manifest.title} account."
    )
    for field in manifest.fields:
        variable = f"HILFT_{manifest.kind}_{field.name}".upper()
        told = f"{field.help or field.label} ({variable})"
        command.params.append(
            click.Option([f"--{field.name}", f"field_{field.name}"], envvar=variable, help=told)
        )
    role = click.Choice(["service", "main"])
    command.params.append(click.Option(["--role"], type=role, default="service", show_default=True))
    return brand_option(data_option(command))


def _add(manifest: Manifest, data: Path | None, brand_slug: str, role: str, **fields: str | None) -> None:
    settings = settings_with(data=data)
    given = {field.name: _asked(field, fields[f"field_{field.name}"]) for field in manifest.fields}
    plain = {field.name: given[field.name] for field in manifest.fields if not field.secret}
    secret = {field.name: given[field.name] for field in manifest.fields if field.secret}
    made = run(_add_account(settings, brand_slug, manifest.kind, role, plain, secret))
    click.echo(f"Added {made.handle} ({made.channel}, {made.role}).")


def _asked(field: Field, value: str | None) -> str:
    if not field.required:
        return value or ""
    return ask(value, f"--{field.name}", field.label, hidden=field.secret)


async def _add_account(
    settings: Settings, slug: str, kind: str, role: str, plain: Mapping[str, str], secret: Mapping[str, str]
) -> Account:
    async with desk(settings) as house:
        async with transaction(house.pool) as tx:
            brand = await brand_named(tx.conn, slug)
        config = AccountConfig(settings=plain, secrets=secret, account_key=str(new_id()))
        channel = channels.build(kind, config, house.surroundings)
        try:
            profile = await channel.identify()
            if isinstance(channel, Preparable):
                await channel.prepare()
        finally:
            await channel.close()
        async with transaction(house.pool) as tx:
            return await accounts.add_account(
                tx,
                house.vault,
                brand.id,
                channel=kind,
                profile=profile,
                scope=channel.scope,
                role=AccountRole(role),
                settings=dict(plain),
                secrets=dict(secret),
                now=house.now(),
            )


for each in channels.manifests().values():
    add.add_command(_add_command(each))


@account.command("list")
@data_option
@brand_option
def list_accounts(data: Path | None, brand_slug: str) -> None:
    """List the accounts and how they are."""
    for one in run(_health(settings_with(data=data), brand_slug)):
        state = one.account.state + (f": {one.account.reason}" if one.account.reason else "")
        click.echo(
            f"{one.account.handle}  {one.account.channel}  {one.account.role}  {state}  "
            f"waiting {one.waiting_receipts}, failed {one.failed_receipts}"
        )


async def _health(settings: Settings, slug: str) -> list[AccountHealth]:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        return await accounts.health(tx.conn, brand.id)


@account.command("pause")
@data_option
@brand_option
@click.option("--reason", default="Paused by the operator.", help="Shown on the account page.")
@click.argument("handle")
def pause(data: Path | None, brand_slug: str, reason: str, handle: str) -> None:
    """Stop listening and sending on an account; nothing is lost, everything is caught up later."""
    run(_pause(settings_with(data=data), brand_slug, handle, reason))
    click.echo(f"Paused {handle}.")


@account.command("resume")
@data_option
@brand_option
@click.argument("handle")
def resume(data: Path | None, brand_slug: str, handle: str) -> None:
    """Listen and send again."""
    run(_resume(settings_with(data=data), brand_slug, handle))
    click.echo(f"Resumed {handle}.")


async def _pause(settings: Settings, slug: str, handle: str, reason: str) -> None:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        await accounts.pause(tx, await _named(tx.conn, brand.id, handle), reason, house.now())


async def _resume(settings: Settings, slug: str, handle: str) -> None:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        await accounts.resume(tx, await _named(tx.conn, brand.id, handle), house.now())


async def _named(conn: Connection, brand_id: BrandId, handle: str) -> Account:
    wanted = handle.removeprefix("@").lower()
    for one in await accounts.accounts(conn, brand_id):
        full = one.handle.removeprefix("@").lower()
        if wanted in {full, full.partition("@")[0]}:
            return one
    raise NoSuchAccount(handle=handle)
