"""What `hilft doctor` looks at, from the ground up."""

import asyncio
import os
import shutil
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus

import asyncpg

from hilft import accounts, app, channels, staff
from hilft.accounts import AccountHealth
from hilft.app import House
from hilft.channels import ChannelError
from hilft.db import Pool, pending, transaction
from hilft.db.errors import as_connect_problem
from hilft.problems import Problem
from hilft.settings import Settings
from hilft.staff import Role

OLDEST_SERVER = 150000
ROOM_BYTES = 500_000_000
NETWORK_SECONDS = 20
SHORTEST_KEY = 32


class Level(Enum):
    GOOD = "good"
    ODD = "odd"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and how to mend it."""

    level: Level
    told: str
    remedy: str = ""


def look_at_channels() -> list[Finding]:
    """Tell which channels are installed, and which cannot be loaded."""
    found = [Finding(Level.GOOD, f"channels: {', '.join(channels.manifests()) or 'none'}")]
    for name, reason in channels.broken().items():
        found.append(
            Finding(Level.BAD, f"channel {name} cannot be loaded: {reason}", "Install it anew or remove it.")
        )
    return found


def look_at_data(settings: Settings) -> list[Finding]:
    """Look at the data directory: there, writable, with room, the key file private."""
    try:
        data = app.prepare_data(settings.data)
    except Problem as problem:
        return [Finding(Level.BAD, problem.sentence())]
    found = [Finding(Level.GOOD, f"data directory {data} can be written")]
    free = shutil.disk_usage(data).free
    if free < ROOM_BYTES:
        told = f"only {free // 1_000_000} MB are free below {data}"
        found.append(Finding(Level.ODD, told, "Make room before the database has to stop."))
    if settings.secret_key and len(settings.secret_key) < SHORTEST_KEY:
        told = f"HILFT_SECRET_KEY has fewer than {SHORTEST_KEY} characters"
        found.append(Finding(Level.BAD, told, "Make one with: openssl rand -hex 32"))
    key = data / "secret.key"
    if not settings.secret_key and key.exists() and key.stat().st_mode & 0o077:
        told = f"the key file {key} can be read by others"
        found.append(Finding(Level.BAD, told, f"Run: chmod 600 {key}"))
    if os.geteuid() == 0:
        told = "hilft runs as root"
        found.append(
            Finding(Level.ODD, told, "Better run it as a user of its own; it needs no rights but its data.")
        )
    return found


async def look_at_server(dsn: str) -> list[Finding]:
    """Look at PostgreSQL itself: reachable, new enough, migrated."""
    try:
        conn = await asyncpg.connect(dsn, timeout=10)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        away = as_connect_problem(error)
        told = away.sentence() if away else f"PostgreSQL refuses us: {error}"
        return [
            Finding(Level.BAD, told, "Is it running, and does HILFT_DATABASE_URL name it, user and password?")
        ]
    try:
        number = int(await conn.fetchval("show server_version_num"))
        shown = await conn.fetchval("show server_version")
        missing = await pending(conn)
    finally:
        await conn.close()
    if number < OLDEST_SERVER:
        return [Finding(Level.BAD, f"PostgreSQL {shown} is too old", "Use version 15 or newer.")]
    found = [Finding(Level.GOOD, f"PostgreSQL {shown} answers")]
    if missing:
        found.append(Finding(Level.ODD, f"{len(missing)} migrations are missing", "Run: hilft migrate"))
    return found


async def look_at_brands(pool: Pool) -> list[Finding]:
    """Every brand needs somebody who may change things."""
    found: list[Finding] = []
    async with transaction(pool) as tx:
        brands = await accounts.brands(tx.conn)
        if not brands:
            return [Finding(Level.BAD, "there is no brand yet", "Run: hilft init")]
        for brand in brands:
            team = await staff.colleagues(tx.conn, brand.id)
            found.append(Finding(Level.GOOD, f"brand {brand.name}: {len(team)} agents"))
            if not any(one.role is Role.ADMIN for one in team):
                told = f"brand {brand.name} has no administrator"
                found.append(Finding(Level.BAD, told, "Run: hilft agent add --role admin"))
    return found


async def look_at_seal(house: House) -> list[Finding]:
    """A copy is silent; that must not be searched for among the accounts."""
    async with transaction(house.pool) as tx:
        why = await house.seal.copy_reason(tx.conn)
    if not why:
        return [Finding(Level.GOOD, "this is the only copy of its data that may speak")]
    return [
        Finding(
            Level.BAD, f"this desk is a copy. {why}", "Once the other one is gone: hilft confirm-only-copy"
        )
    ]


async def look_at_accounts(house: House, *, network: bool) -> list[Finding]:
    """Look at every account of every brand, and with ``network`` ask its network, too."""
    found: list[Finding] = []
    async with transaction(house.pool) as tx:
        healths = [
            health
            for brand in await accounts.brands(tx.conn)
            for health in await accounts.health(tx.conn, brand.id)
        ]
    if not healths:
        remedy = "Run: hilft account add mastodon --url URL --token TOKEN"
        found.append(Finding(Level.ODD, "no brand has an account on a network yet", remedy))
    for health in healths:
        found += _kept(health)
        if network and health.account.state == "active":
            found.append(await _asked(house, health))
    return found


def _kept(health: AccountHealth) -> list[Finding]:
    """Say what the desk itself knows of the account."""
    who = f"{health.account.handle} ({health.account.channel})"
    found: list[Finding] = []
    if health.account.state == "paused":
        remedy = "Mend the cause, then run: hilft account resume " + health.account.handle
        found.append(Finding(Level.BAD, f"{who} is paused: {health.account.reason}", remedy))
    if health.failed_receipts:
        told = f"{who}: {health.failed_receipts} receipts could not be read"
        found.append(
            Finding(Level.BAD, told, "See: hilft receipts list. After an update: hilft receipts retry")
        )
    if health.unfinished_deliveries:
        told = f"{who}: {health.unfinished_deliveries} answers are under way or unclear"
        found.append(Finding(Level.ODD, told, "Unclear ones are decided on the page Outbox."))
    return found


async def _asked(house: House, health: AccountHealth) -> Finding:
    who = f"{health.account.handle} ({health.account.channel})"
    try:
        async with asyncio.timeout(NETWORK_SECONDS):
            channel = await house.switchboard.channel_of(health.account)
            examined = await channel.examine()
    except TimeoutError:
        return Finding(
            Level.BAD, f"{who}: the network does not answer", "Check its address and the connection."
        )
    except ChannelError as error:
        return Finding(
            Level.BAD, f"{who}: {error}", "Give it a new token: hilft account add, the same again."
        )
    except Problem as problem:
        level = Level.ODD if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else Level.BAD
        return Finding(level, f"{who}: {problem.sentence()}")
    if examined.ok:
        return Finding(Level.GOOD, f"{who} answers")
    return Finding(Level.BAD, f"{who}: {' '.join(examined.findings)}")
