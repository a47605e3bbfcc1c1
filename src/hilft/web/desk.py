"""All doors put together as one ASGI application."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from hilft.problems import Problem
from hilft.web import (
    accounts,
    assets,
    auto_replies,
    board,
    calls,
    case,
    composer,
    counter,
    customers,
    files,
    first_run,
    hours,
    inbox,
    knowledge,
    letter,
    live,
    mail_room,
    news,
    outbox,
    patterns,
    presence,
    promises,
    public,
    rating,
    ratings,
    receipts,
    reports,
    search,
    secure_form,
    settings,
    shifts,
    sign_in,
    status,
    targets,
    team,
    tour,
)
from hilft.web.api import on_problem
from hilft.web.doors import blank
from hilft.web.failures import answer_problem, from_http, write_down
from hilft.web.guards import SafeHeaders
from hilft.web.hooks import Hooks
from hilft.web.house import House

_SCREENS = (
    public,
    sign_in,
    first_run,
    inbox,
    case,
    knowledge,
    composer,
    customers,
    search,
    outbox,
    promises,
    presence,
    board,
    shifts,
    accounts,
    receipts,
    reports,
    settings,
    files,
    mail_room,
    letter,
    live,
    hours,
    auto_replies,
    targets,
    status,
    secure_form,
    calls,
    counter,
    tour,
    news,
    team,
    patterns,
    rating,
    ratings,
)
_WORTH_PACKING = 1024


def routes(house: House) -> list[BaseRoute]:
    """Give every door but the API."""
    doors: list[BaseRoute] = [door.route(house) for screen in _SCREENS for door in screen.DOORS]
    return [*assets.routes(), *files.icon_routes(), *live.routes(house), *doors]


def desk(house: House, *, api: ASGIApp | None = None) -> ASGIApp:
    """Build the whole web application over an open house; ``api`` is mounted under ``/api``."""
    mounted: list[BaseRoute] = [Mount("/api", app=api)] if api else []
    pages = Starlette(
        routes=[*mounted, *routes(house)],
        middleware=[
            Middleware(SafeHeaders, secure=house.origin.startswith("https:")),
            Middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=4),
        ],
        exception_handlers={
            HTTPException: _handler(house, _as_problem),
            Problem: _handler(house, _as_problem),
            Exception: _handler(house, write_down),
        },
    )
    return Hooks(pages, house)


def _as_problem(_request: Request, error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        return from_http(error)
    assert isinstance(error, Problem)
    return error


def _handler(
    house: House, read: Callable[[Request, Exception], Problem]
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        if request.scope["path"].startswith(
            "/api/"
        ):  # a path the mounted API does not match, with a line break in it
            return await on_problem(request, read(request, error))
        return answer_problem(blank(house, request), read(request, error))

    return handle
