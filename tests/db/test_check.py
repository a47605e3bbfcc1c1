"""The SQL check finds what it is there to find: each difference as one line."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import pytest

from hilft.db import Connection
from hilft.db.check import compare, fits, prepare_all
from hilft.db.queries import Query
from hilft.ids import AgentId, BrandId

pytestmark = pytest.mark.anyio
_SQL = "select id, name, created_at from brands where id = $1 and name = $2"


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Brand:
    id: BrandId
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Odd:
    id: int
    name: str
    city: str


async def fine(conn: Connection, brand_id: BrandId, name: str) -> Brand | None: ...


async def several(conn: Connection, brand_id: BrandId, name: str) -> list[Brand]:
    raise NotImplementedError


async def wrong_parameter(conn: Connection, brand_id: BrandId, name: int) -> Brand | None: ...


async def too_few(conn: Connection, brand_id: BrandId) -> Brand | None: ...


async def wrong_row(conn: Connection, brand_id: BrandId, name: str) -> Odd | None: ...


async def one_value(conn: Connection, brand_id: BrandId, name: str) -> str:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (fine, set()),
        (several, set()),
        (wrong_parameter, {"$2 is text, name is int"}),
        (too_few, {"takes 1 values, its query 2"}),
        (one_value, {"promises one value, its query answers 3 columns"}),
        (
            wrong_row,
            {
                "column created_at is not in Odd",
                "Odd.city is not among the columns",
                "column id is uuid, Odd.id is int",
            },
        ),
    ],
)
async def test_each_difference_is_one_line(
    conn: Connection, function: Callable[..., Any], expected: set[str]
) -> None:
    prepared = await conn.prepare(_SQL)
    assert set(compare(function, prepared.get_parameters(), prepared.get_attributes())) == expected


@pytest.mark.parametrize(
    ("hint", "found", "expected"),
    [
        (AgentId | None, "uuid", True),
        (AgentId, "text", False),
        (list[BrandId], "uuid[]", True),
        (list[str], "uuid[]", False),
        (list[str], "text", False),
        (list[Any], "jsonb", True),
        (dict[str, Any], "jsonb", True),
        (dict[str, Any], "text", False),
        (Colour, "text", True),
        (Colour, "int4", False),
        (Literal["in", "out"], "text", True),
        (bool, "int4", False),
        (int, "numeric", False),
        (datetime, "timestamp", False),
        (bytes, "bytea", True),
        (uuid.UUID, "uuid", True),
        (Any, "whatever", True),
    ],
)
def test_which_types_fit(hint: object, found: str, *, expected: bool) -> None:
    assert fits(hint, found) is expected


async def test_boot_names_the_query_that_cannot_be_prepared(conn: Connection) -> None:
    found = [
        Query("rooms", "good", "x", "select 1"),
        Query("rooms", "bad", "x", "select nothing from nowhere"),
        Query("rooms", "piece", "x", "and nothing = $1", fragment=True),
    ]
    (line,) = await prepare_all(conn, found)
    assert line.startswith("rooms: bad: relation")
