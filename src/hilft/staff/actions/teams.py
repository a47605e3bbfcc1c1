"""Teams: who belongs together. Leads and administrators say so; an agent is in one team at most."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import AgentId, BrandId, new_id
from hilft.staff import store
from hilft.staff.model import Agent, Team
from hilft.staff.problems import BadTeamName, NoSuchTeam, TeamExists

_LONGEST = 80


async def teams(conn: Connection, brand_id: BrandId) -> list[Team]:
    """Give the teams by name; members are those who still work here."""
    return await store.teams(conn, brand_id)


async def team_names(conn: Connection, brand_id: BrandId) -> dict[AgentId, str]:
    """Give the team of each agent who is in one, also of those who left."""
    return {each.agent_id: each.name for each in await store.team_names(conn, brand_id)}


async def add_team(
    tx: Transaction, agent: Agent, name: str, members: Sequence[AgentId], now: datetime
) -> Team:
    """Found a team. Raises ``LeadsOnly``, ``BadTeamName``, ``TeamExists``; strangers among ``members`` are left out."""
    agent.check_leads()
    made = await store.insert_team(tx.conn, agent.brand_id, new_id(), _name(name), now)
    if made is None:
        raise TeamExists(name=_name(name))
    return await _with(tx, agent, made, members)


async def change_team(
    tx: Transaction, agent: Agent, team_id: uuid.UUID, name: str, members: Sequence[AgentId]
) -> Team:
    """Name a team anew and say who is in it. Raises ``NoSuchTeam`` and what ``add_team`` raises."""
    agent.check_leads()
    other = await store.team_of_name(tx.conn, agent.brand_id, _name(name))
    if other is not None and other != team_id:
        raise TeamExists(name=_name(name))
    if await store.rename_team(tx.conn, agent.brand_id, team_id, _name(name)) is None:
        raise NoSuchTeam
    return await _with(tx, agent, team_id, members)


async def drop_team(tx: Transaction, agent: Agent, team_id: uuid.UUID) -> None:
    """Dissolve a team; its members are in none. Raises ``LeadsOnly``, ``NoSuchTeam``."""
    agent.check_leads()
    if await store.delete_team(tx.conn, agent.brand_id, team_id) is None:
        raise NoSuchTeam
    tx.nudge(agent.brand_id, "staff")


async def _with(tx: Transaction, agent: Agent, team_id: uuid.UUID, members: Sequence[AgentId]) -> Team:
    await store.drop_members(tx.conn, agent.brand_id, team_id, members)
    await store.put_members(tx.conn, agent.brand_id, team_id, members)
    tx.nudge(agent.brand_id, "staff")
    return next(each for each in await store.teams(tx.conn, agent.brand_id) if each.id == team_id)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise BadTeamName
    return name
