"""The account page: state, last contact, what waits; administrators pause and resume."""

from uuid import UUID

from starlette.responses import Response

from hilft import accounts
from hilft.accounts import Account
from hilft.ids import AccountId
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

_BY_HAND = N_("Paused by an administrator.")


async def show(visit: Visit) -> Response:
    every = await accounts.health(visit.conn, visit.agent.brand_id)
    return visit.page("accounts/page.html", every=every)


async def pause(visit: Visit) -> Response:
    _ = visit.admin
    await accounts.pause(visit.tx, await _account(visit), _BY_HAND, visit.now)
    return visit.done("/desk/accounts", reload=True)


async def resume(visit: Visit) -> Response:
    _ = visit.admin
    await accounts.resume(visit.tx, await _account(visit), visit.now)
    return visit.done("/desk/accounts", reload=True)


async def _account(visit: Visit) -> Account:
    try:
        account_id = AccountId(UUID(visit.request.path_params["id"]))
    except ValueError:
        raise NotFound from None
    found = await accounts.account(visit.conn, visit.brand.id, account_id)
    if found is None:
        raise NotFound
    return found


DOORS = (
    Door("/desk/accounts", show),
    Door("/desk/accounts/{id}/pause", pause, post=True),
    Door("/desk/accounts/{id}/resume", resume, post=True),
)
