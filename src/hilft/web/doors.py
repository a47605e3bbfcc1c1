"""The edge: a request becomes a visit, its view runs in one transaction, a problem becomes a page.

1. The form is read (bounded), before anything is locked.  2. One transaction opens; session, brand and language
are found in it.  3. A POST of a signed-in agent must prove that it came from our page.  4. The view runs.
5. The transaction commits, then the answer leaves.  A problem on the way rolls everything back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from hilft import accounts, staff
from hilft.accounts import Brand
from hilft.db import transaction
from hilft.problems import Problem
from hilft.staff import Session
from hilft.web import cookies
from hilft.web.failures import answer_problem, from_http, write_down
from hilft.web.house import House
from hilft.web.languages import Language, choose
from hilft.web.visit import SignedOut, Visit

View: TypeAlias = Callable[[Visit], Awaitable[Response]]

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Door:
    """One address and who may come in. ``largest``: bytes of a request body; ``files``: how many a form may bring.

    ``apart``: the view talks to a network first. It begins after the transaction that let it in and opens its own.
    ``by_itself``: an open page comes here without anybody doing anything, so coming shows nobody to be there.
    """

    path: str
    view: View
    post: bool = False
    open: bool = False
    apart: bool = False
    by_itself: bool = False
    largest: int = 2 * _MEGABYTE
    files: int = 4

    def route(self, house: House) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _pass(house, self, request)

        methods = ["POST"] if self.post else ["GET", "HEAD"]
        name = f"{self.view.__module__}.{self.view.__name__}"
        return Route(self.path, endpoint, methods=methods, name=name, max_body_size=self.largest)


async def _pass(house: House, door: Door, request: Request) -> Response:
    visit = blank(house, request)
    try:
        if door.post:
            visit.form = await request.form(max_files=door.files, max_fields=100, max_part_size=_MEGABYTE)
        async with transaction(house.pool) as visit.open_tx:
            await admit(visit)
            _check(visit, door)
            if visit.session is not None and not door.by_itself and not door.open:
                visit.session = await staff.stir(visit.tx, visit.session, visit.now)
            response = None if door.apart else await door.view(visit)
        if response is None:
            visit.open_tx = None
            response = await door.view(visit)
    except Problem as problem:
        return answer_problem(visit, problem)
    except HTTPException as refused:
        return answer_problem(visit, from_http(refused))
    except ClientDisconnect:
        return Response(status_code=499)
    except Exception as error:  # noqa: BLE001 - the last fence: whatever broke, the person gets a sentence
        return answer_problem(visit, write_down(request, error))
    finally:
        await visit.form.close()
    wish = visit.query("lang")
    if wish:
        cookies.keep_language(response, visit.language.code, secure=visit.secure)
    return response


def blank(house: House, request: Request) -> Visit:
    """Make a visit that knows only what the request itself tells: enough to say what went wrong."""
    return Visit(house, request, _language(request), house.now(), FormData())


async def admit(visit: Visit) -> None:
    """Find session, brand and language; nobody is turned away here."""
    token = visit.request.cookies.get(cookies.SESSION, "")
    session = await staff.session(visit.tx, token, visit.now) if token else None
    if session:
        know(visit, session, await accounts.brand_by_id(visit.conn, session.agent.brand_id))
        visit.copy_reason = await visit.house.seal.copy_reason(visit.conn)
    else:
        know(visit, None, await accounts.brand_by_host(visit.conn, visit.request.url.hostname or ""))


def know(visit: Visit, session: Session | None, brand: Brand | None) -> None:
    """Tell a visit who it is, of which brand, and so in which language."""
    visit.session, visit.open_brand = session, brand
    wish = session.agent.language if session else ""
    visit.language = _language(visit.request, wish, brand.language if brand else "")


def _check(visit: Visit, door: Door) -> None:
    if not door.open and visit.session is None:
        raise SignedOut
    if not door.post:
        return
    cookies.check_origin(visit.request.headers, visit.house.origin)
    if visit.session is not None and not door.open:
        given = visit.request.headers.get("x-csrf-token") or visit.text("csrf")
        cookies.check_token(given, visit.session.csrf)


def _language(request: Request, setting: str = "", fallback: str = "") -> Language:
    wishes = (request.query_params.get("lang", ""), setting, request.cookies.get(cookies.LANGUAGE, ""))
    return choose(wishes, request.headers.get("accept-language", ""), fallback)
