"""The page of satisfaction: everybody reads, team leads and administrators see to it and say where is asked."""

import re
from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from hilft import accounts, ratings, staff
from hilft.problems import NotFound, Problem
from hilft.ratings import By, Count, Settings, Verdict, Way
from hilft.web.doors import Door
from hilft.web.languages import N_
from hilft.web.visit import Visit

WAYS = (
    (Way.STATUS, N_("on the status page")),
    (Way.CHANNEL, N_("by private message and on the status page")),
    (Way.OFF, N_("not at all")),
)
DAYS = 30
_PAGE = 50
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


async def show(visit: Visit) -> Response:
    return await _page(visit, saved=visit.query("saved"))


async def save(visit: Visit) -> Response:
    """Keep where, when and how often is asked; what cannot be is said above, with everything still typed in."""
    visit.agent.check_leads()
    try:
        await ratings.save_settings(visit.tx, visit.agent, await _typed(visit), visit.now)
    except Problem as problem:
        if visit.wants_json:
            raise
        return await _page(visit, wrong=visit.language.sentence(problem), status=problem.status)
    return visit.done("/desk/ratings?saved=1")


async def see(visit: Visit) -> Response:
    await ratings.see(visit.tx, visit.agent, _uuid(visit.request.path_params["id"]), visit.now)
    return visit.done("/desk/ratings?only=new")


async def _typed(visit: Visit) -> Settings:
    every = await accounts.accounts(visit.conn, visit.brand.id)
    try:
        ways = {each.id: Way(visit.text(f"way-{each.id}")) for each in every if visit.text(f"way-{each.id}")}
    except ValueError:
        raise NotFound from None
    return Settings(_number(visit.text("wait")), _number(visit.text("days")), ways)


def _number(text: str) -> int:
    """Read a number; what is none is refused where it is kept, with the sentence that says what fits."""
    return int(text.strip()) if _NUMBER.fullmatch(text.strip()) else -1


async def _page(visit: Visit, *, saved: str = "", wrong: str = "", status: int = 200) -> Response:
    conn, brand, only = visit.conn, visit.brand, visit.query("only")
    before = _uuid(visit.query("before")) if visit.query("before") else None
    found = await ratings.ratings(
        conn,
        brand.id,
        verdict=Verdict.BAD if only in {"bad", "new"} else None,
        unseen=only == "new",
        before=before,
        limit=_PAGE + 1,
    )
    return visit.page(
        "ratings/page.html",
        status,
        listed=found[:_PAGE],
        older=found[_PAGE - 1].id if len(found) > _PAGE else None,
        only=only if only in {"bad", "new"} else "",
        unseen=await ratings.unseen(conn, brand.id),
        sums=await _sums(visit),
        days=DAYS,
        shares=ratings.shares,
        ways=WAYS,
        terms=await ratings.settings(conn, brand.id),
        every=await accounts.accounts(conn, brand.id) if visit.agent.leads else [],
        typed={name: visit.text(name) for name in ("wait", "days")} if wrong else {},
        saved=saved,
        wrong=wrong,
    )


async def _sums(visit: Visit) -> list[tuple[str, Count]]:
    """Give the counts of the last days with their names: altogether, by account, by agent."""
    conn, brand = visit.conn, visit.brand
    since = visit.now - timedelta(days=DAYS)
    every = await ratings.counts(conn, brand.id, since, visit.now, By.ALL, brand.zone)
    if not every:
        return []
    by_account = await ratings.counts(conn, brand.id, since, visit.now, By.ACCOUNT, brand.zone)
    by_agent = await ratings.counts(conn, brand.id, since, visit.now, By.AGENT, brand.zone)
    handles = {str(each.id): each.handle for each in await accounts.accounts(conn, brand.id)}
    names = {str(each.id): each.name for each in await staff.colleagues(conn, brand.id)}
    return [
        *((visit.language.gettext("Altogether"), each) for each in every),
        *((handles.get(each.key, "?"), each) for each in by_account),
        *(
            (names.get(each.key) or visit.language.gettext("nobody"), each)
            for each in by_agent
            if visit.agent.leads or each.key == str(visit.agent.id)
        ),
    ]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


DOORS = (
    Door("/desk/ratings", show),
    Door("/desk/ratings", save, post=True),
    Door("/desk/ratings/{id}/seen", see, post=True),
)
