"""``hilft account add KIND``, ``list``, ``pause``, ``resume``. What an account needs is asked of the channel's manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID

import click

from hilft import accounts, channels
from hilft.accounts import Account, AccountHealth, AccountRole
from hilft.app import House
from hilft.channels import AccountConfig, Field, Manifest, Preparable, WebhookReceiver
from hilft.cli.asking import ask, brand_option, data_option, settings_with
from hilft.cli.desk import brand_named, desk
from hilft.cli.failure import run
from hilft.db import Connection, transaction
from hilft.ids import AccountId, BrandId, new_id
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
    for each in manifest.fields:
        variable = f"HILFT_{manifest.kind}_{each.name}".upper()
        told = f"{each.help or each.label} ({variable})"
        command.params.append(
            click.Option([f"--{each.name}", f"field_{each.name}"], envvar=variable, help=told)
        )
    role = click.Choice(["service", "main"])
    command.params.append(click.Option(["--role"], type=role, default="service", show_default=True))
    return brand_option(data_option(command))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was given on the command line. ``made``: secrets of our own, where none was given."""

    manifest: Manifest
    role: AccountRole
    plain: Mapping[str, str]
    secret: Mapping[str, str] = field(repr=False)
    made: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Added:
    """The account, and what its other side has to be told. ``made``: the secrets that are new."""

    account: Account
    address: str
    made: Mapping[str, str] = field(repr=False)


def _add(manifest: Manifest, data: Path | None, brand_slug: str, role: str, **fields: str | None) -> None:
    settings = settings_with(data=data)
    given = {each.name: _asked(each, fields[f"field_{each.name}"]) for each in manifest.fields}
    plain = {each.name: given[each.name] for each in manifest.fields if not each.secret}
    secret = {each.name: given[each.name] for each in manifest.fields if each.secret}
    made = {each.name: each.made() for each in manifest.fields if each.made and not given[each.name]}
    added = run(_add_account(settings, brand_slug, Wanted(manifest, AccountRole(role), plain, secret, made)))
    click.echo(f"Added {added.account.handle} ({added.account.channel}, {added.account.role}).")
    if added.address:
        click.echo(f"Post to: {added.address}")
    for each in manifest.fields:
        if each.name in added.made:
            click.echo(f"{each.label}: {added.made[each.name]} (shown this once)")


def _asked(one: Field, value: str | None) -> str:
    if not one.required:
        return value or ""
    return ask(value, f"--{one.name}", one.label, hidden=one.secret)


async def _add_account(settings: Settings, slug: str, wanted: Wanted) -> Added:
    async with desk(settings) as house:
        async with transaction(house.pool) as tx:
            brand = await brand_named(tx.conn, slug)
        config = AccountConfig(wanted.plain, {**wanted.secret, **wanted.made}, str(new_id()))
        config, made = await _as_before(house, brand.id, wanted, config)
        channel = channels.build(wanted.manifest.kind, config, house.surroundings)
        try:
            profile = await channel.identify()
            if isinstance(channel, Preparable):
                await channel.prepare()
        finally:
            await channel.close()
        async with transaction(house.pool) as tx:
            account = await accounts.add_account(
                tx,
                house.vault,
                brand.id,
                channel=wanted.manifest.kind,
                profile=profile,
                scope=channel.scope,
                role=wanted.role,
                settings=dict(config.settings),
                secrets=dict(config.secrets),
                now=house.now(),
                account_id=AccountId(UUID(config.account_key)),
            )
    takes = isinstance(channel, WebhookReceiver)
    address = f"{settings.origin}/hooks/{account.channel}/{account.id}" if takes else ""
    return Added(account, address, made)


async def _as_before(
    house: House, brand_id: BrandId, wanted: Wanted, config: AccountConfig
) -> tuple[AccountConfig, Mapping[str, str]]:
    """Keep the key of an account that is there already, and the secret the other side knows; says which are new."""
    channel = channels.build(wanted.manifest.kind, config, house.surroundings)
    try:
        profile = await channel.identify()
    finally:
        await channel.close()
    async with transaction(house.pool) as tx:
        for each in await accounts.accounts(tx.conn, brand_id):
            if (each.channel, each.external_id) == (wanted.manifest.kind, profile.external_id):
                before = (await accounts.config_of(tx.conn, house.vault, each)).secrets
                kept = {name: before[name] for name in wanted.made if before.get(name)}
                made = {name: value for name, value in wanted.made.items() if name not in kept}
                return AccountConfig(config.settings, {**config.secrets, **kept}, str(each.id)), made
    return config, wanted.made


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
