"""A mail's HTML, sanitised when it came in, shown under a policy that lets it do nothing."""

import re
from base64 import b64encode
from uuid import UUID

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from hilft import cases
from hilft.cases import LaidOut
from hilft.problems import NotFound
from hilft.web.doors import Door
from hilft.web.files.kinds import recognise
from hilft.web.visit import Visit

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:{remote}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_CID = re.compile(r'src="(cid:[^"]{1,500})"')
_REMOTE = re.compile(r'<img\b[^>]*\bsrc="https?:', re.IGNORECASE)
_MOST_BYTES = 8_000_000


async def show(visit: Visit) -> Response:
    """Show one message. Pictures from elsewhere tell their sender that somebody looks: they wait for ``pictures=yes``."""
    try:
        message_id = UUID(visit.request.path_params["id"])
    except ValueError:
        raise NotFound from None
    found = await cases.laid_out(visit.conn, visit.agent, message_id)
    wished = visit.query("pictures") == "yes"
    html = await _with_own_pictures(visit, found)
    page = visit.paint(
        "letter/page.html",
        body=Markup(html),  # noqa: S704 - sanitised when it was taken in, and the policy lets nothing run
        remote=bool(_REMOTE.search(html)),
        wished=wished,
        message_language=found.language,
    )
    policy = _POLICY.format(remote=" https: http:" if wished else "")
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(page, headers=headers)


async def _with_own_pictures(visit: Visit, found: LaidOut) -> str:
    """Put pictures that came along into the page itself: a page without rights could not fetch them."""
    pictures: dict[str, str] = {}
    weight = 0
    for name in dict.fromkeys(_CID.findall(found.html)):
        file_id = found.files.get(name)
        if file_id is None:
            continue
        row = await cases.attachment(visit.conn, visit.agent, UUID(str(file_id)))
        content = await visit.house.files.get(row.sha256) if row.sha256 else b""
        kind, weight = recognise(content), weight + len(content)
        if kind is not None and kind.startswith("image/") and weight <= _MOST_BYTES:
            pictures[name] = f"data:{kind};base64,{b64encode(content).decode()}"
    return _CID.sub(lambda hit: f'src="{pictures.get(hit[1], "data:,")}"', found.html)


DOORS = (Door("/desk/letters/{id}", show),)
