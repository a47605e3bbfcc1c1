"""The public status page and the QR code that leads to it."""

import io

import segno
from starlette.responses import Response

from hilft import cases, ratings, staff
from hilft.cases import CaseState
from hilft.web.doors import Door
from hilft.web.rating import may_add
from hilft.web.visit import Visit

WHAT = "status"


async def show(visit: Visit) -> Response:
    """Ask for a code, or answer for one. A wrong guess is counted, so it is answered, not raised."""
    code = visit.request.path_params.get("code") or visit.query("code")
    if not code:
        return _page(visit, "", None)
    origin = visit.request.client.host if visit.request.client else ""
    closed = await staff.guess_wait(visit.conn, visit.brand.id, WHAT, origin, visit.now)
    if closed:
        return _page(visit, "", None, 429, closed=closed)
    found = await cases.status(visit.conn, visit.brand.id, code[:40], visit.now)
    if found is None:
        await staff.guessed_wrong(visit.tx, visit.brand.id, WHAT, origin, visit.now)
        return _page(visit, code[:40], None, 404, wrong=True)
    over = found.state in {CaseState.SOLVED, CaseState.CLOSED}
    asked = await ratings.question_of(visit.conn, visit.brand.id, found.case_id) if over else None
    return _page(visit, found.code, found, asked=asked if asked and asked.open else None)


def _page(
    visit: Visit,
    code: str,
    found: cases.Status | None,
    status: int = 200,
    *,
    closed: int = 0,
    wrong: bool = False,
    asked: ratings.Question | None = None,
) -> Response:
    add = asked is not None and may_add(asked, visit)
    page = visit.page(
        "status/page.html",
        status,
        entered=code,
        found=found,
        closed=closed,
        wrong=wrong,
        asked=asked,
        add=add,
    )
    page.headers["Cache-Control"] = "no-store"
    return page


async def qr(visit: Visit) -> Response:
    """Draw the way to the status page, for the desk to show and to print."""
    case = await cases.find(visit.conn, visit.agent, visit.request.path_params["code"])
    drawn = io.BytesIO()
    segno.make(f"{visit.house.origin}/status/{case.written_code}", error="m").save(
        drawn, kind="svg", scale=4, border=2, dark="#000", light="#fff", xmldecl=False
    )
    return Response(drawn.getvalue(), media_type="image/svg+xml")


DOORS = (
    Door("/status", show, open=True),
    Door("/status/{code}", show, open=True),
    Door("/desk/case/{code}/qr.svg", qr, by_itself=True),
)
