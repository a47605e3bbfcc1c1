"""The SQL check: every query of every room, prepared against the migrated schema, compared with its function."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import hilft
from hilft.db import Connection, queries
from hilft.db.check import compare, prepare_all

_SOURCE = Path(hilft.__file__).parent
ROOMS = sorted(
    ".".join(("hilft", *file.parent.relative_to(_SOURCE).parts)) for file in _SOURCE.rglob("queries.sql")
)


@pytest.mark.anyio
@pytest.mark.parametrize("room", ROOMS)
async def test_every_query_is_what_its_function_says(room: str, conn: Connection) -> None:
    found = queries(room).described()
    wrong = await prepare_all(conn, found)
    functions = _functions_of(room)
    for query in found:
        if query.fragment or any(f": {query.name}: " in line for line in wrong):
            continue
        if query.name not in functions:
            wrong.append(f"{room}: {query.name}: no function of this name in its store")
            continue
        prepared = await conn.prepare(query.sql)
        wrong += [
            f"{room}: {query.name}: {line}"
            for line in compare(functions[query.name], prepared.get_parameters(), prepared.get_attributes())
        ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_rooms_were_found() -> None:
    assert {"hilft.timeline", "hilft.jobs"} <= set(ROOMS)


def _functions_of(room: str) -> dict[str, Callable[..., Any]]:
    """Look in the store (a module, or a folder of modules) and nowhere else."""
    store = importlib.import_module(f"{room}.store")
    modules = [store, *(_below(store) if hasattr(store, "__path__") else [])]
    return {
        name: function
        for module in modules
        for name, function in inspect.getmembers(module, callable)
        if getattr(function, "__module__", "").startswith(store.__name__)
    }


def _below(package: ModuleType) -> list[ModuleType]:
    names = [info.name for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [importlib.import_module(name) for name in names]
