"""Rate, add a word, see to it; and say where is asked."""

import uuid
from datetime import datetime

from hilft.db import Transaction
from hilft.ids import BrandId, CaseId, new_id
from hilft.ratings import store
from hilft.ratings.model import TEXT_LIFE, Settings, Verdict, Via, checked, checked_text
from hilft.ratings.problems import NoSuchRating, NotToRate
from hilft.staff import Agent
from hilft.timeline import Subject, append

TOPIC = "ratings"
"The nudge after a rating."


async def rate(
    tx: Transaction, brand_id: BrandId, case_id: CaseId, verdict: Verdict, via: Via, now: datetime
) -> None:
    """Write down what the customer of a case says, once. Raises ``NotToRate`` where it was said already."""
    rating_id = await store.rate(tx.conn, brand_id, case_id, new_id(), verdict, via, now)
    if rating_id is None:
        raise NotToRate
    shown = await store.survivor(tx.conn, brand_id, case_id) or case_id
    await append(tx.conn, brand_id, Subject.CASE, shown, f"rating.{verdict.value}", now, rating=rating_id)
    _tell(tx, brand_id, shown)


async def say_why(tx: Transaction, brand_id: BrandId, case_id: CaseId, text: str, now: datetime) -> bool:
    """Add a word to a rating, once and within a day; False: nothing was said, or it is too late."""
    kept = checked_text(text)
    if not kept or await store.say_why(tx.conn, brand_id, case_id, kept, now - TEXT_LIFE) is None:
        return False
    _tell(tx, brand_id, await store.survivor(tx.conn, brand_id, case_id) or case_id)
    return True


async def see(tx: Transaction, agent: Agent, rating_id: uuid.UUID, now: datetime) -> None:
    """Note that somebody who leads has seen to a rating; again changes nothing. Raises ``LeadsOnly``, ``NoSuchRating``."""
    agent.check_leads()
    if not await store.see(tx.conn, agent.brand_id, rating_id, now, agent.id):
        raise NoSuchRating
    tx.nudge(agent.brand_id, TOPIC)


async def save_settings(tx: Transaction, agent: Agent, wanted: Settings, now: datetime) -> None:
    """Write down where, when and how often is asked. Raises ``LeadsOnly``, ``BadWait``, ``BadDays``."""
    agent.check_leads()
    wanted = checked(wanted)
    await store.save_terms(tx.conn, agent.brand_id, wanted.wait_minutes, wanted.every_days, now)
    for account_id, way in wanted.ways.items():
        await store.save_way(tx.conn, agent.brand_id, account_id, way)
    tx.nudge(agent.brand_id, TOPIC)


def _tell(tx: Transaction, brand_id: BrandId, case_id: CaseId) -> None:
    tx.nudge(brand_id, TOPIC)
    tx.nudge(brand_id, f"case:{case_id}")
