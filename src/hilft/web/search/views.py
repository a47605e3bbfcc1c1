"""The search page."""

from starlette.responses import Response

from hilft import cases
from hilft.web.doors import Door
from hilft.web.visit import Visit

_LONGEST = 200


async def show(visit: Visit) -> Response:
    words, best = visit.query("q").strip()[:_LONGEST], visit.query("order") == "best"
    if best:
        ranked = await cases.search_best(visit.conn, visit.agent, words)
    else:
        ranked = cases.Ranked(await cases.search(visit.conn, visit.agent, words), 0)
    return visit.page("search/page.html", q=words, found=ranked.rows, best=best, of=ranked.of)


DOORS = (Door("/desk/search", show),)
