"""The promises page, and what one says of a promise."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from starlette.responses import Response

from hilft import cases, memory
from hilft.memory import PromiseState
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.visit import Visit

_OPEN, _ENDED = 100, 50
_RATES = timedelta(days=28)
_EPOCH, _END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_ENDS = (PromiseState.KEPT, PromiseState.BROKEN)


async def show(visit: Visit) -> Response:
    brand = visit.brand.id
    return visit.page(
        "promises/page.html",
        due=await memory.due_promises(visit.conn, brand, _EPOCH, UUID(int=0), _OPEN),
        ended=await memory.ended_promises(visit.conn, brand, _ENDS, _END, UUID(int=2**128 - 1), _ENDED),
        rates=await memory.promise_rates(visit.conn, brand, visit.now - _RATES, visit.now),
        soon=visit.now + memory.WARNING,
    )


async def kept(visit: Visit) -> Response:
    return await _settle(visit, PromiseState.KEPT)


async def broken(visit: Visit) -> Response:
    return await _settle(visit, PromiseState.BROKEN)


async def _settle(visit: Visit, state: PromiseState) -> Response:
    try:
        promise_id = UUID(visit.request.path_params["id"])
    except ValueError:
        raise NotFound from None
    promise = await memory.promise_by_id(visit.conn, visit.agent.brand_id, promise_id)
    await memory.settle_promise(visit.tx, visit.agent, promise, state, visit.text("how"), visit.now)
    gettext = visit.language.gettext
    told = gettext("Noted: kept.") if state is PromiseState.KEPT else gettext("Noted: not kept.")
    return visit.done(await _back(visit), told)


async def _back(visit: Visit) -> str:
    """Give where a plain form returns to: the case it stood in, or the list."""
    code = visit.text("case")
    if not code:
        return "/desk/promises"
    return f"/desk/case/{(await cases.find(visit.conn, visit.agent, code)).written_code}"


async def seen(visit: Visit) -> Response:
    """The customer was told of the personal data they posted, or nothing has to be done."""
    case = await cases.find(visit.conn, visit.agent, str(visit.request.path_params["code"]))
    await memory.settle_exposures(visit.tx, visit.agent, case.id, visit.now)
    return visit.done(f"/desk/case/{case.written_code}")


DOORS = (
    Door("/desk/promises", show),
    Door("/desk/promises/{id}/kept", kept, post=True),
    Door("/desk/promises/{id}/broken", broken, post=True),
    Door("/desk/case/{code}/exposure-seen", seen, post=True),
)
