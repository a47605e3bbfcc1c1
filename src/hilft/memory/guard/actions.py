"""Keep what was sent in public all the same, and what customers posted in public themselves. No verb commits."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from hilft.accounts import Account, Brand
from hilft.db import Connection, Transaction, storable
from hilft.ids import BrandId, CaseId, MessageId, new_id
from hilft.memory.guard import store
from hilft.memory.guard.finding import personal_data
from hilft.memory.guard.model import Disclosure, Exposure, Kind, Personal
from hilft.staff import Agent
from hilft.timeline import Subject, append

LONGEST_REASON = 500
"Characters."
_MOST = 50


def ours_of(brand: Brand, accounts: Sequence[Account]) -> list[str]:
    """Give the brand's own public numbers and addresses: its setting ``public_contacts`` and its accounts' handles."""
    listed = brand.settings.get("public_contacts")
    told = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    return told + [each.handle for each in accounts if len(each.handle) > 3]  # noqa: PLR2004 - an empty or tiny handle is everywhere


async def disclose(
    tx: Transaction,
    agent: Agent,
    case_id: CaseId,
    message_id: MessageId,
    found: Sequence[Personal],
    reason: str,
    now: datetime,
) -> None:
    """Keep that an agent sent personal data in public, what kinds, and why."""
    disclosure_id = new_id()
    await store.insert_disclosure(
        tx.conn, agent.brand_id, disclosure_id, message_id, agent.id,
        sorted({each.kind.value for each in found}), storable(reason).strip()[:LONGEST_REASON], now,
    )  # fmt: skip
    await append(
        tx.conn, agent.brand_id, Subject.CASE, case_id, "message.disclosed", now, agent_id=agent.id,
        message=message_id, disclosure=disclosure_id,
    )  # fmt: skip


async def disclosures_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Disclosure]:
    """Give what went out in public in a case all the same, the oldest first."""
    return await store.disclosures_of(conn, brand_id, case_id, _MOST)


async def look_for_exposures(
    tx: Transaction, brand_id: BrandId, posts: Mapping[MessageId, str], ours: Sequence[str], now: datetime
) -> None:
    """Look at customers' own public posts, new or changed; a name under one's own post is no secret."""
    looked = []
    for message_id, text in posts.items():
        kinds = sorted({each.kind.value for each in personal_data(text, ours=ours)} - {Kind.NAME.value})
        looked.append({"id": str(message_id), "kinds": kinds})
        await asyncio.sleep(0)  # others wait for this process
    if looked:
        await store.expose(tx.conn, brand_id, looked, now)


async def exposures_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Exposure]:
    """Give the customer's own public posts with personal data that wait for somebody to react."""
    return await store.exposures_of(conn, brand_id, case_id, _MOST)


async def settle_exposures(tx: Transaction, agent: Agent, case_id: CaseId, now: datetime) -> None:
    """Say that the customer was told, or that nothing has to be done."""
    if await store.settle_exposures(tx.conn, agent.brand_id, case_id, now, agent.id):
        await append(
            tx.conn, agent.brand_id, Subject.CASE, case_id, "exposure.settled", now, agent_id=agent.id
        )
        tx.nudge(agent.brand_id, f"case:{case_id}")
