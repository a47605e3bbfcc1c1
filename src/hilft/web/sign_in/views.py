"""Sign-in and sign-out."""

from starlette.responses import RedirectResponse, Response

from hilft import staff
from hilft.staff import Presence, Rejected
from hilft.web import cookies
from hilft.web.cookies import mask
from hilft.web.doors import Door
from hilft.web.failures import answer_problem
from hilft.web.visit import Visit


async def show(visit: Visit) -> Response:
    brand = visit.brand
    if visit.session is not None:
        return RedirectResponse(_next(visit.query("next")), 303)
    return _page(visit, brand.name, go=_next(visit.query("next")))


async def enter(visit: Visit) -> Response:
    """Open a session. A wrong attempt is counted, so it is answered, not raised: the transaction must commit."""
    origin = visit.request.client.host if visit.request.client else ""
    outcome = await staff.sign_in(
        visit.tx, visit.brand.id, visit.text("login"), visit.text("password"), origin_ip=origin, now=visit.now
    )
    go = _next(visit.text("next"))
    if isinstance(outcome, Rejected):
        if visit.wants_json:
            return answer_problem(visit, outcome.problem)
        wrong = visit.language.sentence(outcome.problem)
        return _page(
            visit, visit.brand.name, outcome.problem.status, go=go, wrong=wrong, login=visit.text("login")
        )
    if visit.session is not None:
        await staff.sign_out(visit.tx, visit.session, visit.now)
        await staff.set_presence(visit.tx, outcome.agent, Presence.HERE, visit.now)
    response = visit.done(go, csrf=mask(outcome.csrf), me=str(outcome.agent.id))
    cookies.keep_session(response, outcome.session_token, secure=visit.secure)
    return response


async def leave(visit: Visit) -> Response:
    assert visit.session is not None  # the door lets nobody else in
    await staff.sign_out(visit.tx, visit.session, visit.now)
    response = RedirectResponse("/desk/sign-in", 303)
    cookies.drop_session(response, secure=visit.secure)
    return response


def _page(
    visit: Visit, brand: str, status: int = 200, *, go: str, wrong: str = "", login: str = ""
) -> Response:
    return visit.page(
        "sign_in/page.html",
        status,
        name=brand,
        logins=visit.house.demo_logins,
        go=go,
        wrong=wrong,
        login=login,
    )


def _next(wish: str) -> str:
    """Go only to a page of the desk, never elsewhere."""
    safe = wish.startswith("/desk") and "\\" not in wish and not wish.startswith("/desk/sign")
    return wish if safe else "/desk/inbox"


DOORS = (
    Door("/desk/sign-in", show, open=True),
    Door("/desk/sign-in", enter, post=True, open=True),
    Door("/desk/sign-out", leave, post=True),
)
