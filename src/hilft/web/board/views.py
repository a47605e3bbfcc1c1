"""The wall screen, its figures alone (asked for every two seconds), and the lists behind the tiles.

Nobody sits before a wall screen: coming here shows nobody to be there.
"""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import HTMLResponse, RedirectResponse, Response

from hilft import accounts, board, cases, staff
from hilft.board import Figures, List, Listed
from hilft.hours import instant_of
from hilft.ids import AccountId, AgentId
from hilft.problems import NotFound, Problem
from hilft.web.board.looking import look
from hilft.web.doors import Door
from hilft.web.languages import N_, Language
from hilft.web.visit import Visit

_ROWS = 100
_HOUR, _DAY = 60, 1440
_MUCH_MORE = Decimal("1.5")

_TITLES = {
    List.WAITING: N_("Waiting now"),
    List.ANSWERS: N_("First answers today"),
    List.PROMISES: N_("Promises due today"),
    List.ARRIVALS: N_("New cases of the last 24 hours"),
    List.AGENT: N_("Open cases of {name}"),
}


async def show(visit: Visit) -> Response:
    found = await look(visit.house, visit.brand, visit.conn)
    return visit.page("board/page.html", painted=_paint(visit, found))


async def figures(visit: Visit) -> Response:
    found = await look(visit.house, visit.brand)
    return HTMLResponse(_paint(visit, found), headers={"Cache-Control": "no-store"})


def _paint(visit: Visit, found: Figures) -> str:
    first = found.first_answer
    return visit.paint(
        "board/_figures.html",
        now=found,
        long=lambda minutes: _long(minutes, visit.language),
        waited=_minutes_since(found.oldest.waiting_since, found.at) if found.oldest else None,
        late=first.target is not None and first.median is not None and first.median > first.target,
        slow=first.target is not None and first.p90 is not None and first.p90 > first.target,
        rush=found.arrivals.usual is not None and found.arrivals.count > found.arrivals.usual * _MUCH_MORE,
    )


async def listed(visit: Visit) -> Response:
    """Show the cases behind a tile: as many as the tile said."""
    try:
        which = List(visit.request.path_params["list"])
    except ValueError:
        raise NotFound from None
    account_id, agent_id, title = await _of(visit, which)
    now = visit.now
    after = _cursor(visit.query("after"))
    rows = await board.listed(
        visit.conn, visit.brand, which, after, _ROWS + 1, now, account_id=account_id, agent_id=agent_id
    )
    endless = which is List.ANSWERS
    shown = rows if endless else rows[:_ROWS]
    return visit.page(
        "board/list.html",
        which=which.value,
        title=title,
        number=await _number(visit, which, account_id, agent_id),
        rows=shown,
        next=_next(visit, shown) if not endless and len(rows) > _ROWS else "",
        long=lambda minutes: _long(minutes, visit.language),
    )


async def _of(visit: Visit, which: List) -> tuple[AccountId | None, AgentId | None, str]:
    """Read whose cases are meant, and say it."""
    title = visit.language.gettext(_TITLES[which])
    if which is List.AGENT:
        agent = await staff.agent_by_id(visit.conn, visit.brand.id, AgentId(_id(visit.query("agent"))))
        if agent is None:
            raise NotFound
        return None, agent.id, title.format(name=agent.name)
    if which is List.WAITING and visit.query("account"):
        account = await accounts.account(visit.conn, visit.brand.id, _id(visit.query("account")))
        return account.id, None, f"{title} · {account.handle}"
    return None, None, title


async def _number(visit: Visit, which: List, account_id: AccountId | None, agent_id: AgentId | None) -> int:
    """Give what the tile says."""
    if agent_id is not None:
        return (await cases.open_loads(visit.conn, visit.brand.id, [agent_id]))[agent_id]
    found = await board.figures(visit.conn, visit.brand, visit.now)
    if account_id is not None:
        return sum(each.waiting for each in found.waiting if each.account_id == account_id)
    return {
        List.WAITING: found.waiting_in_all,
        List.ANSWERS: found.first_answer.answers,
        List.PROMISES: found.promises_due,
        List.ARRIVALS: found.arrivals.count,
    }[which]


def _cursor(given: str) -> tuple[datetime, UUID] | None:
    if not given:
        return None
    at, _, last = given.partition("~")
    try:
        return instant_of(at), UUID(last)
    except (Problem, ValueError):
        raise NotFound from None


def _next(visit: Visit, rows: list[Listed]) -> str:
    at = rows[-1].at.isoformat().replace("+00:00", "Z")
    query = {name: visit.query(name) for name in ("account", "agent") if visit.query(name)}
    return f"{visit.request.url.path}?{urlencode(query | {'after': f'{at}~{rows[-1].id}'})}"


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None


def _minutes_since(since: datetime, now: datetime) -> Decimal:
    return Decimal((now - since).total_seconds()) / 60


def _long(minutes: Decimal, spoken: Language) -> str:
    """Say a time as short as a wall screen wants it: 12 min, 3:05 h, 2 days."""
    whole = int(minutes.quantize(Decimal(1), ROUND_HALF_UP))
    if minutes < 1:
        return spoken.gettext(N_("<1 min"))
    if whole < _HOUR:
        return spoken.gettext(N_("{number} min")).format(number=whole)
    if whole < 2 * _DAY:
        return spoken.gettext(N_("{number} h")).format(number=f"{whole // _HOUR}:{whole % _HOUR:02}")
    return spoken.ngettext("%(num)s day", "%(num)s days", whole // _DAY) % {"num": whole // _DAY}


async def to_board(_visit: Visit) -> Response:
    return RedirectResponse("/live", 307)


DOORS = (
    Door("/live", show, by_itself=True),
    Door("/live/figures", figures, apart=True, by_itself=True),
    Door("/live/{list}", listed),
    Door("/desk/live", to_board),
)
