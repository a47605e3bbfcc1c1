"""Announce something, change it, say that it is over, take it back: on the page, in the feed, on the accounts."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hilft.accounts import Switchboard
from hilft.db import Transaction
from hilft.ids import AccountId, BrandId, new_id
from hilft.jobs import enqueue
from hilft.news import store
from hilft.news.actions.audience import checked_choice
from hilft.news.actions.posting import follow_change, plan, release, take_all_down
from hilft.news.actions.topic import TOPIC
from hilft.news.model import Announcement, Kind, checked_text, checked_time, checked_title
from hilft.news.problems import AlreadyWithdrawn, NoSuchAnnouncement, NotADisruption
from hilft.staff import Agent

PUBLISH = "news.publish"
"The job that waits for an announcement's time."


async def announce(
    tx: Transaction,
    switchboard: Switchboard,
    agent: Agent,
    *,
    kind: Kind,
    title: str,
    text: str,
    publish_at: datetime | None,
    now: datetime,
    chosen: Mapping[AccountId, str] | None = None,
) -> Announcement:
    """Write an announcement down; it is published at its time, without one at once.

    ``chosen``: the accounts that say it, too, each with its own text; empty: title and text.
    Raises ``LeadsOnly``, ``BadAnnouncement``, ``TooLate``, ``NoAccount``, ``CannotPublish``, ``PostTooLong``.
    """
    agent.check_leads()
    title, text = checked_title(title), checked_text(text)
    choice = await checked_choice(tx.conn, switchboard, agent.brand_id, title, text, chosen or {})
    made = await store.insert_announcement(
        tx.conn, agent.brand_id, new_id(), kind, title, text, agent.id, checked_time(publish_at, now), now
    )
    assert made is not None
    await plan(tx, made, agent.brand_id, choice, now)
    await _publish_in_time(tx, switchboard, agent.brand_id, made, now)
    tx.nudge(agent.brand_id, TOPIC)
    return made


async def change(
    tx: Transaction,
    switchboard: Switchboard,
    agent: Agent,
    announcement_id: uuid.UUID,
    *,
    title: str | None,
    text: str | None,
    publish_at: datetime | None,
    now: datetime,
    chosen: Mapping[AccountId, str] | None = None,
) -> Announcement:
    """Change what is given, everywhere. A time counts only for what is not published yet.

    ``chosen``: the accounts that are to say it, as for `announce`; None: those that do. Raises what `announce` does.
    """
    found = await _held(tx, agent, announcement_id)
    waits = found.publish_at > now
    changed = replace(
        found,
        title=found.title if title is None else checked_title(title),
        text=found.text if text is None else checked_text(text),
        publish_at=checked_time(publish_at, now) if publish_at is not None and waits else found.publish_at,
        changed_at=now,
    )
    wanted = await _own_texts(tx, agent.brand_id, found) if chosen is None else chosen
    choice = await checked_choice(tx.conn, switchboard, agent.brand_id, changed.title, changed.text, wanted)
    saved = await _saved(tx, agent, changed)
    await follow_change(tx, saved, agent.brand_id, choice, now)
    await _publish_in_time(tx, switchboard, agent.brand_id, saved, now)
    return saved


async def _own_texts(tx: Transaction, brand_id: BrandId, found: Announcement) -> dict[AccountId, str]:
    return {post.account_id: post.own_text for post in await store.lock_posts(tx.conn, brand_id, found.id)}


async def _publish_in_time(
    tx: Transaction, switchboard: Switchboard, brand_id: BrandId, found: Announcement, now: datetime
) -> None:
    if found.publish_at <= now:
        await release(tx, switchboard, brand_id, found.id, now)
    else:
        payload = {"announcement": str(found.id)}
        await enqueue(tx, brand_id, PUBLISH, payload, found.publish_at, str(found.id))


async def publish_due(
    tx: Transaction, switchboard: Switchboard, brand_id: BrandId, announcement_id: uuid.UUID, now: datetime
) -> None:
    """Let the accounts say what is due; what was moved to a later time waits for that, what was withdrawn is over."""
    found = await store.lock_announcement(tx.conn, brand_id, announcement_id)
    if found is not None and found.withdrawn_at is None:
        await _publish_in_time(tx, switchboard, brand_id, found, now)


async def end(tx: Transaction, agent: Agent, announcement_id: uuid.UUID, now: datetime) -> Announcement:
    """Say that a disruption is over; saying it again changes nothing. Raises ``NotADisruption``."""
    found = await _held(tx, agent, announcement_id)
    if found.kind is not Kind.DISRUPTION:
        raise NotADisruption
    if found.over_at is not None:
        return found
    return await _saved(tx, agent, replace(found, over_at=now, changed_at=now))


async def withdraw(tx: Transaction, agent: Agent, announcement_id: uuid.UUID, now: datetime) -> None:
    """Take it from the page, the feed and the accounts, where they can; withdrawing again changes nothing."""
    agent.check_leads()
    found = await store.lock_announcement(tx.conn, agent.brand_id, announcement_id)
    if found is None:
        raise NoSuchAnnouncement
    if found.withdrawn_at is None:
        await _saved(tx, agent, replace(found, withdrawn_at=now, changed_at=now))
        await take_all_down(tx, agent.brand_id, found.id, now)


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
