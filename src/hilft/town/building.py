"""The town as one web application."""

from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from hilft.town import files, streaming
from hilft.town.api import (
    accounts,
    bonds,
    conversations,
    instance,
    media,
    notifications,
    oauth,
    operator,
    statuses,
    timelines,
)
from hilft.town.door.faults import Fault, Faults
from hilft.town.door.limits import Limits
from hilft.town.door.settle import Settle
from hilft.town.pages import authorize, live, square, writing
from hilft.town.pages.visit import visit
from hilft.town.town import Town
from hilft.town.trouble import Trouble

ERRORS = {404: "The page you are looking for isn't here.", 405: "The page you are looking for isn't here."}
NOT_FOR_PEOPLE = ("/api/", "/oauth/token", "/oauth/revoke", "/.well-known/", "/system/", "/nodeinfo/")
EXPOSED = ["Link", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-Request-Id"]


def build(town: Town) -> Starlette:
    """The ASGI application: API, streams, files and pages."""
    faults: list[Fault] = []
    resources = (statuses, bonds, accounts, notifications, conversations, timelines, media, oauth, instance)
    return Application(
        faults,
        routes=[
            *(route for resource in resources for route in resource.routes(town)),
            *operator.routes(town, faults),
            *streaming.routes(town),
            *files.routes(town),
            *(route for screen in (authorize, live, square, writing) for route in screen.routes(town)),
            Mount("/static", StaticFiles(packages=[("hilft.town", "static")])),
        ],
        middleware=[
            Middleware(Settle, town=town),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
                allow_headers=["*"],
                expose_headers=EXPOSED,
            ),
            Middleware(Limits, town=town),
        ],
        exception_handlers={Trouble: _Refusals(town), HTTPException: _Refusals(town)},
    )


class Application(Starlette):
    """Faults stand outside of everything, where the server's own `send` is still to be had."""

    def __init__(self, faults: list[Fault], **parts: Any) -> None:  # noqa: ANN401
        super().__init__(**parts)
        self._faults = Faults(super().__call__, faults)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._faults(scope, receive, send)


class _Refusals:
    """JSON for clients, a page for people."""

    def __init__(self, town: Town) -> None:
        self._town = town

    async def __call__(self, request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            status = 404 if error.status_code in ERRORS else error.status_code
            error = Trouble(status, ERRORS.get(error.status_code, error.detail))
        assert isinstance(error, Trouble)
        if not request.url.path.startswith(NOT_FOR_PEOPLE):
            here = visit(self._town, request)
            text = here.words["not_found"] if error.status == HTTPStatus.NOT_FOUND else str(error)
            return here.paint("notice.html", error.status, text=text, code="")
        headers = {}
        if error.status == HTTPStatus.UNAUTHORIZED:
            reason = f'error="invalid_token", error_description="{error.body["error"]}"'
            headers["WWW-Authenticate"] = f'Bearer realm="Doorkeeper", {reason}'
        return JSONResponse(error.body, error.status, headers)
