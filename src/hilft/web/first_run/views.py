"""First run: brand, zone, language and the first administrator, once."""

from zoneinfo import available_timezones

from starlette.responses import RedirectResponse, Response

from hilft import accounts, staff
from hilft.ids import BrandId
from hilft.problems import Conflict, Problem
from hilft.staff import Rejected, Role
from hilft.web import cookies
from hilft.web.doors import Door
from hilft.web.visit import Visit


class AlreadySetUp(Conflict):
    """The first run is over: this desk has a brand. Sign in."""


_FIELDS = ("brand", "slug", "zone", "language", "login", "name", "initials")


async def show(visit: Visit) -> Response:
    if visit.open_brand is not None:
        return RedirectResponse("/desk/sign-in", 303)
    return _page(visit, {"zone": "Europe/Berlin", "language": visit.language.code})


async def finish(visit: Visit) -> Response:
    if visit.open_brand is not None:
        raise AlreadySetUp
    typed = {name: visit.text(name) for name in _FIELDS}
    try:
        async with visit.conn.transaction():
            brand_id = await _set_up(visit, typed)
    except Problem as problem:
        return _page(visit, typed, problem.status, visit.language.sentence(problem))
    origin = visit.request.client.host if visit.request.client else ""
    entered = await staff.sign_in(
        visit.tx, brand_id, typed["login"], visit.text("password"), origin_ip=origin, now=visit.now
    )
    response = RedirectResponse("/desk/accounts", 303)
    if not isinstance(entered, Rejected):
        cookies.keep_session(response, entered.session_token, secure=visit.secure)
    return response


async def _set_up(visit: Visit, typed: dict[str, str]) -> BrandId:
    brand = await accounts.create_brand(
        visit.tx,
        slug=typed["slug"],
        name=typed["brand"],
        zone=typed["zone"],
        language=typed["language"],
        now=visit.now,
    )
    await staff.add_agent(
        visit.tx,
        brand.id,
        login=typed["login"],
        name=typed["name"],
        initials=typed["initials"],
        role=Role.ADMIN,
        password=visit.text("password"),
        now=visit.now,
    )
    return brand.id


def _page(visit: Visit, typed: dict[str, str], status: int = 200, wrong: str = "") -> Response:
    given = dict.fromkeys(_FIELDS, "") | typed
    zones = sorted(each for each in available_timezones() if "/" in each and not each.startswith("Etc"))
    return visit.page("first_run/page.html", status, typed=given, zones=zones, wrong=wrong)


DOORS = (Door("/first-run", show, open=True), Door("/first-run", finish, post=True, open=True))
