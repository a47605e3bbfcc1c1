"""Say who is here, notice who does nothing, keep the rules of the team."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import AgentId, BrandId
from hilft.problems import NotFound
from hilft.staff.model import Agent, Presence, Session
from hilft.staff.presence import store
from hilft.staff.presence.model import (
    WRITTEN_EVERY,
    Attendance,
    PresenceRules,
    checked_rules,
    default_rules,
)
from hilft.staff.presence.problems import ReasonNeedsAway, UnknownReason


async def presences(conn: Connection, brand_id: BrandId) -> list[Attendance]:
    """Give the whole team, those here first."""
    return await store.presences(conn, brand_id)


async def set_presence(
    tx: Transaction, agent: Agent, presence: Presence, now: datetime, reason: str = "", language: str = ""
) -> Agent:
    """Be here, away or off. ``language``: the brand's, for a brand that has written no reasons of its own.

    Raises ``UnknownReason``, ``ReasonNeedsAway``, and ``NotFound`` for somebody who was disabled meanwhile.
    """
    reason = " ".join(reason.split())
    if reason and presence is not Presence.AWAY:
        raise ReasonNeedsAway
    if reason:
        known = (await presence_rules(tx.conn, agent.brand_id, language)).reasons
        if reason not in known:
            raise UnknownReason(reason=reason[:80], known=", ".join(known) or "–")
    changed = await store.set_presence(tx.conn, agent.brand_id, agent.id, presence, reason, now)
    if changed is None:
        raise NotFound
    tx.nudge(agent.brand_id, "staff")
    return changed


async def stir(tx: Transaction, session: Session, now: datetime) -> Session:
    """Note that a person did something, at most every half minute; who was away by themselves is here again."""
    fresh = session.active_at is not None and now - session.active_at < WRITTEN_EVERY
    if fresh and not session.away_by_itself:
        return session
    agent = session.agent
    presence = await store.stir(tx.conn, agent.brand_id, agent.id, now, now - WRITTEN_EVERY)
    if presence is None:
        return session
    if presence is not agent.presence:
        tx.nudge(agent.brand_id, "staff")
    return replace(session, agent=replace(agent, presence=presence), active_at=now, away_by_itself=False)


async def away_who_is_idle(
    tx: Transaction, brand_id: BrandId, now: datetime, busy: Sequence[AgentId] = ()
) -> list[AgentId]:
    """Let those be away who have done nothing for as long as the brand's rules say; give who they are.

    ``busy``: who does something that leaves no request now, such as talking on the telephone.
    """
    idle = (await presence_rules(tx.conn, brand_id)).idle
    if busy:
        await store.seen_active(tx.conn, brand_id, list(busy), now)
    gone = await store.away_who_is_idle(tx.conn, brand_id, now - idle, now) if idle else []
    if gone:
        tx.nudge(brand_id, "staff")
    return gone


async def chosen_to_give(tx: Transaction, brand_id: BrandId, agent_id: AgentId, now: datetime) -> bool:
    """Note that somebody is given a case; False: they are not here any more. They cannot leave before the commit."""
    return await store.chosen_to_give(tx.conn, brand_id, agent_id, now) is not None


async def presence_rules(conn: Connection, brand_id: BrandId, language: str = "") -> PresenceRules:
    """Give how the team works; ``language`` is the brand's, for the reasons of whoever has written none."""
    row = await store.presence_rules(conn, brand_id)
    if row is None:
        return default_rules(language)
    return PresenceRules(row.away_after, tuple(row.reasons), row.giving, row.most_open, row.per_hour)


async def save_presence_rules(
    tx: Transaction, agent: Agent, rules: PresenceRules, now: datetime
) -> PresenceRules:
    """Say how the team works; for team leads and administrators. Raises what is wrong, then nothing was changed."""
    agent.check_leads()
    kept = checked_rules(rules)
    await store.save_presence_rules(
        tx.conn, agent.brand_id, kept.away_after, list(kept.reasons), kept.giving, kept.most_open,
        kept.per_hour, now,
    )  # fmt: skip
    tx.nudge(agent.brand_id, "staff")
    return kept
