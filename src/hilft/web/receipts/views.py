"""The list of receipts that were set aside, their raw bytes, and another try."""

from uuid import UUID

from starlette.responses import Response

from hilft import accounts, intake
from hilft.ids import ReceiptId
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.visit import Visit


async def show(visit: Visit) -> Response:
    brand_id = visit.admin.brand_id
    lines = await intake.receipts(visit.conn, brand_id)
    names = {each.id: each.handle for each in await accounts.accounts(visit.conn, brand_id)}
    return visit.page("receipts/page.html", lines=lines, names=names)


async def raw(visit: Visit) -> Response:
    """Give what the network delivered, never as a page: a forger may have written it."""
    payload = await intake.raw(visit.conn, visit.admin.brand_id, _id(visit))
    headers = {
        "Content-Disposition": f'attachment; filename="{_id(visit)}.txt"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(payload, media_type="application/octet-stream", headers=headers)


async def retry(visit: Visit) -> Response:
    await intake.retry(visit.tx, visit.admin.brand_id, _id(visit), visit.now)
    return visit.done("/desk/receipts", visit.language.gettext("It is being read again."))


def _id(visit: Visit) -> ReceiptId:
    try:
        return ReceiptId(UUID(visit.request.path_params["id"]))
    except ValueError:
        raise NotFound from None


DOORS = (
    Door("/desk/receipts", show),
    Door("/desk/receipts/{id}/raw", raw),
    Door("/desk/receipts/{id}/retry", retry, post=True),
)
