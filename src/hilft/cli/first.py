"""``hilft init``: the same as the first-run page."""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from hilft import accounts, app, staff
from hilft.cli.asking import ask, data_option, settings_with
from hilft.cli.failure import run
from hilft.db import migrate, transaction
from hilft.settings import Settings
from hilft.staff import Agent, Role


@dataclass(frozen=True, slots=True)
class _Admin:
    login: str
    name: str
    initials: str
    password: str = field(repr=False)


@click.command()
@data_option
@click.option("--brand", help="Name of the brand, as customers know it.")
@click.option("--slug", help="Short name in lower-case letters, digits and dashes. Default: from the name.")
@click.option("--zone", help="Time zone, e.g. Europe/Berlin.")
@click.option("--language", type=click.Choice(["de", "en"]), help="First language of the pages.")
@click.option("--name", help="Full name of the first administrator.")
@click.option("--login", help="Login of the first administrator.")
@click.option("--initials", help="Two letters with which the administrator signs.")
@click.option(
    "--password", envvar="HILFT_PASSWORD", help="Password, at least 10 characters (HILFT_PASSWORD)."
)
def init(
    data: Path | None,
    brand: str | None,
    slug: str | None,
    zone: str | None,
    language: str | None,
    name: str | None,
    login: str | None,
    initials: str | None,
    password: str | None,
) -> None:
    """Create a brand and its first administrator."""
    settings = settings_with(data=data)
    brand = ask(brand, "--brand", "Name of the brand")
    slug = slug or _slug(brand)
    zone = _zone(ask(zone, "--zone", "Time zone", default="Europe/Berlin"))
    language = ask(language, "--language", "Language (de, en)", default="de")
    name = ask(name, "--name", "Your full name")
    login = ask(login, "--login", "Login", default=_slug(name.split(maxsplit=1)[0]))
    initials = ask(initials, "--initials", "Two letters to sign with", default=login[:2])
    password = ask(password, "--password", "Password (at least 10 characters)", hidden=True)
    admin = _Admin(login=login, name=name, initials=initials, password=password)
    made = run(_init(settings, brand, slug, zone, language, admin))
    click.echo(f"Created the brand {brand} ({slug}) and the administrator {made.login} (^{made.initials}).")
    click.echo("Next: hilft account add mastodon --url URL --token TOKEN, then hilft serve")


async def _init(settings: Settings, brand: str, slug: str, zone: str, language: str, admin: _Admin) -> Agent:
    async with app.database(settings, share=True) as dsn:
        await migrate(dsn)
        async with app.open_house(settings, dsn) as house, transaction(house.pool) as tx:
            now = house.now()
            made = await accounts.create_brand(
                tx, slug=slug, name=brand, zone=zone, language=language, now=now
            )
            return await staff.add_agent(
                tx,
                made.id,
                login=admin.login,
                name=admin.name,
                initials=admin.initials,
                role=Role.ADMIN,
                password=admin.password,
                now=now,
            )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "brand"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise click.UsageError(f"There is no time zone called {name}. Try Europe/Berlin.") from error
    return name
