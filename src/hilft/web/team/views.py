"""Colleagues, teams, and the asked-twice rate by team, channel and week."""

import uuid
from datetime import timedelta

from starlette.responses import Response

from hilft import memory, staff
from hilft.ids import AgentId
from hilft.memory import AskedBy, AskedRate
from hilft.staff import NoSuchTeam
from hilft.web.doors import Door
from hilft.web.visit import Visit

_DAYS = {AskedBy.TEAM: 28, AskedBy.CHANNEL: 28, AskedBy.WEEK: 84}


async def show(visit: Visit) -> Response:
    return visit.page(
        "team/page.html",
        colleagues=await staff.colleagues(visit.conn, visit.brand.id),
        teams=await staff.teams(visit.conn, visit.brand.id),
        rates={by.value: await _rates(visit, by) for by in _DAYS},
    )


async def _rates(visit: Visit, by: AskedBy) -> list[AskedRate]:
    return await memory.asked_rates(
        visit.conn, visit.brand.id, visit.now - timedelta(days=_DAYS[by]), visit.now, by,
        zone=visit.brand.zone, teams=await staff.team_names(visit.conn, visit.brand.id) if by is AskedBy.TEAM else None,
    )  # fmt: skip


async def add(visit: Visit) -> Response:
    await staff.add_team(visit.tx, visit.agent, visit.text("name"), _members(visit), visit.now)
    return visit.done("/desk/team", visit.language.gettext("Saved."))


async def change(visit: Visit) -> Response:
    await staff.change_team(visit.tx, visit.agent, _id(visit), visit.text("name"), _members(visit))
    return visit.done("/desk/team", visit.language.gettext("Saved."))


async def drop(visit: Visit) -> Response:
    await staff.drop_team(visit.tx, visit.agent, _id(visit))
    return visit.done("/desk/team", visit.language.gettext("Removed."))


def _members(visit: Visit) -> list[AgentId]:
    found = []
    for each in visit.form.getlist("member"):
        try:
            found.append(AgentId(uuid.UUID(str(each))))
        except ValueError:
            continue
    return found


def _id(visit: Visit) -> uuid.UUID:
    try:
        return uuid.UUID(visit.request.path_params["id"])
    except ValueError:
        raise NoSuchTeam from None


DOORS = (
    Door("/desk/team", show),
    Door("/desk/team", add, post=True),
    Door("/desk/team/{id}", change, post=True),
    Door("/desk/team/{id}/drop", drop, post=True),
)
