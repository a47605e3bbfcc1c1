"""All SQL of satisfaction."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId, ConversationId, CustomerId
from hilft.ratings.model import Verdict, Via, Way

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class Terms:
    wait_minutes: int
    every_days: int


@dataclass(frozen=True, slots=True)
class WayRow:
    account_id: AccountId
    way: Way


@dataclass(frozen=True, slots=True)
class About:
    """A case as the question needs it."""

    case_id: CaseId
    code: str
    state: str
    solved_at: datetime | None
    account_id: AccountId
    owner_id: AgentId | None
    customer_id: CustomerId
    bot: bool
    joined_into_id: CaseId | None
    conversation_id: ConversationId | None
    "Where the customer spoke in private last; None: nowhere."
    private_account_id: AccountId | None
    automatic: bool
    language: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a link or the status page asks. ``open``: it may be answered as far as the case goes."""

    case_id: CaseId
    code: str
    asked_at: datetime | None
    verdict: Verdict | None
    rated_at: datetime | None
    text: str
    state: str
    open: bool


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One rating as those who lead see it."""

    id: uuid.UUID
    code: str
    verdict: Verdict
    text: str
    rated_at: datetime
    via: Via
    account: str
    channel: str
    agent: str | None
    initials: str | None
    seen_at: datetime | None
    seen_by: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """``key``: an account's or agent's id, a date, or empty. ``asked``: questions sent in the period."""

    key: str
    good: int
    bad: int
    with_text: int
    asked: int


async def terms(conn: Connection, brand_id: BrandId) -> Terms | None:
    return await fetch_one(conn, SQL["terms"], Terms, brand_id)


async def ways(conn: Connection, brand_id: BrandId) -> list[WayRow]:
    return await fetch_all(conn, SQL["ways"], WayRow, brand_id)


async def save_terms(
    conn: Connection, brand_id: BrandId, wait_minutes: int, every_days: int, now: datetime
) -> None:
    await execute(conn, SQL["save_terms"], brand_id, wait_minutes, every_days, now)


async def save_way(conn: Connection, brand_id: BrandId, account_id: AccountId, way: Way) -> None:
    await execute(conn, SQL["save_way"], brand_id, account_id, way)


async def due_cases(
    conn: Connection, brand_id: BrandId, solved_before: datetime, solved_after: datetime, limit: int
) -> list[CaseId]:
    return await fetch_all(conn, SQL["due_cases"], CaseId, brand_id, solved_before, solved_after, limit)


async def about(conn: Connection, brand_id: BrandId, case_id: CaseId) -> About | None:
    return await fetch_one(conn, SQL["about"], About, brand_id, case_id)


async def consider(
    conn: Connection,
    brand_id: BrandId,
    case_id: CaseId,
    rating_id: uuid.UUID,
    account_id: AccountId,
    agent_id: AgentId | None,
    now: datetime,
    solved_at: datetime,
) -> uuid.UUID | None:
    mine: uuid.UUID | None = await fetch_value(
        conn, SQL["consider"], brand_id, case_id, rating_id, account_id, agent_id, now, solved_at
    )
    return mine


async def ask_once(
    conn: Connection, brand_id: BrandId, customer_id: CustomerId, now: datetime, before: datetime
) -> CustomerId | None:
    found: CustomerId | None = await fetch_value(conn, SQL["ask_once"], brand_id, customer_id, now, before)
    return found


async def note_asked(
    conn: Connection, brand_id: BrandId, case_id: CaseId, now: datetime, token: bytes
) -> None:
    await execute(conn, SQL["note_asked"], brand_id, case_id, now, token)


async def note_not_asked(conn: Connection, brand_id: BrandId, case_id: CaseId, reason: str) -> None:
    await execute(conn, SQL["note_not_asked"], brand_id, case_id, reason)


async def question_by_token(conn: Connection, brand_id: BrandId, token: bytes) -> Question | None:
    return await fetch_one(conn, SQL["question_by_token"], Question, brand_id, token)


async def question_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> Question | None:
    return await fetch_one(conn, SQL["question_of"], Question, brand_id, case_id)


async def rate(
    conn: Connection,
    brand_id: BrandId,
    case_id: CaseId,
    rating_id: uuid.UUID,
    verdict: Verdict,
    via: Via,
    now: datetime,
) -> uuid.UUID | None:
    found: uuid.UUID | None = await fetch_value(
        conn, SQL["rate"], brand_id, case_id, rating_id, verdict, via, now
    )
    return found


async def survivor(conn: Connection, brand_id: BrandId, case_id: CaseId) -> CaseId | None:
    found: CaseId | None = await fetch_value(conn, SQL["survivor"], brand_id, case_id)
    return found


async def say_why(
    conn: Connection, brand_id: BrandId, case_id: CaseId, text: str, since: datetime
) -> uuid.UUID | None:
    found: uuid.UUID | None = await fetch_value(conn, SQL["say_why"], brand_id, case_id, text, since)
    return found


async def ratings(
    conn: Connection,
    brand_id: BrandId,
    verdict: Verdict | None,
    unseen: bool,  # noqa: FBT001 - a parameter of the query, in its order
    before_at: datetime | None,
    before_id: uuid.UUID | None,
    limit: int,
) -> list[RatingRow]:
    return await fetch_all(
        conn, SQL["ratings"], RatingRow, brand_id, verdict, unseen, before_at, before_id, limit
    )


async def rating(conn: Connection, brand_id: BrandId, rating_id: uuid.UUID) -> datetime | None:
    found: datetime | None = await fetch_value(conn, SQL["rating"], brand_id, rating_id)
    return found


async def see(
    conn: Connection, brand_id: BrandId, rating_id: uuid.UUID, now: datetime, agent_id: AgentId
) -> int:
    return await execute(conn, SQL["see"], brand_id, rating_id, now, agent_id)


async def unseen(conn: Connection, brand_id: BrandId, limit: int) -> int:
    found: int = await fetch_value(conn, SQL["unseen"], brand_id, limit)
    return found


async def counts(
    conn: Connection, brand_id: BrandId, since: datetime, until: datetime, by: str, zone: str
) -> list[Count]:
    return await fetch_all(conn, SQL["counts"], Count, brand_id, since, until, by, zone)
