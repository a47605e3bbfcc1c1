"""The public page: no script, no cookie, nothing personal but what agents agreed to show."""

from starlette.responses import Response

from hilft import accounts, staff
from hilft.web.doors import Door
from hilft.web.visit import Visit


async def show(visit: Visit) -> Response:
    team = await staff.who_is_here(visit.conn, visit.brand.id)
    every = await accounts.accounts(visit.conn, visit.brand.id)
    ways = sorted((each for each in every if each.state == "active"), key=lambda each: each.role != "service")
    return visit.page("public/page.html", team=team, ways=ways)


DOORS = (Door("/", show, open=True),)
