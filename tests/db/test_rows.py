"""Rows become dataclasses by column name, enumerations included."""

from dataclasses import dataclass
from enum import StrEnum

import pytest

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value

pytestmark = pytest.mark.anyio


class State(StrEnum):
    OPEN = "open"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Cup:
    number: int
    state: State
    before: State | None


@dataclass(frozen=True, slots=True)
class Single:
    number: int


async def test_columns_find_their_fields_in_any_order(conn: Connection) -> None:
    wanted = Cup(7, State.OPEN, None)
    for sql in (
        "select 7 as number, 'open' as state, null::text as before",
        "select null::text as before, 'open' as state, 7 as number",
    ):
        row = await fetch_one(conn, sql, Cup)
        assert row == wanted
        assert row.state is State.OPEN
    assert await fetch_one(conn, "select 5 as number", Single) == Single(5)


async def test_nothing_found(conn: Connection) -> None:
    assert await fetch_one(conn, "select 1 as number where false", Single) is None
    assert await fetch_all(conn, "select 1 as number where false", Single) == []
    nothing: int | None = await fetch_value(conn, "select 1 where false")
    assert nothing is None


async def test_many_rows_and_plain_values(conn: Connection) -> None:
    sql = "select n as number from generate_series(1, $1::int) n"
    assert await fetch_all(conn, sql, Single, 3) == [Single(1), Single(2), Single(3)]
    assert await fetch_all(conn, sql, int, 3) == [1, 2, 3]
    value: int = await fetch_value(conn, "select $1::int + 1", 4)
    assert value == 5


async def test_a_row_that_does_not_fit_names_the_difference(conn: Connection) -> None:
    with pytest.raises(
        TypeError, match=r"Single: not in the query \['number'\], not in the row \['amount'\]"
    ):
        await fetch_one(conn, "select 1 as amount", Single)


async def test_execute_counts_rows(conn: Connection) -> None:
    assert await execute(conn, "create table cups (n int)") == 0
    assert await execute(conn, "insert into cups select generate_series(1, 4)") == 4
    assert await execute(conn, "delete from cups where n > $1", 2) == 2
