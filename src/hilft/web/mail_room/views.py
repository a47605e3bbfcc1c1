"""The mail room's list, what is printed of it, and the form for a letter that came."""

import uuid

from starlette.responses import Response

from hilft import letters
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.mail_room import arriving, rehearsing
from hilft.web.visit import Visit

_LARGEST_FORM = 45 * 1024 * 1024
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


async def show(visit: Visit) -> Response:
    return visit.page(
        "mail_room/page.html",
        waiting=await letters.waiting(visit.conn, visit.agent),
        posted=await letters.posted(visit.conn, visit.agent),
        desks=await letters.desks(visit.conn, visit.brand.id),
        rehearses=rehearsing.may(visit),
    )


async def sheets(visit: Visit) -> Response:
    """Give what was chosen as one PDF, else all that was not printed yet. Looking at it is not printing it."""
    chosen = _ids(visit.request.query_params.getlist("sheet"))
    if not chosen:
        chosen = [each.id for each in await letters.waiting(visit.conn, visit.agent) if not each.printed_at]
    content = await letters.print_all(visit.conn, visit.agent, chosen)
    headers = {
        "Content-Disposition": "inline; filename=letters.pdf",
        "Content-Security-Policy": _POLICY,
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/pdf", headers=headers)


async def printed(visit: Visit) -> Response:
    await letters.mark_printed(visit.tx, visit.agent, _chosen(visit), visit.now)
    return visit.done("/desk/letters", visit.language.gettext("Noted: printed."))


async def posted(visit: Visit) -> Response:
    await letters.mark_posted(visit.tx, visit.agent, _chosen(visit), visit.now)
    return visit.done("/desk/letters", visit.language.gettext("Noted: in the post."))


def _chosen(visit: Visit) -> list[uuid.UUID]:
    return _ids([each for each in visit.form.getlist("sheet") if isinstance(each, str)])


def _ids(given: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(each) for each in given]
    except ValueError:
        raise NotFound from None


DOORS = (
    Door("/desk/letters", show),
    Door("/desk/letters/print.pdf", sheets),
    Door("/desk/letters/printed", printed, post=True),
    Door("/desk/letters/posted", posted, post=True),
    Door("/desk/letters/new", arriving.ask),
    Door(
        "/desk/letters/new",
        arriving.take,
        post=True,
        apart=True,
        largest=_LARGEST_FORM,
        files=2 * letters.MOST_FILES,
    ),
    *rehearsing.DOORS,
)
