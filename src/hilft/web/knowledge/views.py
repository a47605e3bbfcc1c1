"""What an agent makes of a fact: confirm, correct, remove."""

from uuid import UUID

from starlette.responses import Response

from hilft import cases, memory
from hilft.cases import Case
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.visit import Visit


async def _place(visit: Visit) -> tuple[Case, UUID, str]:
    """Give the case the agent may see, the fact asked for, and where a plain form returns to."""
    case = await cases.find(visit.conn, visit.agent, str(visit.request.path_params["code"]))
    try:
        fact = UUID(str(visit.request.path_params["fact"]))
    except ValueError:
        raise NotFound from None
    return case, fact, f"/desk/case/{case.written_code}"


async def confirm(visit: Visit) -> Response:
    case, fact, back = await _place(visit)
    await memory.confirm(visit.tx, visit.agent, case.id, fact, visit.now)
    return visit.done(back, visit.language.gettext("Confirmed."))


async def correct(visit: Visit) -> Response:
    case, fact, back = await _place(visit)
    await memory.correct(visit.tx, visit.agent, case.id, fact, visit.text("value"), visit.now)
    return visit.done(back, visit.language.gettext("Corrected."))


async def remove(visit: Visit) -> Response:
    case, fact, back = await _place(visit)
    await memory.remove(visit.tx, visit.agent, case.id, fact, visit.now)
    undo = {"address": f"{back}/facts/{fact}/confirm", "name": visit.language.gettext("Keep it after all")}
    return visit.done(back, visit.language.gettext("Removed."), deed=undo)


DOORS = tuple(
    Door(f"/desk/case/{{code}}/facts/{{fact}}/{deed.__name__}", deed, post=True)
    for deed in (confirm, correct, remove)
)
