"""``hilft agent add`` and ``hilft token create|list|revoke``."""

from pathlib import Path

import click

from hilft import staff
from hilft.cli.asking import ask, brand_option, data_option, settings_with
from hilft.cli.desk import brand_named, desk
from hilft.cli.failure import run
from hilft.db import Connection, transaction
from hilft.problems import Problem
from hilft.settings import Settings
from hilft.staff import Agent, Role, Token


class NoSuchAgent(Problem):
    """There is no agent with the login or initials {name}."""


class NoSuchToken(Problem):
    """This agent has no token with the mark {mark}. See: hilft token list."""


@click.group()
def agent() -> None:
    """The members of the team."""


@click.group()
def token() -> None:
    """Bearer tokens for the JSON API."""


@agent.command("add")
@data_option
@brand_option
@click.option("--login", help="Name to sign in with.")
@click.option("--name", help="Full name; customers see the first name.")
@click.option("--initials", help="Two letters to sign answers with.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="agent", show_default=True)
@click.option("--password", envvar="HILFT_PASSWORD", help="At least 10 characters (HILFT_PASSWORD).")
def add(
    data: Path | None,
    brand_slug: str,
    login: str | None,
    name: str | None,
    initials: str | None,
    role: str,
    password: str | None,
) -> None:
    """Add a member of the team."""
    settings = settings_with(data=data)
    name = ask(name, "--name", "Full name")
    login = ask(login, "--login", "Login", default=name.split(maxsplit=1)[0].lower())
    initials = ask(initials, "--initials", "Two letters to sign with", default=login[:2].lower())
    password = ask(password, "--password", "Password (at least 10 characters)", hidden=True)
    made = run(_add(settings, brand_slug, login, name, initials, Role(role), password))
    click.echo(f"Added {made.name} ({made.login}, ^{made.initials}, {made.role}).")


async def _add(
    settings: Settings, slug: str, login: str, name: str, initials: str, role: Role, password: str
) -> Agent:
    async with desk(settings) as house, transaction(house.pool) as tx:
        brand = await brand_named(tx.conn, slug)
        return await staff.add_agent(
            tx,
            brand.id,
            login=login,
            name=name,
            initials=initials,
            role=role,
            password=password,
            now=house.now(),
        )


@token.command("create")
@data_option
@brand_option
@click.option("--agent", "name", required=True, help="Login or initials.")
@click.option("--label", default="", help="What it is for.")
def create(data: Path | None, brand_slug: str, name: str, label: str) -> None:
    """Make a token and print it; it is shown this once."""
    click.echo(run(_create(settings_with(data=data), brand_slug, name, label)))


async def _create(settings: Settings, slug: str, name: str, label: str) -> str:
    async with desk(settings) as house, transaction(house.pool) as tx:
        owner = await _agent_named(tx.conn, slug, name)
        return await staff.create_token(tx, owner, label, house.now())


@token.command("list")
@data_option
@brand_option
@click.option("--agent", "name", required=True, help="Login or initials.")
def list_tokens(data: Path | None, brand_slug: str, name: str) -> None:
    """List an agent's tokens: mark, label, last use. The tokens themselves are not kept."""
    for one in run(_list(settings_with(data=data), brand_slug, name)):
        used = f"last used {one.last_used_at:%Y-%m-%d %H:%M} UTC" if one.last_used_at else "never used"
        end = ", revoked" if one.revoked_at else ""
        click.echo(f"{_mark(one)}  {one.label or '-'}  {used}{end}")


@token.command("revoke")
@data_option
@brand_option
@click.option("--agent", "name", required=True, help="Login or initials.")
@click.argument("mark")
def revoke(data: Path | None, brand_slug: str, name: str, mark: str) -> None:
    """Make a token worthless at once; MARK as told by `hilft token list`."""
    run(_revoke(settings_with(data=data), brand_slug, name, mark))
    click.echo("Revoked.")


async def _list(settings: Settings, slug: str, name: str) -> list[Token]:
    async with desk(settings) as house, transaction(house.pool) as tx:
        owner = await _agent_named(tx.conn, slug, name)
        return await staff.tokens_of(tx.conn, owner.brand_id, owner.id)


async def _revoke(settings: Settings, slug: str, name: str, mark: str) -> None:
    async with desk(settings) as house, transaction(house.pool) as tx:
        owner = await _agent_named(tx.conn, slug, name)
        meant = [
            one for one in await staff.tokens_of(tx.conn, owner.brand_id, owner.id) if _mark(one) == mark
        ]
        if not meant:
            raise NoSuchToken(mark=mark)
        await staff.revoke_token(tx, owner.brand_id, meant[0].token_hash, house.now())


async def _agent_named(conn: Connection, slug: str, name: str) -> Agent:
    brand = await brand_named(conn, slug)
    found = await staff.find_agent(conn, brand.id, name)
    if found is None:
        raise NoSuchAgent(name=name)
    return found


def _mark(one: Token) -> str:
    return one.token_hash.hex()[:12]
