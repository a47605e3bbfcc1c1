"""``hilft account add KIND``, ``list``, ``pause``, ``resume``. What an account needs is asked of the channel's manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from hilft import accounts, channels
from hilft.accounts import Account, AccountHealth, AccountRole
from hilft.channels import Field, Manifest
from hilft.cli.asking import ask, at_a_terminal, brand_option, data_option, settings_with
from hilft.cli.desk import brand_named, desk
from hilft.cli.failure import Failed, run
from hilft.db import Connection, transaction
from hilft.ids import BrandId
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
class Added:
    """The account, and what its other side has to be told: an address, secrets of ours that are new."""

    account: Account
    address: str
    made: Mapping[str, str] = field(repr=False)


def _add(manifest: Manifest, data: Path | None, brand_slug: str, role: str, **fields: str | None) -> None:
    settings = settings_with(data=data)
    told = {each.name: fields[f"field_{each.name}"] or "" for each in manifest.fields}
    guided = any(each.required and not told[each.name] for each in manifest.fields)
    told = _asked(manifest, told)
    while True:
        try:
            added = run(_add_account(settings, brand_slug, manifest, AccountRole(role), told))
            break
        except Failed as failed:
            if not (guided and at_a_terminal()):
                raise
            click.echo(
                f"{failed.message}\nNothing was kept. Once more; Enter keeps what is in brackets.", err=True
            )
            told = _asked_again(manifest, told)
    click.echo(f"Added {added.account.handle} ({added.account.channel}, {added.account.role}).")
    if added.address:
        click.echo(f"Post to: {added.address}")
        for each in manifest.fields:
            if each.name in added.made:
                click.echo(f"{each.label}: {added.made[each.name]} (shown this once)")


def _asked(manifest: Manifest, told: Mapping[str, str]) -> dict[str, str]:
    """Ask for what is needed and was not given; whoever is asked anything may tell the rest, too."""
    missing = [each for each in manifest.fields if each.required and not told[each.name]]
    answers = {
        each.name: ask("", f"--{each.name}", _question(each), hidden=each.secret, twice=False)
        for each in missing
    }
    rest = [each for each in manifest.fields if not each.required and not told[each.name]]
    if (
        missing
        and rest
        and at_a_terminal()
        and click.confirm("Set further options?", default=False, err=True)
    ):
        answers |= {each.name: _optional(each) for each in rest}
    return {**told, **answers}


def _asked_again(manifest: Manifest, told: Mapping[str, str]) -> dict[str, str]:
    """Ask for what was told before; a certificate of many lines can only come as an option."""
    answers = {
        each.name: ask(
            "", f"--{each.name}", _question(each), hidden=each.secret, twice=False,
            default=None if each.secret else told[each.name],
        )
        for each in manifest.fields
        if each.required or (told[each.name] and not each.secret and "\n" not in told[each.name])
    }  # fmt: skip
    return {**told, **answers}


def _optional(one: Field) -> str:
    answer: str = click.prompt(
        _question(one), default="", show_default=False, hide_input=one.secret, err=True
    )
    return answer


def _question(one: Field) -> str:
    return f"{one.label} ({one.help})" if one.help else one.label


async def _add_account(
    settings: Settings, slug: str, manifest: Manifest, role: AccountRole, told: Mapping[str, str]
) -> Added:
    wanted = accounts.wanted(manifest, role, told)
    async with desk(settings) as house:
        async with transaction(house.pool) as tx:
            brand = await brand_named(tx.conn, slug)
        tried = await accounts.try_out(house.pool, house.vault, house.surroundings, brand.id, wanted)
        async with transaction(house.pool) as tx:
            account = await accounts.keep_tried(tx, house.vault, brand.id, tried, house.now())
    address = f"{settings.origin}/hooks/{account.channel}/{account.id}" if tried.receives else ""
    return Added(account, address, tried.made)


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
