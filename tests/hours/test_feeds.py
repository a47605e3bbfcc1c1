"""Calendars fetched from an address: what they say holds, and holds on when they are away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import anyio
import pytest
from anyio.abc import SocketAttribute, SocketStream

from hilft import accounts, clocks, hours
from hilft.channels import PublicClient
from hilft.db import Connection, Pool, transaction
from hilft.hours import Subscriptions, instant_of
from hilft.ids import BrandId
from hilft.problems import Problem

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TUESDAY = instant_of("2026-11-24T10:00:00+01:00")
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261124\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@asynccontextmanager
async def serving(said: list[bytes]) -> AsyncIterator[str]:
    """Answer every request on a port of loopback with the first of ``said``."""

    async def answer(stream: SocketStream) -> None:
        async with stream:
            await stream.receive()
            body = said[0]
            await stream.send(
                b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body
            )

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, answer)
        port = listener.listeners[0].extra(SocketAttribute.local_port)  # noqa: S610 - a socket's, no database's
        yield f"http://127.0.0.1:{port}/closed.ics"
        group.cancel_scope.cancel()


async def founded(pool: Pool) -> BrandId:
    async with transaction(pool) as tx:
        brand = await accounts.create_brand(
            tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=NOON
        )
        week = {day: [["09:00", "17:00"]] for day in ("mon", "tue")}
        await hours.put_hours(tx, brand.id, None, {"zone": "Europe/Berlin", "weekly": week}, NOON)
        return brand.id


async def brand_ids(conn: Connection) -> list[BrandId]:
    return [each.id for each in await accounts.brands(conn)]


async def closed(pool: Pool, brand_id: BrandId) -> bool:
    async with transaction(pool) as tx:
        return not (await hours.calendar_of(tx.conn, brand_id)).open_at(TUESDAY)


async def test_an_address_is_looked_at_now_and_again(pool: Pool) -> None:
    brand_id, now, said = await founded(pool), [NOON], [ICS]
    async with PublicClient(allow_loopback=True) as http, serving(said) as url:
        job = Subscriptions(pool, http, lambda: now[0], brand_ids, clocks.replan)
        async with transaction(pool) as tx:
            await hours.subscribe(tx, brand_id, None, url, NOON)
        assert not await closed(pool, brand_id)
        await job.run()
        assert await closed(pool, brand_id)
        assert await pool.fetchval("select exists (select from jobs where kind = $1)", clocks.REPLAN)
        said[0] = b"<html>Moved</html>"
        await job.run()
        async with transaction(pool) as tx:
            (feed,) = await hours.feeds(tx.conn, brand_id, None)
        assert feed.error == ""
        now[0] += timedelta(hours=7)
        await job.run()
        async with transaction(pool) as tx:
            (feed,) = await hours.feeds(tx.conn, brand_id, None)
        assert "iCalendar" in feed.error
        assert await closed(pool, brand_id)
        said[0] = ICS.replace(b"20261124", b"20261130")
        now[0] += timedelta(hours=7)
        await job.run()
        assert not await closed(pool, brand_id)


async def test_an_address_inside_the_house_is_not_fetched(pool: Pool) -> None:
    brand_id = await founded(pool)
    async with PublicClient() as http, serving([ICS]) as url:
        async with transaction(pool) as tx:
            await hours.subscribe(tx, brand_id, None, url, NOON)
        await Subscriptions(pool, http, lambda: NOON, brand_ids).run()
    async with transaction(pool) as tx:
        (feed,) = await hours.feeds(tx.conn, brand_id, None)
    assert "cannot be fetched" in feed.error
    assert not await closed(pool, brand_id)


@pytest.mark.parametrize("url", ["", "ftp://x/y", "javascript:alert(1)", "https://a b", "https://a/\x00"])
async def test_what_is_no_address_is_refused(pool: Pool, url: str) -> None:
    brand_id = await founded(pool)
    with pytest.raises(Problem):
        async with transaction(pool) as tx:
            await hours.subscribe(tx, brand_id, None, url, NOON)
