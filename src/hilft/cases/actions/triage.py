"""Say how urgent a case is, what it is about, and for whom it waits."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.finding import find_to_change
from hilft.cases.actions.settle import save
from hilft.cases.model import Case, CaseState
from hilft.cases.problems import BadTag, EmptyText, NotInThisState, TooManyTags, UnknownPriority
from hilft.clocks import PRIORITIES
from hilft.db import Connection, Transaction, storable
from hilft.staff import Agent
from hilft.timeline import Subject, append

LONGEST_TAG = 40
MOST_TAGS = 20
_TAG = re.compile(r"[\w][\w .+/-]{0,39}")


async def set_priority(tx: Transaction, agent: Agent, code: str, priority: str, now: datetime) -> Case:
    """Call a case ``low``, ``normal``, ``high`` or ``urgent``; its clocks are timed anew."""
    if priority not in PRIORITIES:
        raise UnknownPriority(priority=priority[:40])
    case = await find_to_change(tx, agent, code)
    if case.priority == priority:
        return case
    await _say(tx, agent, case, "case.priority", now, priority=priority)
    return await save(tx, replace(case, priority=priority), now)


async def set_tags(tx: Transaction, agent: Agent, code: str, tags: Iterable[str], now: datetime) -> Case:
    """Give a case these tags and no others; raises `BadTag` or `TooManyTags`, then nothing was changed."""
    wanted = sorted({read_tag(tag) for tag in tags})
    if len(wanted) > MOST_TAGS:
        raise TooManyTags(limit=MOST_TAGS)
    case = await find_to_change(tx, agent, code)
    if case.tags == wanted:
        return case
    await _say(tx, agent, case, "case.tagged", now, tags=len(wanted))
    return await save(tx, replace(case, tags=wanted), now)


def read_tag(text: str) -> str:
    """Give a tag as it is kept: small letters, single spaces; raises `BadTag`."""
    tag = " ".join(storable(text).lower().removeprefix("#").split())
    if not _TAG.fullmatch(tag):
        raise BadTag(tag=text[:LONGEST_TAG], limit=LONGEST_TAG)
    return tag


async def tags_in_use(conn: Connection, agent: Agent) -> list[str]:
    """Give the tags cases carry these days."""
    return await store.tags_in_use(conn, agent.brand_id)


async def wait_for(tx: Transaction, agent: Agent, code: str, whom: str, now: datetime) -> Case:
    """Wait for a third party, a technician or a supplier: what the customer asked rests until somebody speaks again."""
    name = " ".join(storable(whom).split())[:80]
    if not name:
        raise EmptyText
    case = await find_to_change(tx, agent, code)
    if case.state not in {CaseState.OPEN, CaseState.WAITING}:
        raise NotInThisState(state=case.state)
    await store.set_settled(tx.conn, agent.brand_id, case.id, settled=True)
    await _say(tx, agent, case, "case.waits_for_others", now)
    waiting = replace(case, state=CaseState.WAITING, waiting_for=name, waiting_since=None, queue_at=now)
    return await save(tx, waiting, now)


async def _say(
    tx: Transaction, agent: Agent, case: Case, kind: str, now: datetime, **refs: str | int
) -> None:
    await append(tx.conn, agent.brand_id, Subject.CASE, case.id, kind, now, agent_id=agent.id, **refs)
