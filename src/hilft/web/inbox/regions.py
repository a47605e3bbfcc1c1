"""The live parts of the list. First paint, live update and catch-up all come through here."""

from markupsafe import Markup

from hilft import cases, staff
from hilft.web.place import Place
from hilft.web.shared import SHARED
from hilft.web.visit import Visit

_ROWS = 50


async def regions(visit: Visit, place: Place, woken: float) -> dict[str, Markup]:
    """Render list, counters and who is here. ``woken``: a list rendered since then by somebody else will do."""
    counts = await cases.counts(visit.conn, visit.agent)
    team = await staff.who_is_here(visit.conn, visit.brand.id)

    async def rows() -> Markup:
        page = await cases.page(visit.conn, visit.agent, place.filter, place.after or None, _ROWS)
        return Markup(visit.paint("inbox/_list.html", page=page, place=place))  # noqa: S704 - autoescaped

    return {
        "views": Markup(visit.paint("inbox/_views.html", counts=counts, place=place)),  # noqa: S704 - autoescaped
        "here": Markup(visit.paint("inbox/_here.html", team=team)),  # noqa: S704 - autoescaped
        "list": await SHARED.get(_key(visit, place), woken, rows),
    }


def _key(visit: Visit, place: Place) -> tuple[object, ...]:
    """Say who sees the same rows: brand, language, role; in the list of one's own cases only oneself."""
    own = visit.agent.id if place.view is cases.View.MINE else None
    return (
        visit.brand.id,
        visit.language.code,
        visit.agent.role,
        own,
        place.view,
        place.account_id,
        place.after,
    )
