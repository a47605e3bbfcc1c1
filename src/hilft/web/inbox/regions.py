"""The live parts of the list. First paint, live update and catch-up all come through here."""

from markupsafe import Markup

from hilft import cases, staff
from hilft.cases import CaseState, Counts, InboxFilter, InboxRow, View
from hilft.web.place import Place
from hilft.web.shared import SHARED
from hilft.web.visit import Visit

_ROWS = 50
_NEWEST = 10


async def regions(visit: Visit, place: Place, woken: float) -> dict[str, Markup]:
    """Render list, counters and who is here. ``woken``: a list rendered since then by somebody else will do."""
    counts = await cases.counts(visit.conn, visit.agent)
    team = await staff.who_is_here(visit.conn, visit.brand.id)

    async def rows() -> Markup:
        page = await cases.page(visit.conn, visit.agent, place.filter, place.after or None, _ROWS)
        return Markup(visit.paint("inbox/_list.html", page=page, place=place))  # noqa: S704 - autoescaped

    async def newest() -> Markup:
        news = await _newest(visit, place)
        return Markup(visit.paint("inbox/_news.html", news=news, place=place))  # noqa: S704 - autoescaped

    return {
        "list": await SHARED.get(("list", *_key(visit, place)), woken, rows),
        "views": Markup(visit.paint("inbox/_views.html", counts=counts, place=place)),  # noqa: S704 - autoescaped
        "here": Markup(visit.paint("inbox/_here.html", team=team)),  # noqa: S704 - autoescaped
        "news": await SHARED.get(("news", *_key(visit, place)), woken, newest)
        if _is_long(place, counts)
        else Markup(),
    }


def _is_long(place: Place, counts: Counts) -> bool:
    """Whether the list, oldest first, is longer than what is shown of it, so that what comes in is out of sight."""
    held = {View.OPEN: counts.open, View.FREE: counts.free}
    return not place.after and held.get(place.view, 0) > _ROWS


async def _newest(visit: Visit, place: Place) -> list[InboxRow]:
    everything = InboxFilter(View.ALL, place.account_id)
    page = await cases.page(visit.conn, visit.agent, everything, None, _NEWEST)
    free = place.view is View.FREE
    return [row for row in page.rows if row.state is CaseState.OPEN and not (free and row.owner_id)]


def _key(visit: Visit, place: Place) -> tuple[object, ...]:
    """Say who sees the same rows: brand, language, role; in the list of one's own cases only oneself."""
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
