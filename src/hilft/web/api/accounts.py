"""How the brand's accounts are doing."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from hilft.accounts import account, health
from hilft.outbox import log_of_account
from hilft.web.api import shapes, shaping
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn

router = APIRouter(route_class=DeskRoute, tags=["accounts"])


@router.get("/accounts")
async def list_accounts(conn: Conn, agent: SignedIn, house: InHouse) -> shapes.AccountPage:
    """List the accounts with state, last success, last error, what waits and what may be missing."""
    found, now = await health(conn, agent.brand_id), house.now()
    return shapes.AccountPage(items=[shaping.account_item(one, now) for one in found])


@router.get("/accounts/{account_id}/log")
async def read_log(
    conn: Conn,
    agent: SignedIn,
    account_id: UUID,
    before: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> shapes.LogPage:
    """Give what was posted for an account and what came of it, newest first; ``next`` goes into ``before``."""
    found = await account(conn, agent.brand_id, account_id)
    entries = await log_of_account(conn, agent.brand_id, found.id, before, limit)
    following = entries[-1].id if len(entries) == limit else None
    return shapes.LogPage(items=[shaping.log_item(each) for each in entries], next=following)
