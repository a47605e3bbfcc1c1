"""The inbox page."""

from dataclasses import replace
from time import monotonic

from starlette.responses import Response

from hilft import accounts
from hilft.web import place as places
from hilft.web.calls.regions import region as call_region
from hilft.web.case.pane import pane
from hilft.web.doors import Door
from hilft.web.inbox.regions import regions
from hilft.web.visit import Visit


async def show(visit: Visit) -> Response:
    place = replace(places.read(visit.request.query_params), listed=True)
    own = await accounts.accounts(visit.conn, visit.brand.id)
    return visit.page(
        "inbox/page.html",
        place=place,
        accounts=[each for each in own if each.state != "removed"],
        regions=await regions(visit, place, monotonic()),
        call_cards=await call_region(visit, monotonic()),
        pane=await pane(visit, place) if place.code else None,
    )


DOORS = (Door("/desk", show), Door("/desk/inbox", show))
