"""The account page: state, last contact, what waits; administrators pause and resume."""

from uuid import UUID

from starlette.responses import Response

from hilft import accounts, outbox
from hilft.accounts import Account
from hilft.ids import AccountId
from hilft.problems import NotFound
from hilft.seal import COPY_PAUSED
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

_ENTRIES = 100
_OUTCOMES = (
    N_("sent"), N_("refused"), N_("later"), N_("unknown"), N_("unauthorized"), N_("unclear"), N_("not there"),
    N_("delivered"), N_("failed"),
)  # fmt: skip
"What the log's words are; the page translates them."
_BY_HAND = N_("Paused by an administrator.")


async def show(visit: Visit) -> Response:
    every = await accounts.health(visit.conn, visit.agent.brand_id)
    silenced = any(each.account.reason == COPY_PAUSED for each in every)
    missing = {each.account.id: each.missing_since(visit.now) for each in every}
    return visit.page("accounts/page.html", every=every, silenced=silenced, missing=missing)


async def show_log(visit: Visit) -> Response:
    """Show what was posted for an account and what came of it: the newest first, a page at a time."""
    account = await _account(visit)
    before = _entry(visit.query("before"))
    entries = await outbox.log_of_account(visit.conn, visit.agent.brand_id, account.id, before, _ENTRIES)
    following = entries[-1].id if len(entries) == _ENTRIES else None
    return visit.page("accounts/log.html", account=account, entries=entries, following=following)


async def pause(visit: Visit) -> Response:
    _ = visit.admin
    await accounts.pause(visit.tx, await _account(visit), _BY_HAND, visit.now)
    return visit.done("/desk/accounts", reload=True)


async def resume(visit: Visit) -> Response:
    _ = visit.admin
    await accounts.resume(visit.tx, await _account(visit), visit.now)
    return visit.done("/desk/accounts", reload=True)


async def confirm_only_copy(visit: Visit) -> Response:
    _ = visit.admin
    await visit.house.seal.confirm(visit.tx, visit.now)
    visit.tx.nudge(visit.brand.id, "accounts")
    return visit.done("/desk/accounts", reload=True)


async def resume_all(visit: Visit) -> Response:
    """Resume what was paused because this desk was a copy, and nothing else."""
    agent = visit.admin
    await accounts.resume_all(visit.tx, visit.brand.id, COPY_PAUSED, visit.now, agent.id)
    return visit.done("/desk/accounts", reload=True)


def _entry(given: str) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError:
        raise NotFound from None


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
    Door("/desk/accounts/{id}/log", show_log),
    Door("/desk/accounts/confirm-only-copy", confirm_only_copy, post=True),
    Door("/desk/accounts/resume-all", resume_all, post=True),
    Door("/desk/accounts/{id}/pause", pause, post=True),
    Door("/desk/accounts/{id}/resume", resume, post=True),
)
