"""The SQL check: what PostgreSQL says of a prepared query against what its function is annotated with.

Convention: ``async def find_case(conn, brand_id: BrandId, code: str) -> CaseRow | None`` runs ``SQL["find_case"]``;
the parameters after ``conn`` are $1, $2, …; a dataclass among them stands for its fields in order. The result is a
dataclass (its fields are the columns by name), a plain type (one column), None, or a list of these.
"""

import inspect
import types
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import asyncpg
from asyncpg import Attribute, Type

from hilft.db.pool import Connection
from hilft.db.queries import Query, all_queries

_FITS: dict[type, frozenset[str]] = {
    str: frozenset({"text", "varchar", "bpchar", "name"}),
    bool: frozenset({"bool"}),
    int: frozenset({"int2", "int4", "int8"}),
    float: frozenset({"float4", "float8"}),
    Decimal: frozenset({"numeric"}),
    bytes: frozenset({"bytea"}),
    UUID: frozenset({"uuid"}),
    datetime: frozenset({"timestamptz"}),
    date: frozenset({"date"}),
    time: frozenset({"time"}),
    timedelta: frozenset({"interval"}),
    dict: frozenset({"json", "jsonb"}),
    list: frozenset({"json", "jsonb"}),
}
_JSON = frozenset({"json", "jsonb"})
_SEVERAL = (list, tuple, set, frozenset, Sequence, Collection)
_LISTS_OF_ROWS = (list, Sequence, AsyncIterator)


async def prepare_all(conn: Connection, found: Sequence[Query] | None = None) -> list[str]:
    """Prepare every loaded query, give one line for each that PostgreSQL refuses (at boot: none, or do not start)."""
    wrong = []
    for query in all_queries() if found is None else found:
        if not query.fragment:
            try:
                await conn.prepare(query.sql)
            except asyncpg.PostgresError as error:
                wrong.append(f"{query.room}: {query.name}: {error}")
    return wrong


def compare(
    function: Callable[..., Any], parameters: Sequence[Type], columns: Sequence[Attribute]
) -> Iterator[str]:
    """Give one line for each difference between a function's annotations and its prepared query."""
    hints = get_type_hints(function)
    names = list(inspect.signature(function).parameters)[1:]
    given = [field for name in names for field in _spread(name, hints.get(name, Any))]
    if len(given) != len(parameters):
        yield f"takes {len(given)} values, its query {len(parameters)}"
    for number, ((name, hint), found) in enumerate(zip(given, parameters, strict=False), start=1):
        if not fits(hint, found.name):
            yield f"${number} is {found.name}, {name} is {_shown(hint)}"
    answered = {column.name: column.type.name for column in columns if column.type.name != "void"}
    yield from _compare_result(hints.get("return", Any), answered)


def fits(hint: Any, found: str) -> bool:  # noqa: ANN401, PLR0911 - an annotation is anything; one line a kind
    """Whether a value of PostgreSQL's type ``found`` (``text``, ``uuid[]``, …) is what ``hint`` says."""
    hint = _plain(hint)
    if hint in {Any, object}:
        return True
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return any(fits(one, found) for one in inner if one is not type(None))
    if origin is Literal:
        return all(fits(type(value), found) for value in inner)
    if origin in _SEVERAL:
        return found in _JSON or (found.endswith("[]") and fits(inner[0], found[:-2]))
    if origin in {dict, Mapping} or is_dataclass(hint):
        return found in _JSON
    if isinstance(hint, type) and issubclass(hint, Enum):
        return fits(int if issubclass(hint, int) else str, found)
    return found in _FITS.get(hint, frozenset())


def _compare_result(hint: Any, answered: Mapping[str, str]) -> Iterator[str]:  # noqa: ANN401
    hint = _without_none(_plain(hint))
    if get_origin(hint) in _LISTS_OF_ROWS and not (
        len(answered) == 1 and fits(hint, next(iter(answered.values())))
    ):
        hint = _without_none(_plain(get_args(hint)[0]))
    if hint is type(None):
        return
    if is_dataclass(hint) and isinstance(hint, type):
        yield from _compare_row(hint, answered)
    elif not answered:
        if hint not in {int, bool, Any}:
            yield f"promises {_shown(hint)}, its query answers nothing"
    elif hint in _FITS or get_origin(hint) in {Literal, *_SEVERAL} or _is_enum(hint):
        found = next(iter(answered.values()))
        if len(answered) != 1:
            yield f"promises one value, its query answers {len(answered)} columns"
        elif not fits(hint, found):
            yield f"answers {found}, promises {_shown(hint)}"


def _compare_row(row: type, answered: Mapping[str, str]) -> Iterator[str]:
    hints = get_type_hints(row)
    wanted = {field.name: hints[field.name] for field in fields(row) if field.init}
    for name in wanted.keys() - answered.keys():
        yield f"{row.__name__}.{name} is not among the columns"
    for name in answered.keys() - wanted.keys():
        yield f"column {name} is not in {row.__name__}"
    for name in wanted.keys() & answered.keys():
        if not fits(wanted[name], answered[name]):
            yield f"column {name} is {answered[name]}, {row.__name__}.{name} is {_shown(wanted[name])}"


def _spread(name: str, hint: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return [(f"{name}.{field.name}", hints[field.name]) for field in fields(hint)]
    return [(name, hint)]


def _plain(hint: Any) -> Any:  # noqa: ANN401
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def _without_none(hint: Any) -> Any:  # noqa: ANN401
    if get_origin(hint) not in {Union, types.UnionType}:
        return hint
    rest = [one for one in get_args(hint) if one is not type(None)]
    return _plain(rest[0]) if len(rest) == 1 else hint


def _is_enum(hint: Any) -> bool:  # noqa: ANN401
    return isinstance(hint, type) and issubclass(hint, Enum)


def _shown(hint: Any) -> str:  # noqa: ANN401
    return getattr(hint, "__name__", None) or str(hint)
