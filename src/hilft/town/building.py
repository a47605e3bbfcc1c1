"""The town as one web application."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

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
from hilft.town.town import Town
from hilft.town.trouble import Trouble

ERRORS = {404: "The page you are looking for isn't here.", 405: "The page you are looking for isn't here."}
EXPOSED = ["Link", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-Request-Id"]


def build(town: Town) -> Starlette:
    """The ASGI application: API, streams, files and pages."""
    faults: list[Fault] = []
    resources = (statuses, accounts, bonds, notifications, conversations, timelines, media, oauth, instance)
    return Starlette(
        routes=[
            *(route for resource in resources for route in resource.routes(town)),
            *operator.routes(town, faults),
            *streaming.routes(town),
            *files.routes(town),
        ],
        middleware=[
            Middleware(Faults, switched_on=faults),
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
        exception_handlers={Trouble: _trouble, HTTPException: _missing},
    )


async def _trouble(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Trouble)
    headers = {}
    if error.status == 401:  # noqa: PLR2004
        reason = f'error="invalid_token", error_description="{error.body["error"]}"'
        headers["WWW-Authenticate"] = f'Bearer realm="Doorkeeper", {reason}'
    return JSONResponse(error.body, error.status, headers)


async def _missing(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = 404 if error.status_code in ERRORS else error.status_code
    return JSONResponse({"error": ERRORS.get(error.status_code, error.detail)}, status)
