"""Every thing has a room: no attics, no imports hidden inside functions."""

import ast
from pathlib import Path

import pytest

from tests.checks.source import python_files
from tools.sizes import ROOT, committed

ATTICS = {
    "utils",
    "util",
    "common",
    "helpers",
    "helper",
    "core",
    "manager",
    "managers",
    "services",
    "models",
    "schemas",
}


def attics(paths: list[Path]) -> list[str]:
    """Give the paths in which a folder or a module has a name that says nothing."""
    return [str(path) for path in paths if ATTICS & {*path.parent.parts, path.stem}]


def hidden_imports(source: str) -> list[int]:
    """Give the lines of imports inside functions, by statement or by ``import_module``."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sorted(
        {
            inner.lineno
            for function in functions
            for inner in ast.walk(function)
            if isinstance(inner, ast.Import | ast.ImportFrom)
            or (
                isinstance(inner, ast.Call)
                and ast.unparse(inner.func).endswith(("import_module", "__import__"))
            )
        }
    )


def test_nothing_is_called_like_an_attic() -> None:
    assert not attics([path.relative_to(ROOT) for path in committed("*.py")])


def test_no_import_hides_inside_a_function() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_files()
        for line in hidden_imports(path.read_text())
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", ["src/hilft/utils.py", "src/hilft/cases/helpers/text.py", "tests/common/x.py"]
)
def test_an_attic_is_seen(path: str) -> None:
    assert attics([Path(path)])


def test_a_hidden_import_is_seen() -> None:
    assert hidden_imports("import os\ndef f():\n    import re\n    import_module('x')\n") == [3, 4]
