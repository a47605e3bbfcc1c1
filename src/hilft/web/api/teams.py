"""Teams, and how often each asks for what is known."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from hilft import accounts, memory, staff
from hilft.db import Connection
from hilft.ids import AgentId, BrandId
from hilft.memory import AskedBy
from hilft.staff import Agent, Team
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["teams"])


class TeamItem(BaseModel):
    """A team; ``members``: logins of those who still work here."""

    id: UUID
    name: str
    members: list[str]


class Teams(BaseModel):
    items: list[TeamItem]


class TeamBody(BaseModel):
    """``members``: logins or initials; whoever is in another team leaves it."""

    name: str = Field(max_length=200)
    members: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=500)


class AskedItem(BaseModel):
    """One row. ``group``: an agent's login, a team's name (null: in none), a channel, or the Monday of a week.

    ``again``: answers that asked for something told before; ``sent``, ``taken``, ``on_purpose``: what became of the
    hints; ``rate``: ``again`` of ``answers``, null when nothing was answered.
    """

    group: str | None
    answers: int
    again: int
    sent: int
    taken: int
    on_purpose: int
    rate: float | None


class Asked(BaseModel):
    items: list[AskedItem]


@router.get("/teams")
async def list_teams(conn: Conn, agent: SignedIn) -> Teams:
    """List the teams by name."""
    logins = await _logins(conn, agent.brand_id)
    return Teams(items=[_item(each, logins) for each in await staff.teams(conn, agent.brand_id)])


@router.post("/teams", status_code=201)
async def add_team(tx: Tx, agent: SignedIn, house: InHouse, body: TeamBody) -> TeamItem:
    """Found a team; team leads and administrators only."""
    members = await _members(tx.conn, agent, body.members)
    team = await staff.add_team(tx, agent, body.name, members, house.now())
    return _item(team, await _logins(tx.conn, agent.brand_id))


@router.put("/teams/{id}")
async def change_team(
    tx: Tx,
    agent: SignedIn,
    id: UUID,  # noqa: A002 - the path's word
    body: TeamBody,
) -> TeamItem:
    """Name a team anew and say who is in it, all of them at once."""
    team = await staff.change_team(tx, agent, id, body.name, await _members(tx.conn, agent, body.members))
    return _item(team, await _logins(tx.conn, agent.brand_id))


@router.delete("/teams/{id}", status_code=204)
async def drop_team(tx: Tx, agent: SignedIn, id: UUID) -> None:  # noqa: A002 - the path's word
    """Dissolve a team; its members are in none."""
    await staff.drop_team(tx, agent, id)


@router.get("/asked-twice")
async def asked_twice(
    conn: Conn,
    agent: SignedIn,
    house: InHouse,
    by: Annotated[AskedBy, Query()] = AskedBy.TEAM,
    days: Annotated[int, Query(ge=1, le=366)] = 28,
) -> Asked:
    """Tell how many answers of the last days asked for something the customer had told before."""
    brand = await accounts.brand_by_id(conn, agent.brand_id)
    assert brand is not None  # a foreign key points here
    now = house.now()
    teams = await staff.team_names(conn, agent.brand_id) if by is AskedBy.TEAM else None
    rows = await memory.asked_rates(
        conn, agent.brand_id, now - timedelta(days=days), now, by, zone=brand.zone, teams=teams
    )
    names = {str(each): login for each, login in (await _logins(conn, agent.brand_id)).items()}
    return Asked(
        items=[
            AskedItem(
                group=names.get(row.group, row.group) or None, answers=row.answers, again=row.again, sent=row.sent,
                taken=row.taken, on_purpose=row.on_purpose, rate=row.rate,
            )
            for row in rows
        ]
    )  # fmt: skip


async def _logins(conn: Connection, brand_id: BrandId) -> dict[AgentId, str]:
    return {each.id: each.login for each in await staff.colleagues(conn, brand_id)}


async def _members(conn: Connection, agent: Agent, names: list[str]) -> list[AgentId]:
    """Find whom the names mean. Raises ``NoSuchColleague``."""
    found = []
    for name in names:
        colleague = await staff.find_agent(conn, agent.brand_id, name)
        if colleague is None:
            raise staff.NoSuchColleague(name=name)
        found.append(colleague.id)
    return found


def _item(team: Team, logins: dict[AgentId, str]) -> TeamItem:
    return TeamItem(
        id=team.id, name=team.name, members=[logins[each] for each in team.members if each in logins]
    )
