"""All SQL of the staff. What is asked for agents leaves out the disabled ones."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AgentId, BrandId
from hilft.staff.model import Agent, Role, Team, TeamName, Token
from hilft.staff.throttle import Attempts

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is compared with."""

    id: AgentId
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionRow(Agent):
    """An agent together with the session that was found."""

    active_at: datetime | None
    away_by_itself: bool
    csrf: str = field(repr=False)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HashedSessionRow(SessionRow):
    """The same with the hash it was found by."""

    token_hash: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenRow(Agent):
    """An agent together with when their token was last used."""

    last_used_at: datetime | None


def agent_in(row: SessionRow | TokenRow) -> Agent:
    """Take the agent out of a wider row."""
    return Agent(**{column.name: getattr(row, column.name) for column in fields(Agent)})


async def insert_agent(
    conn: Connection,
    brand_id: BrandId,
    agent_id: AgentId,
    login: str,
    name: str,
    initials: str,
    role: Role,
    password_hash: str,
    language: str,
    photo: str,
    shown: bool,  # noqa: FBT001 - a column, in the order of the query
    now: datetime,
) -> Agent | None:
    return await fetch_one(
        conn, SQL["insert_agent"], Agent, brand_id, agent_id, login, name, initials, role, password_hash,
        language, photo, shown, now,
    )  # fmt: skip


async def name_of_initials(conn: Connection, brand_id: BrandId, initials: str) -> str | None:
    name: str | None = await fetch_value(conn, SQL["name_of_initials"], brand_id, initials)
    return name


async def agent_by_id(conn: Connection, brand_id: BrandId, agent_id: AgentId) -> Agent | None:
    return await fetch_one(conn, SQL["agent_by_id"], Agent, brand_id, agent_id)


async def agent_by_name(conn: Connection, brand_id: BrandId, name: str) -> Agent | None:
    return await fetch_one(conn, SQL["agent_by_name"], Agent, brand_id, name)


async def colleagues(conn: Connection, brand_id: BrandId) -> list[Agent]:
    return await fetch_all(conn, SQL["colleagues"], Agent, brand_id)


async def who_is_here(conn: Connection, brand_id: BrandId) -> list[Agent]:
    return await fetch_all(conn, SQL["who_is_here"], Agent, brand_id)


async def lock_administrators(conn: Connection, brand_id: BrandId) -> list[AgentId]:
    return await fetch_all(conn, SQL["lock_administrators"], AgentId, brand_id)


async def set_disabled(conn: Connection, brand_id: BrandId, agent_id: AgentId, now: datetime) -> None:
    await execute(conn, SQL["set_disabled"], brand_id, agent_id, now)


async def set_settings(
    conn: Connection,
    brand_id: BrandId,
    agent_id: AgentId,
    language: str,
    theme: str,
    single_keys: bool,  # noqa: FBT001 - a column, in the order of the query
) -> Agent | None:
    return await fetch_one(conn, SQL["set_settings"], Agent, brand_id, agent_id, language, theme, single_keys)


async def set_photo(conn: Connection, brand_id: BrandId, agent_id: AgentId, photo: str) -> Agent | None:
    return await fetch_one(conn, SQL["set_photo"], Agent, brand_id, agent_id, photo)


async def photo_belongs(conn: Connection, brand_id: BrandId, photo: str) -> bool:
    belongs: bool = await fetch_value(conn, SQL["photo_belongs"], brand_id, photo)
    return belongs


async def set_password(conn: Connection, brand_id: BrandId, agent_id: AgentId, password_hash: str) -> None:
    await execute(conn, SQL["set_password"], brand_id, agent_id, password_hash)


async def credentials_of_login(conn: Connection, brand_id: BrandId, login: str) -> Credentials | None:
    return await fetch_one(conn, SQL["credentials_of_login"], Credentials, brand_id, login)


async def lock_attempts(conn: Connection, brand_id: BrandId, key: str, now: datetime) -> Attempts | None:
    return await fetch_one(conn, SQL["lock_attempts"], Attempts, brand_id, key, now)


async def find_attempts(conn: Connection, brand_id: BrandId, key: str) -> Attempts | None:
    return await fetch_one(conn, SQL["find_attempts"], Attempts, brand_id, key)


async def set_attempts(
    conn: Connection, brand_id: BrandId, key: str, failures: int, first_at: datetime, last_at: datetime
) -> None:
    await execute(conn, SQL["set_attempts"], brand_id, key, failures, first_at, last_at)


async def delete_attempts(conn: Connection, brand_id: BrandId, key: str) -> None:
    await execute(conn, SQL["delete_attempts"], brand_id, key)


async def delete_old_attempts(conn: Connection, brand_id: BrandId, before: datetime) -> None:
    await execute(conn, SQL["delete_old_attempts"], brand_id, before)


async def insert_session(
    conn: Connection,
    brand_id: BrandId,
    token_hash: bytes,
    agent_id: AgentId,
    csrf: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    await execute(conn, SQL["insert_session"], brand_id, token_hash, agent_id, csrf, now, expires_at)


async def find_session(
    conn: Connection, brand_id: BrandId, token_hash: bytes, now: datetime
) -> SessionRow | None:
    return await fetch_one(conn, SQL["find_session"], SessionRow, brand_id, token_hash, now)


async def find_sessions(
    conn: Connection, brand_id: BrandId, token_hashes: list[bytes], now: datetime
) -> list[HashedSessionRow]:
    return await fetch_all(conn, SQL["find_sessions"], HashedSessionRow, brand_id, token_hashes, now)


async def set_seen(
    conn: Connection, brand_id: BrandId, token_hash: bytes, now: datetime, expires_at: datetime
) -> None:
    await execute(conn, SQL["set_seen"], brand_id, token_hash, now, expires_at)


async def delete_session(conn: Connection, brand_id: BrandId, token_hash: bytes) -> None:
    await execute(conn, SQL["delete_session"], brand_id, token_hash)


async def delete_sessions_of(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, keep: bytes | None
) -> None:
    await execute(conn, SQL["delete_sessions_of"], brand_id, agent_id, keep)


async def count_sessions_of(conn: Connection, brand_id: BrandId, agent_id: AgentId, now: datetime) -> int:
    sessions: int = await fetch_value(conn, SQL["count_sessions_of"], brand_id, agent_id, now)
    return sessions


async def delete_expired_sessions(conn: Connection, brand_id: BrandId, now: datetime) -> int:
    agents: int = await fetch_value(conn, SQL["delete_expired_sessions"], brand_id, now)
    return agents


async def insert_token(
    conn: Connection, brand_id: BrandId, token_hash: bytes, agent_id: AgentId, label: str, now: datetime
) -> str | None:
    kept: str | None = await fetch_value(
        conn, SQL["insert_token"], brand_id, token_hash, agent_id, label, now
    )
    return kept


async def agent_of_token(conn: Connection, brand_id: BrandId, token_hash: bytes) -> TokenRow | None:
    return await fetch_one(conn, SQL["agent_of_token"], TokenRow, brand_id, token_hash)


async def set_token_used(conn: Connection, brand_id: BrandId, token_hash: bytes, now: datetime) -> None:
    await execute(conn, SQL["set_token_used"], brand_id, token_hash, now)


async def set_token_revoked(conn: Connection, brand_id: BrandId, token_hash: bytes, now: datetime) -> None:
    await execute(conn, SQL["set_token_revoked"], brand_id, token_hash, now)


async def set_tokens_revoked(conn: Connection, brand_id: BrandId, agent_id: AgentId, now: datetime) -> None:
    await execute(conn, SQL["set_tokens_revoked"], brand_id, agent_id, now)


async def tokens_of(conn: Connection, brand_id: BrandId, agent_id: AgentId) -> list[Token]:
    return await fetch_all(conn, SQL["tokens_of"], Token, brand_id, agent_id)


async def teams(conn: Connection, brand_id: BrandId) -> list[Team]:
    return await fetch_all(conn, SQL["teams"], Team, brand_id)


async def team_names(conn: Connection, brand_id: BrandId) -> list[TeamName]:
    return await fetch_all(conn, SQL["team_names"], TeamName, brand_id)


async def insert_team(
    conn: Connection, brand_id: BrandId, team_id: uuid.UUID, name: str, now: datetime
) -> uuid.UUID | None:
    made: uuid.UUID | None = await fetch_value(conn, SQL["insert_team"], brand_id, team_id, name, now)
    return made


async def team_of_name(conn: Connection, brand_id: BrandId, name: str) -> uuid.UUID | None:
    found: uuid.UUID | None = await fetch_value(conn, SQL["team_of_name"], brand_id, name)
    return found


async def rename_team(conn: Connection, brand_id: BrandId, team_id: uuid.UUID, name: str) -> uuid.UUID | None:
    found: uuid.UUID | None = await fetch_value(conn, SQL["rename_team"], brand_id, team_id, name)
    return found


async def drop_members(
    conn: Connection, brand_id: BrandId, team_id: uuid.UUID, but: Sequence[AgentId]
) -> None:
    await execute(conn, SQL["drop_members"], brand_id, team_id, but)


async def put_members(
    conn: Connection, brand_id: BrandId, team_id: uuid.UUID, members: Sequence[AgentId]
) -> None:
    await execute(conn, SQL["put_members"], brand_id, team_id, members)


async def delete_team(conn: Connection, brand_id: BrandId, team_id: uuid.UUID) -> uuid.UUID | None:
    found: uuid.UUID | None = await fetch_value(conn, SQL["delete_team"], brand_id, team_id)
    return found
