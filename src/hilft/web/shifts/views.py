"""One week: who is to be here when, and where too few are."""

from collections.abc import Awaitable
from datetime import date
from uuid import UUID

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from starlette.responses import Response

from hilft import board, staff
from hilft.ids import AgentId
from hilft.problems import NotFound, Problem
from hilft.staff import Week, read_week
from hilft.web.doors import Door
from hilft.web.visit import Visit


async def show(visit: Visit) -> Response:
    return await _page(visit, _asked(visit, visit.query("week")), saved=visit.query("saved"))


async def add(visit: Visit) -> Response:
    """Put one agent into the plan, on as many days as were ticked."""
    visit.agent.check_leads()
    week = _asked(visit, visit.text("week"))
    return await _changed(visit, week, _add(visit, week))


async def copy(visit: Visit) -> Response:
    week = _asked(visit, visit.text("week"))
    return await _changed(visit, week, staff.copy_week(visit.tx, visit.agent, week, visit.now))


async def drop(visit: Visit) -> Response:
    week = _asked(visit, visit.text("week"))
    return await _changed(visit, week, staff.drop_shift(visit.tx, visit.agent, _id(visit.text("shift"))))


async def _add(visit: Visit, week: Week) -> object:
    ticked = [day for day in week.days if visit.text(f"on_{day.weekday()}") == "on"]
    agent_id = AgentId(_id(visit.text("agent")))
    start, end = visit.text("start"), visit.text("end")
    wishes = [staff.wish(agent_id, day, start, end) for day in ticked]
    if not wishes:
        raise staff.NoDay
    return await staff.add_shifts(visit.tx, visit.agent, week, wishes, visit.now)


async def _changed(visit: Visit, week: Week, change: Awaitable[object]) -> Response:
    """Do it; what cannot be is said above the plan, with everything still in the form."""
    try:
        await change
    except Problem as problem:
        if visit.wants_json or problem.status not in {409, 422}:
            raise
        return await _page(visit, week, wrong=visit.language.sentence(problem), status=problem.status)
    return visit.done(f"/desk/shifts?week={week}&saved=1")


async def _page(visit: Visit, week: Week, *, saved: str = "", wrong: str = "", status: int = 200) -> Response:
    plan = await board.staffing(visit.conn, visit.brand, week, visit.now)
    team = await staff.colleagues(visit.conn, visit.brand.id)
    return visit.page(
        "shifts/page.html",
        status,
        week=week,
        today=visit.clock.today,
        this_week=Week.of(visit.clock.today),
        days=[(day, _name(visit, day)) for day in week.days],
        shifts=plan.shifts,
        staffing=plan.staffing,
        gaps=plan.staffing.gaps,
        team=team,
        fields=visit.form if wrong else {},
        number=lambda amount: format_decimal(amount, "0.#", locale=visit.language.locale),
        saved=saved,
        wrong=wrong,
    )


def _asked(visit: Visit, text: str) -> Week:
    return read_week(text) if text else Week.of(visit.clock.today)


def _name(visit: Visit, day: date) -> str:
    return format_skeleton("MMMEd", day, locale=visit.language.locale)


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None


DOORS = (
    Door("/desk/shifts", show),
    Door("/desk/shifts", add, post=True),
    Door("/desk/shifts/copy", copy, post=True),
    Door("/desk/shifts/drop", drop, post=True),
)
