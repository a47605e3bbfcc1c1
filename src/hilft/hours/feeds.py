"""Calendars beside the hours: uploaded once, or fetched again and again from an address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import anyio

from hilft.channels import Later, NotPublic, PublicClient, Refused, fetch_public
from hilft.db import Connection, Pool, Transaction, transaction
from hilft.hours import store
from hilft.hours.actions import TOPIC, versions
from hilft.hours.ical import LARGEST, Days, days_in
from hilft.hours.problems import BadAddress, FeedNotThere, HoursFirst, NoSuchFeed, TooManyFeeds
from hilft.hours.store import Feed
from hilft.ids import AccountId, BrandId, new_id
from hilft.jobs import Beat
from hilft.problems import Problem

FEEDS = "hours_feeds"
"The nudge that has a new address looked at."
EVERY = timedelta(hours=6)
"How old what is known of a calendar may become."

_MOST = 20
_LONGEST = 2000
_LONGEST_NAME = 100
_BATCH = 20


async def feeds(conn: Connection, brand_id: BrandId, account_id: AccountId | None) -> list[Feed]:
    """Give the calendars beside exactly these hours (None: the brand's)."""
    return await store.feeds(conn, brand_id, account_id)


async def subscribe(
    tx: Transaction, brand_id: BrandId, account_id: AccountId | None, url: str, now: datetime
) -> None:
    """Take in a calendar by its address; it is fetched soon. Raises ``BadAddress``, ``HoursFirst``, ``TooManyFeeds``."""
    address = url.strip()
    if address.lower().startswith("webcal://"):
        address = f"https{address[6:]}"
    if not address.lower().startswith(("https://", "http://")) or not address.isprintable() or " " in address:
        raise BadAddress(url=address[:60])
    await _check_room(tx.conn, brand_id, account_id)
    name = address[:_LONGEST_NAME]
    await store.put_feed(
        tx.conn, brand_id, new_id(), account_id, address[:_LONGEST], name, {}, new_id(), None, now
    )
    tx.nudge(brand_id, FEEDS)


async def take_file(
    tx: Transaction, brand_id: BrandId, account_id: AccountId | None, name: str, content: bytes, now: datetime
) -> None:
    """Take in an uploaded calendar; raises what is wrong with it, then nothing was changed."""
    zone = await _check_room(tx.conn, brand_id, account_id)
    days = await _read(content, zone, now)
    plain = "".join(each for each in name if each.isprintable())[:_LONGEST_NAME] or "calendar.ics"
    await store.put_feed(tx.conn, brand_id, new_id(), account_id, "", plain, days, new_id(), now, now)
    tx.nudge(brand_id, TOPIC)


async def drop_feed(tx: Transaction, brand_id: BrandId, account_id: AccountId | None, feed_id: UUID) -> None:
    """Forget a calendar and what it said; raises ``NoSuchFeed``."""
    if not await store.drop_feed(tx.conn, brand_id, account_id, feed_id):
        raise NoSuchFeed
    tx.nudge(brand_id, TOPIC)


async def _check_room(conn: Connection, brand_id: BrandId, account_id: AccountId | None) -> str:
    if len(await store.feeds(conn, brand_id, account_id)) >= _MOST:
        raise TooManyFeeds(limit=_MOST)
    return await _zone(conn, brand_id, account_id)


async def _zone(conn: Connection, brand_id: BrandId, account_id: AccountId | None) -> str:
    """Give the zone in which a calendar's days are meant: that of the newest hours it stands beside."""
    known = await versions(conn, brand_id, account_id)
    if not known:
        raise HoursFirst
    return known[-1].hours.zone


async def _read(content: bytes, zone: str, now: datetime) -> Days:
    today: date = now.astimezone(ZoneInfo(zone)).date()
    return await anyio.to_thread.run_sync(days_in, content, zone, today)


async def nobody_minds(_tx: Transaction, _brand_id: BrandId, _now: datetime) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The job of this room: addresses are fetched, outside any transaction, and what they say is kept.

    ``changed``: whoever reckons in these hours hears of it in the transaction that keeps them.
    """

    pool: Pool
    http: PublicClient
    now: Callable[[], datetime]
    brands: Callable[[Connection], Awaitable[list[BrandId]]]
    changed: Callable[[Transaction, BrandId, datetime], Awaitable[None]] = nobody_minds

    def beats(self) -> list[Beat]:
        """Give what the work loop must run for this room."""
        return [Beat("hours.feeds", timedelta(minutes=10), self.run, frozenset({FEEDS}))]

    async def run(self) -> None:
        """Look at every calendar that was not looked at for a while; two who do the same do no harm."""
        async with transaction(self.pool) as tx:
            known = await self.brands(tx.conn)
        for brand_id in known:
            async with transaction(self.pool) as tx:
                due = await store.feeds_to_fetch(tx.conn, brand_id, self.now() - EVERY, _BATCH)
            for feed_id in due:
                await self.fetch(brand_id, feed_id)

    async def fetch(self, brand_id: BrandId, feed_id: UUID) -> None:
        """Fetch one calendar; when it cannot be read, what it said before holds on and the page says why."""
        async with transaction(self.pool) as tx:
            feed = await store.feed(tx.conn, brand_id, feed_id)
            try:
                zone = await _zone(tx.conn, brand_id, feed.account_id) if feed else ""
            except HoursFirst:
                return
        if feed is None:
            return
        try:
            days = await self._days(feed.url, zone)
        except Problem as problem:
            async with transaction(self.pool) as tx:
                await store.save_feed_error(tx.conn, brand_id, feed_id, problem.template(), self.now())
            return
        async with transaction(self.pool) as tx:
            await store.save_feed_days(tx.conn, brand_id, feed_id, days, new_id(), self.now())
            await self.changed(tx, brand_id, self.now())
            tx.nudge(brand_id, TOPIC)

    async def _days(self, url: str, zone: str) -> Days:
        try:
            found = await fetch_public(self.http, url, max_bytes=LARGEST)
        except (Refused, Later, NotPublic) as error:
            raise FeedNotThere from error
        return await _read(found.content, zone, self.now())
