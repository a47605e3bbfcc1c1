"""A whole database as one file and back, by PostgreSQL's own tools; and what is in it, to compare."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import asyncpg

from hilft.db.pool import Connection, connect
from hilft.problems import Problem

_JOBS = "2"
_HARMLESS = 'unrecognized configuration parameter "transaction_timeout"'
"pg_restore 17 and newer say to every server a setting that older ones do not have."

_TABLES = """
select quote_ident(c.relname) as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
 where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
 group by c.oid, c.relname
 order by c.relname
"""
_CONTENT = "select count(*) as rows, coalesce(sum(hashtextextended(row({columns})::text, 0)), 0)::text as sum from {table}"
"Generated columns are left out: another version of PostgreSQL may make them otherwise."
_PLAIN = "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'"


class ToolFailed(Problem):
    """PostgreSQL's {tool} failed: {words}"""  # noqa: D400 - the words are the tool's

    status = 503


class ToolsTooOld(Problem):
    """The database runs on PostgreSQL {server}, the tools here are {tools}. Set HILFT_POSTGRES_BIN to the folder of newer ones."""

    status = 503


@dataclass(frozen=True, slots=True)
class Content:
    """How many rows a table has, and a sum over the text of all of them that does not depend on their order."""

    rows: int
    sum: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a database that others go on writing to."""

    conn: Connection
    name: str
    "For pg_dump, in other sessions."


@contextlib.asynccontextmanager
async def snapshot(dsn: str) -> AsyncIterator[Snapshot]:
    """Hold one moment of the database as long as the block lasts; raises ``DatabaseAway``."""
    conn = await connect(dsn)
    try:
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            await conn.execute(_PLAIN)
            yield Snapshot(conn, str(await conn.fetchval("select pg_export_snapshot()")))
    finally:
        conn.terminate()


async def contents(conn: Connection) -> dict[str, Content]:
    """Look at every row of every table; call inside ``snapshot``, so that texts are written the same way everywhere."""
    found: dict[str, Content] = {}
    for table in await conn.fetch(_TABLES):
        row = await conn.fetchrow(_CONTENT.format(columns=table["columns"], table=table["name"]))
        assert row is not None
        found[table["name"]] = Content(row["rows"], row["sum"])
    return found


async def dump(dsn: str, file: Path, *, tools: Path, moment: str) -> None:
    """Write the database as it was at ``moment`` (``Snapshot.name``) to ``file``, in pg_dump's custom format.

    Raises ``ToolFailed``.
    """
    plain = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}")
    failed = await _run(tools / "pg_dump", (*plain, f"--file={file}"), dsn)
    if failed is not None:
        raise ToolFailed(tool="pg_dump", words=failed)


async def load(file: Path, dsn: str, *, tools: Path) -> None:
    """Fill an empty database from ``file``; raises ``ToolFailed``, and what is in it then must be thrown away."""
    plain = ("--no-owner", "--no-privileges", f"--jobs={_JOBS}")
    failed = await _run(tools / "pg_restore", (*plain, str(file)), dsn)
    if failed is not None and (words := _without_harmless(failed)):
        raise ToolFailed(tool="pg_restore", words=words)


async def is_empty(dsn: str) -> bool:
    """Whether the database has no table yet; raises ``DatabaseAway``."""
    conn = await connect(dsn)
    try:
        return not await conn.fetch(_TABLES)
    finally:
        await conn.close()


async def major_of(dsn: str) -> int:
    """Give the major version of a server; raises ``DatabaseAway``."""
    conn = await connect(dsn)
    try:
        version: asyncpg.ServerVersion = conn.get_server_version()
        return version.major
    finally:
        await conn.close()


async def _run(tool: Path, arguments: tuple[str, ...], dsn: str) -> str | None:
    """Run a tool on a database, give its words when it failed. The password travels in the environment."""
    url, password = without_password(dsn)
    process = await asyncio.create_subprocess_exec(
        *(str(tool), *arguments[:-1], f"--dbname={url}", arguments[-1]),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(os.environ, password),
    )
    try:
        _out, words = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return None if process.returncode == 0 else words.decode(errors="replace").strip() or "it said nothing."


def without_password(dsn: str) -> tuple[str, str]:
    """Take the password out of a libpq URL: other users of the machine can read a command line."""
    parts = urlsplit(dsn)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != "password"]
    user, at, host = parts.netloc.rpartition("@")
    name, _, secret = user.partition(":")
    password = unquote(secret) or next((value for key, value in asked if key == "password"), "")
    bare = parts._replace(netloc=f"{name}{at}{host}", query=urlencode(kept, quote_via=quote))
    return urlunsplit(bare), password


def _environment(known: Mapping[str, str], password: str) -> dict[str, str]:
    return {**known, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}


def _without_harmless(words: str) -> str:
    """Give the errors that matter; '' when there are none."""
    errors = [line for line in words.splitlines() if "error:" in line]
    return "\n".join(line for line in errors if _HARMLESS not in line) if errors else words
