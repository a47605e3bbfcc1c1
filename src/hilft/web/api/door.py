"""The FastAPI application under /api."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hilft.problems import Problem
from hilft.web.api import (
    accounts,
    actions,
    announcements,
    calls,
    cases,
    counter,
    customers,
    deliveries,
    drafts,
    hours,
    letters,
    live,
    memory,
    presence,
    promises,
    ratings,
    reports,
    shifts,
    targets,
    teams,
    writing,
)
from hilft.web.api.details import RESPONSES, on_http, on_invalid, on_problem, on_surprise
from hilft.web.house import House

VERSION = "1"
_SUMMARY = (
    "The JSON API of hilft. Make a token with `hilft token create --agent XY`, send it as a bearer token."
)


def api(house: House) -> FastAPI:
    """Build the API over an open house; every route runs in one transaction of its own."""
    door = FastAPI(
        title="hilft",
        version=VERSION,
        description=_SUMMARY,
        docs_url=None,  # the ready-made pages load their scripts from a CDN
        redoc_url=None,
        openapi_url="/openapi.json",
        responses=RESPONSES,
    )
    door.state.house = house
    for room in (
        cases,
        drafts,
        writing,
        promises,
        reports,
        actions,
        customers,
        deliveries,
        memory,
        accounts,
        hours,
        targets,
        presence,
        live,
        shifts,
        calls,
        counter,
        announcements,
        ratings,
        teams,
        letters,
    ):
        door.include_router(room.router, prefix="/v1")
    door.add_exception_handler(Problem, on_problem)
    door.add_exception_handler(RequestValidationError, on_invalid)
    door.add_exception_handler(HTTPException, on_http)
    door.add_exception_handler(Exception, on_surprise)
    return door
