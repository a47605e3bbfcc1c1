"""The outbox page: answers that are held, unclear or refused, with what a person can do about each."""

from starlette.responses import Response

from hilft import cases
from hilft.web.doors import Door
from hilft.web.visit import Visit


async def show(visit: Visit) -> Response:
    return visit.page("outbox/page.html", every=await cases.unsettled(visit.conn, visit.agent, visit.now))


DOORS = (Door("/desk/outbox", show),)
