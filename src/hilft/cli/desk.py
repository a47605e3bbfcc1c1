"""What a command that does one thing and ends needs: the database, the vault, the channels; no loops, no doors."""

import contextlib
from collections.abc import AsyncIterator

from hilft import accounts, app
from hilft.accounts import Brand
from hilft.cli.telling import tell_if_copy
from hilft.db import Connection
from hilft.problems import Problem
from hilft.settings import Settings


class NoBrandYet(Problem):
    """There is no brand yet. Run: hilft init."""


class NoSuchBrand(Problem):
    """There is no brand with the short name {slug}. There are: {known}."""


class WhichBrand(Problem):
    """There are several brands. Choose one with --brand: {known}."""


@contextlib.asynccontextmanager
async def desk(settings: Settings) -> AsyncIterator[app.House]:
    """Open the house beside a running one, or alone, for the length of one command."""
    async with (
        app.database(settings, share=True) as dsn,
        app.open_house(settings, dsn, migrate=not settings.database_url) as house,
    ):
        await tell_if_copy(house)
        yield house


async def brand_named(conn: Connection, slug: str) -> Brand:
    """Give the brand of that short name, or the only one; raises the problems above."""
    known = await accounts.brands(conn)
    if not known:
        raise NoBrandYet
    names = ", ".join(brand.slug for brand in known)
    if not slug:
        if len(known) > 1:
            raise WhichBrand(known=names)
        return known[0]
    for brand in known:
        if brand.slug == slug:
            return brand
    raise NoSuchBrand(slug=slug, known=names)
