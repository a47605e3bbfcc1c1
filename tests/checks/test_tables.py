"""SQL lives in files, and a table is written by its own room."""

import ast
import re
from pathlib import Path

import pytest

from tests.checks.source import HOUSE, python_files, strings_of
from tools.sizes import ROOT, committed

# Who may write what: an outcome of sending is recorded by the outbox alone, a receipt by intake alone.
OWNERS = {"deliveries": "outbox", "receipts": "intake", "timeline": "timeline", "jobs": "jobs"}
APPEND_ONLY = {"timeline"}
# The ground floor speaks to the server itself (migrations, LISTEN); the town is another program.
SPEAK_SQL = {"db", "live", "town"}

STATEMENT = re.compile(
    r"^\s*(?:with\s+\w+\s+as\s*\(|select\s[\s\S]+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)",
    re.IGNORECASE,
)
# Where two conversations become one, cases moves what hangs on them; the state of sending stays untouched.
MOVES = re.compile(r"update\s+deliveries\s+set\s+conversation_id\s*=\s*\$\d+\s+where", re.IGNORECASE)
WRITE = re.compile(r"\b(insert\s+into|update|delete\s+from)\s+(?:only\s+)?([a-z_]+)\b", re.IGNORECASE)


def bare(sql: str) -> str:
    """Leave out comments and ``for update`` and ``do update``, which write nothing by themselves."""
    return re.sub(r"--[^\n]*|\b(?:for\s+(?:no\s+key\s+)?|do\s+)update\b", " ", sql, flags=re.IGNORECASE)


def writes(sql: str) -> set[tuple[str, str]]:
    """Give (verb, table) of every write in a piece of SQL."""
    return {
        (verb.split()[0].lower(), table.lower()) for verb, table in WRITE.findall(MOVES.sub("", bare(sql)))
    }


def trespasses(room: str, sql: str) -> list[str]:
    """Give the writes of a room to tables of another, and changes to what is only ever appended to."""
    return sorted(
        f"{verb} {table}"
        for verb, table in writes(sql)
        if OWNERS.get(table, room) != room or (table in APPEND_ONLY and verb != "insert")
    )


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


def test_no_room_writes_another_rooms_table() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in committed("src/hilft/*.sql")
        if room_of(path) != "db"
        for what in trespasses(room_of(path), path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_no_sql_hides_in_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_files()
        if room_of(path) not in SPEAK_SQL
        for line, text in strings_of(ast.parse(path.read_text(encoding="utf-8")))
        if STATEMENT.match(text)
    ]
    assert not found, "\n".join(found)


def test_only_live_notifies() -> None:
    spoken = re.compile(r"\bpg_notify\b|^\s*notify\s+\w", re.IGNORECASE | re.MULTILINE)
    found = [
        str(path.relative_to(ROOT))
        for path in committed("src/hilft/*.sql", "src/hilft/*.py")
        if room_of(path) not in {"live", "town"}
        and (
            spoken.search(bare(path.read_text(encoding="utf-8")))
            if path.suffix == ".sql"
            else any(
                spoken.search(text) for _, text in strings_of(ast.parse(path.read_text(encoding="utf-8")))
            )
        )
    ]
    assert not found, "NOTIFY in a writing transaction holds a lock over its commit: " + ", ".join(found)


def test_the_same_receipt_cannot_be_kept_twice() -> None:
    migrations = " ".join(
        path.read_text(encoding="utf-8") for path in committed("src/hilft/db/migrations/*.sql")
    )
    table = re.search(r"create table receipts \((.*?)\n\)", migrations, flags=re.DOTALL | re.IGNORECASE)
    assert table
    flat = " ".join(bare(migrations).split()).lower()
    assert re.search(r"unique[^;]*?\(brand_id, account_id, dedupe_key\)", flat)


@pytest.mark.parametrize(
    ("room", "sql", "found"),
    [
        ("cases", "update deliveries set state = 'sent'", ["update deliveries"]),
        ("cases", "update deliveries set conversation_id = $3 where brand_id = $1", []),
        (
            "cases",
            "update deliveries set conversation_id = $3, state = 'sent' where id = $1",
            ["update deliveries"],
        ),
        ("timeline", "delete from timeline where true", ["delete timeline"]),
        ("outbox", "select 1 from deliveries for update skip locked", []),
        ("outbox", "insert into deliveries values ($1) on conflict (id) do update set state = $2", []),
    ],
)
def test_a_trespass_is_seen(room: str, sql: str, found: list[str]) -> None:
    assert trespasses(room, sql) == found


def test_hidden_sql_is_seen() -> None:
    assert STATEMENT.match("SELECT id\nFROM cases")
    assert not STATEMENT.match("Select a file of your own.")
