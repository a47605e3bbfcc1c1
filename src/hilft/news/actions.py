"""Announce something, change it, say that it is over, take it back; and read what was announced."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from hilft.db import Connection, Transaction
from hilft.ids import BrandId, new_id
from hilft.news import store
from hilft.news.model import Announcement, Kind, checked_text, checked_time, checked_title
from hilft.news.problems import AlreadyWithdrawn, NoSuchAnnouncement, NotADisruption
from hilft.staff import Agent

TOPIC = "news"
"The nudge after a change."

_LAST = uuid.UUID(int=2**128 - 1)
_IN_FEED = 30
_ON_PAGE = 5
_PAGE_SHOWS = timedelta(days=60)


async def announce(
    tx: Transaction,
    agent: Agent,
    *,
    kind: Kind,
    title: str,
    text: str,
    publish_at: datetime | None,
    now: datetime,
) -> Announcement:
    """Write an announcement down; it is published at its time, without one at once.

    Raises ``LeadsOnly``, ``BadAnnouncement``, ``TooLate``.
    """
    agent.check_leads()
    made = await store.insert_announcement(
        tx.conn, agent.brand_id, new_id(), kind, checked_title(title), checked_text(text), agent.id,
        checked_time(publish_at, now), now,
    )  # fmt: skip
    assert made is not None
    tx.nudge(agent.brand_id, TOPIC)
    return made


async def change(
    tx: Transaction,
    agent: Agent,
    announcement_id: uuid.UUID,
    *,
    title: str | None,
    text: str | None,
    publish_at: datetime | None,
    now: datetime,
) -> Announcement:
    """Change what is given. A time counts only for what is not published yet."""
    found = await _held(tx, agent, announcement_id)
    waits = found.publish_at > now
    changed = replace(
        found,
        title=found.title if title is None else checked_title(title),
        text=found.text if text is None else checked_text(text),
        publish_at=checked_time(publish_at, now) if publish_at is not None and waits else found.publish_at,
        changed_at=now,
    )
    return await _saved(tx, agent, changed)


async def end(tx: Transaction, agent: Agent, announcement_id: uuid.UUID, now: datetime) -> Announcement:
    """Say that a disruption is over; saying it again changes nothing. Raises ``NotADisruption``."""
    found = await _held(tx, agent, announcement_id)
    if found.kind is not Kind.DISRUPTION:
        raise NotADisruption
    if found.over_at is not None:
        return found
    return await _saved(tx, agent, replace(found, over_at=now, changed_at=now))


async def withdraw(tx: Transaction, agent: Agent, announcement_id: uuid.UUID, now: datetime) -> None:
    """Take it from the page and the feed; withdrawing again changes nothing."""
    agent.check_leads()
    found = await store.lock_announcement(tx.conn, agent.brand_id, announcement_id)
    if found is None:
        raise NoSuchAnnouncement
    if found.withdrawn_at is None:
        await _saved(tx, agent, replace(found, withdrawn_at=now, changed_at=now))


async def announcement(conn: Connection, brand_id: BrandId, announcement_id: uuid.UUID) -> Announcement:
    """Raises ``NoSuchAnnouncement``."""
    found = await store.find_announcement(conn, brand_id, announcement_id)
    if found is None:
        raise NoSuchAnnouncement
    return found


async def announcements(
    conn: Connection, brand_id: BrandId, before: uuid.UUID | None = None, limit: int = 50
) -> list[Announcement]:
    """List all of them for colleagues, the newest first, ``before`` one."""
    return await store.announcements(conn, brand_id, before or _LAST, limit)


async def published(conn: Connection, brand_id: BrandId, now: datetime) -> list[Announcement]:
    """Give what the feed tells, the newest first."""
    return await store.published(conn, brand_id, now, _IN_FEED)


async def current(conn: Connection, brand_id: BrandId, now: datetime) -> list[Announcement]:
    """Give what the public page tells: disruptions that last, then the news of two months."""
    return await store.current(conn, brand_id, now, now - _PAGE_SHOWS, _ON_PAGE)


async def _held(tx: Transaction, agent: Agent, announcement_id: uuid.UUID) -> Announcement:
    agent.check_leads()
    found = await store.lock_announcement(tx.conn, agent.brand_id, announcement_id)
    if found is None:
        raise NoSuchAnnouncement
    if found.withdrawn_at is not None:
        raise AlreadyWithdrawn
    return found


async def _saved(tx: Transaction, agent: Agent, changed: Announcement) -> Announcement:
    await store.save_announcement(
        tx.conn, agent.brand_id, changed.id, changed.title, changed.text, changed.publish_at, changed.changed_at,
        changed.over_at, changed.withdrawn_at,
    )  # fmt: skip
    tx.nudge(agent.brand_id, TOPIC)
    return changed
