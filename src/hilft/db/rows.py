"""Rows become dataclasses here, by column name; the SQL check has compared the types before."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from enum import Enum
from operator import itemgetter
from typing import Any, TypeVar, get_type_hints

from asyncpg import Record

from hilft.db.pool import Connection

Row = TypeVar("Row")
Value = TypeVar("Value")

_builders: dict[tuple[type[Any], tuple[str, ...]], Callable[[Record], Any]] = {}


async def fetch_one(conn: Connection, sql: str, row_type: type[Row], *args: object) -> Row | None:
    """Give the first row as ``row_type`` (a dataclass whose fields are the columns), None when there is none."""
    record = await conn.fetchrow(sql, *args)
    if record is None:
        return None
    build: Callable[[Record], Row] = _builder(row_type, tuple(record.keys()))
    return build(record)


async def fetch_all(conn: Connection, sql: str, row_type: type[Row], *args: object) -> list[Row]:
    """Give all rows as ``row_type``: a dataclass, or a plain type when the query has one column."""
    records = await conn.fetch(sql, *args)
    if not records:
        return []
    build: Callable[[Record], Row] = _builder(row_type, tuple(records[0].keys()))
    return [build(record) for record in records]


async def fetch_value(conn: Connection, sql: str, *args: object) -> Value:
    """Give the first column of the first row, None when there is no row.

    The type is the one the caller asks for, by its return or variable annotation; the SQL check compares it.
    """
    value: Value = await conn.fetchval(sql, *args)
    return value


async def execute(conn: Connection, sql: str, *args: object) -> int:
    """Run a statement, give the number of rows it touched."""
    status = await conn.execute(sql, *args)
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0


def _builder(row_type: type[Any], columns: tuple[str, ...]) -> Callable[[Record], Any]:
    key = (row_type, columns)
    if key not in _builders:
        _builders[key] = _make_builder(row_type, columns)
    return _builders[key]


def _make_builder(row_type: type[Any], columns: tuple[str, ...]) -> Callable[[Record], Any]:
    plan = row_plan(row_type)
    if not plan:
        return itemgetter(0)
    names = tuple(plan)
    if set(names) != set(columns):
        missing, surplus = set(names) - set(columns), set(columns) - set(names)
        raise TypeError(
            f"{row_type.__name__}: not in the query {sorted(missing)}, not in the row {sorted(surplus)}"
        )
    as_asked = names == columns
    pick: Callable[[Record], Sequence[Any]] = itemgetter(*names) if len(names) > 1 else lambda r: (r[0],)
    converted = [(position, enum) for position, enum in enumerate(plan.values()) if enum is not None]

    def build(record: Record) -> Any:  # noqa: ANN401 - a row_type
        values = record if as_asked else pick(record)
        if converted:
            values = list(values)
            for position, enum in converted:
                if values[position] is not None:
                    values[position] = enum(values[position])
        return row_type(*values)

    return build


def row_plan(row_type: type[Any]) -> dict[str, type[Enum] | None]:
    """Give the fields of a row type in order, each with the enumeration it has to become; empty for a plain type."""
    if not hasattr(row_type, "__dataclass_fields__"):
        return {}
    hints = get_type_hints(row_type)
    return {f.name: _enum_in(hints[f.name]) for f in fields(row_type) if f.init}


def _enum_in(hint: object) -> type[Enum] | None:
    candidates = [hint, *getattr(hint, "__args__", ())]
    return next((kind for kind in candidates if isinstance(kind, type) and issubclass(kind, Enum)), None)
