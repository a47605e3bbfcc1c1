"""Errors as RFC 9457 problem details: every answer that is not a success looks the same."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from hilft.problems import Problem
from hilft.web.languages import choose

RETRY_AFTER_SECONDS = 5

_log = structlog.get_logger("hilft.api")


class ProblemDetail(BaseModel):
    """RFC 9457: ``detail`` is a sentence for a person; further members belong to the kind of problem."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


_MEDIA_TYPE = "application/problem+json"
_SHAPE = {"content": {_MEDIA_TYPE: {"schema": ProblemDetail.model_json_schema()}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    422: {"description": "What was asked for cannot be", **_SHAPE},
    "default": {"description": "A problem (RFC 9457)", **_SHAPE},
}
"For the OpenAPI description: without the first FastAPI would promise a shape of its own."


class NotSignedIn(Problem):
    """This needs a valid bearer token. Make one with `hilft token create --agent XY`."""

    status = 401


class BodyTooLarge(Problem):
    """The request is larger than {limit} bytes."""

    status = 413


class _Answer(JSONResponse):
    media_type = _MEDIA_TYPE


def problem_answer(
    status: int,
    name: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Shape one error; ``name`` makes its stable ``type``, ``extra`` its further members (RFC 9457, 3.2)."""
    phrase = HTTPStatus(status).phrase
    kind = f"urn:hilft:problem:{name}" if name else "about:blank"
    body = {**(extra or {}), "type": kind, "title": phrase, "status": status, "detail": detail}
    return _Answer(body, status, dict(headers or {}))


async def on_problem(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Problem):
        raise TypeError(type(error).__name__) from error
    headers: dict[str, str] = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="hilft"'
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    language = choose((), request.headers.get("accept-language", ""), "en")
    told = language.sentence(error)
    return problem_answer(error.status, problem_name(type(error)), told, error.details, headers)


async def on_invalid(_request: Request, error: Exception) -> JSONResponse:
    """Say in one sentence what is wrong with the request, and list every fault with its place."""
    if not isinstance(error, RequestValidationError):
        raise TypeError(type(error).__name__) from error
    faults = [
        {"at": [str(step) for step in fault["loc"]], "message": str(fault["msg"])} for fault in error.errors()
    ]
    said = "; ".join(f"{'.'.join(fault['at'][1:]) or fault['at'][0]}: {fault['message']}" for fault in faults)
    return problem_answer(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-request", said, {"errors": faults})


async def on_http(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise TypeError(type(error).__name__) from error
    return problem_answer(error.status_code, "", str(error.detail), headers=error.headers)


async def on_surprise(request: Request, error: Exception) -> JSONResponse:
    """Our own fault: the log gets the trace, the caller a sentence."""
    _log.error("an API request failed", path=request.url.path, exc_info=error)
    detail = "Something went wrong in the desk. It has been written to the log."
    return problem_answer(HTTPStatus.INTERNAL_SERVER_ERROR, "", detail)


def problem_name(kind: type[Problem]) -> str:
    """Give ``taken-by`` for ``TakenBy``: the last part of a problem's ``type``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind.__name__).lower()
