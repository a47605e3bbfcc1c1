"""All SQL of the seal."""

import uuid
from datetime import datetime

from hilft.db import Connection, execute, fetch_one, fetch_value, queries
from hilft.seal.model import Installation

SQL = queries(__package__)


async def insert_installation(conn: Connection, installation: uuid.UUID, home: str, now: datetime) -> int:
    return await execute(conn, SQL["insert_installation"], installation, home, now)


async def lock_installation(conn: Connection) -> Installation | None:
    return await fetch_one(conn, SQL["lock_installation"], Installation)


async def find_installation(conn: Connection) -> Installation | None:
    return await fetch_one(conn, SQL["find_installation"], Installation)


async def set_copied(conn: Connection, now: datetime, reason: str) -> None:
    await execute(conn, SQL["set_copied"], now, reason)


async def set_confirmed(
    conn: Connection, installation: uuid.UUID, home: str, now: datetime
) -> Installation | None:
    return await fetch_one(conn, SQL["set_confirmed"], Installation, installation, home, now)


async def renew(conn: Connection) -> Installation | None:
    return await fetch_one(conn, SQL["renew"], Installation)


async def set_home(conn: Connection, home: str) -> None:
    await execute(conn, SQL["set_home"], home)


async def may_ask_the_server(conn: Connection) -> bool:
    return bool(await fetch_value(conn, SQL["may_ask_the_server"]))


async def home_by_server(conn: Connection) -> str:
    return str(await fetch_value(conn, SQL["home_by_server"]))


async def home_by_name(conn: Connection) -> str:
    return str(await fetch_value(conn, SQL["home_by_name"]))
