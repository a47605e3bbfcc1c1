"""SQL of the usual time to a first answer."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hilft.db import Connection, execute, fetch_all, fetch_one, queries
from hilft.ids import AccountId, BrandId, CaseId

SQL = queries("hilft.cases")


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """When a case was asked and first answered by a person, and whose opening hours count."""

    case_id: CaseId
    account_id: AccountId
    asked_at: datetime
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Usual:
    """The median of the last seven days in opening hours; ``minutes`` None: nobody was answered."""

    minutes: Decimal | None
    answers: int
    computed_at: datetime


async def first_answers(conn: Connection, brand_id: BrandId, since: datetime) -> list[FirstAnswer]:
    """Give which cases a person answered for the first time since then."""
    return await fetch_all(conn, SQL["first_answers"], FirstAnswer, brand_id, since)


async def usual_answer(conn: Connection, brand_id: BrandId) -> Usual | None:
    return await fetch_one(conn, SQL["usual_answer"], Usual, brand_id)


async def keep_usual_answer(
    conn: Connection, brand_id: BrandId, minutes: Decimal | None, answers: int, now: datetime
) -> None:
    await execute(conn, SQL["keep_usual_answer"], brand_id, minutes, answers, now)
