"""The search page."""

from starlette.responses import Response

from hilft import cases
from hilft.web.doors import Door
from hilft.web.visit import Visit

_LONGEST = 200


async def show(visit: Visit) -> Response:
    words = visit.query("q").strip()[:_LONGEST]
    found = await cases.search(visit.conn, visit.agent, words) if words else []
    return visit.page("search/page.html", q=words, found=found)


DOORS = (Door("/desk/search", show),)
