"""The live parts of the list. First paint, live update and catch-up all come through here.

What several people see alike is read and painted once for all of them; only the counter of one's own cases differs.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from hilft import cases, staff
from hilft.cases import CaseState, Counts, CountsOfAll, InboxFilter, InboxRow, View
from hilft.db import transaction
from hilft.web.languages import language
from hilft.web.paint import paint
from hilft.web.place import Place
from hilft.web.region import Region, region
from hilft.web.shared import Shared
from hilft.web.visit import Visit

_ROWS = 50
_NEWEST = 10


@dataclass(frozen=True, slots=True)
class _Alike:
    """What everybody with the same rights sees in a list."""

    regions: dict[str, Region]
    counts: CountsOfAll


SHARED: Shared[_Alike] = Shared()


async def regions(visit: Visit, place: Place, woken: float) -> dict[str, Region]:
    """Render list, counters and who is here. ``woken``: what was read since then for somebody else will do.

    A visit that holds no transaction gets one as long as something is read, and waits for others who are reading.
    """

    async def make() -> _Alike:
        if visit.open_tx is not None:
            return await _alike(visit, place)
        async with transaction(visit.house.pool) as tx:
            return await _alike(replace(visit, open_tx=tx), place)

    alike = await SHARED.get(_key(visit, place), woken, make, wait=visit.open_tx is None)
    mine = alike.counts.of(visit.agent.id)
    return alike.regions | {"views": _views(visit.language.code, replace(place, code=""), mine)}


async def _alike(visit: Visit, place: Place) -> _Alike:
    counts = await cases.counts(visit.conn, visit.agent)
    team = await staff.who_is_here(visit.conn, visit.brand.id)
    page = await cases.page(visit.conn, visit.agent, place.filter, place.after or None, _ROWS)
    news = await _newest(visit, place) if _is_long(place, counts) else None
    painted = {
        "list": visit.paint("inbox/_list.html", page=page, place=place),
        "here": visit.paint("inbox/_here.html", team=team),
        "news": visit.paint("inbox/_news.html", news=news, place=place) if news is not None else "",
    }
    return _Alike({name: region(name, html) for name, html in painted.items()}, counts)


@lru_cache(maxsize=256)
def _views(code: str, place: Place, counts: Counts) -> Region:
    return region("views", paint("inbox/_views.html", language(code), {"place": place, "counts": counts}))


def _is_long(place: Place, counts: CountsOfAll) -> bool:
    """Whether the list, oldest first, is longer than what is shown of it, so that what comes in is out of sight."""
    held = {View.OPEN: counts.open, View.FREE: counts.free}
    return not place.after and held.get(place.view, 0) > _ROWS


async def _newest(visit: Visit, place: Place) -> list[InboxRow]:
    everything = InboxFilter(View.ALL, place.account_id)
    page = await cases.page(visit.conn, visit.agent, everything, None, _NEWEST)
    free = place.view is View.FREE
    return [row for row in page.rows if row.state is CaseState.OPEN and not (free and row.owner_id)]


def _key(visit: Visit, place: Place) -> tuple[object, ...]:
    """Say who sees the same: brand, language, role; in the list of one's own cases only oneself."""
    own = visit.agent.id if place.view is View.MINE else None
    return (
        visit.brand.id,
        visit.language.code,
        visit.agent.role,
        own,
        place.view,
        place.account_id,
        place.after,
    )
