"""The loader: names and purposes in, plain SQL out, and what it refuses."""

from pathlib import Path

import pytest

from hilft.db import all_queries, queries
from hilft.db.queries import QueryFileError, parse

_GOOD = """
-- name: find_case
-- Which case has this code?
select id -- the case
  from cases where code = $1;

-- fragment: only_open
-- Keeps what needs us.
and state = 'open'
"""


def test_reads_names_purposes_and_plain_sql(tmp_path: Path) -> None:
    file = tmp_path / "queries.sql"
    file.write_text(_GOOD)
    found = queries(file)
    assert found["find_case"] == "select id -- the case\n  from cases where code = $1"
    assert list(found) == ["find_case", "only_open"]
    mine = [query for query in all_queries() if query.room == str(file)]
    assert [(q.name, q.answers, q.fragment) for q in mine] == [
        ("find_case", "Which case has this code?", False),
        ("only_open", "Keeps what needs us.", True),
    ]


def test_a_package_has_its_file_beside_it() -> None:
    assert "from timeline" in queries("hilft.timeline")["entries_of"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("-- name: a\nselect 1", "does not say what it answers"),
        ("-- name: a\n--\nselect 1", "does not say what it answers"),
        ("-- name: a\n-- x\nselect 1\n-- name: a\n-- y\nselect 2", "a is there twice"),
        ("-- name: a\n-- x\n", "a has no SQL"),
        ("-- name: A-b\n-- x\nselect 1", "not a name"),
        ("select 1", "no '-- name:' found"),
        ("-- name: a\n-- x\nset role none", "leave state"),
        ("-- name: a\n-- x\nselect pg_advisory_lock(1)", "leave state"),
        ("-- name: a\n-- x\nselect pg_notify('a', 'b')", "leave state"),
    ],
)
def test_refuses_at_import_what_breaks_the_rules(text: str, complaint: str) -> None:
    with pytest.raises(QueryFileError, match=complaint):
        parse("room", text)


@pytest.mark.parametrize(
    "sql",
    ["set local lock_timeout = '1s'", "update a set b = 1", "select pg_advisory_xact_lock($1)"],
)
def test_allows_what_ends_with_the_transaction(sql: str) -> None:
    assert parse("room", f"-- name: a\n-- x\n{sql}")["a"].sql == sql


def test_needs_to_know_where() -> None:
    with pytest.raises(QueryFileError, match="__package__"):
        queries(None)
