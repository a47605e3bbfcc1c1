"""Brands are founded and found."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hilft.accounts import store
from hilft.accounts.model import Brand, checked_brand_name, checked_language, checked_slug, plain_host
from hilft.accounts.problems import BadSlug, SlugTaken, UnknownZone
from hilft.db import Connection, Transaction
from hilft.ids import BrandId, new_id


async def create_brand(
    tx: Transaction,
    *,
    slug: str,
    name: str,
    zone: str,
    language: str,
    now: datetime,
    hosts: Sequence[str] = (),
) -> Brand:
    """Found a brand. Raises ``BadSlug``, ``SlugTaken``, ``BadBrandName``, ``UnknownZone`` or ``BadLanguage``."""
    slug, name, language = checked_slug(slug), checked_brand_name(name), checked_language(language)
    _check_zone(zone)
    brand = await store.insert_brand(
        tx.conn, BrandId(new_id()), slug, name, zone, language, [plain_host(host) for host in hosts], now
    )
    if brand is None:
        raise SlugTaken(slug=slug)
    return brand


async def brand_by_host(conn: Connection, host: str) -> Brand | None:
    """Find whose pages are asked for; an unknown host gets the first brand, None: there is no brand yet."""
    return await store.brand_of_host(conn, plain_host(host))


async def brand_by_slug(conn: Connection, slug: str) -> Brand | None:
    """Find a brand by its short name, as addresses carry it."""
    try:
        return await store.brand_of_slug(conn, checked_slug(slug))
    except BadSlug:
        return None


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone=zone) from error
