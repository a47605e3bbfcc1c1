"""How the brand's accounts are doing."""

from fastapi import APIRouter

from hilft.accounts import health
from hilft.web.api import shapes, shaping
from hilft.web.api.edge import Conn, DeskRoute, SignedIn

router = APIRouter(route_class=DeskRoute, tags=["accounts"])


@router.get("/accounts")
async def list_accounts(conn: Conn, agent: SignedIn) -> shapes.AccountPage:
    """List the accounts with state, last success, last error and what waits."""
    found = await health(conn, agent.brand_id)
    return shapes.AccountPage(items=[shaping.account_item(one) for one in found])
