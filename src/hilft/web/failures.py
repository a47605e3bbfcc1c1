"""What a person is told when something goes wrong: a page, or for our scripts a small JSON object."""

from urllib.parse import quote

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from hilft.problems import NotFound, Problem, Unavailable
from hilft.web.visit import NoBrand, SignedOut, Visit

_log = structlog.get_logger(__name__)


class TooLarge(Problem):
    """This is more than the desk takes in one go."""

    status = 413


class WrongWay(Problem):
    """This address does not work like that."""

    status = 405


class Broken(Problem):
    """Something broke on our side, and it was written down. Nothing you stored is lost; try again."""

    status = 500


def answer_problem(visit: Visit, problem: Problem) -> Response:
    """Tell the visitor in the visitor's language; what was typed comes back with the page."""
    if visit.wants_json:
        return _as_json(visit, problem)
    if isinstance(problem, NoBrand) and visit.request.method == "GET":
        return RedirectResponse("/first-run", 303)
    if isinstance(problem, SignedOut) and visit.request.method in {"GET", "HEAD"}:
        return RedirectResponse(f"/desk/sign-in?next={quote(_target(visit.request), safe='')}", 303)
    body = visit.paint(
        "frame/failure.html",
        problem=problem,
        sentence=visit.language.sentence(problem),
        typed=visit.text("text"),
        signed_out=isinstance(problem, SignedOut),
        again=isinstance(problem, Unavailable) and visit.request.method == "GET",
    )
    return HTMLResponse(body, problem.status, _headers(problem))


def _as_json(visit: Visit, problem: Problem) -> Response:
    told = {
        "problem": type(problem).__name__,
        "sentence": visit.language.sentence(problem),
        "details": problem.details,
    }
    return JSONResponse(told, problem.status, _headers(problem))


def _headers(problem: Problem) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if isinstance(problem, Unavailable):
        headers["Retry-After"] = "3"
    return headers


def _target(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def from_http(error: HTTPException) -> Problem:
    """Give the sentence for what the router or the body limit refused."""
    kinds: dict[int, type[Problem]] = {404: NotFound, 405: WrongWay, 413: TooLarge}
    return kinds.get(error.status_code, Broken if error.status_code >= 500 else WrongWay)()  # noqa: PLR2004


def write_down(request: Request, error: Exception) -> Problem:
    """Log what nobody expected; the person gets no trace of it."""
    _log.error("view broke", path=request.url.path, exc_info=error)
    return Broken()
