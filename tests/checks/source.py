"""What the checks look at: the files of the checkout and what their syntax trees say."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.sizes import ROOT, committed

SOURCE = ROOT / "src"
HOUSE = SOURCE / "hilft"


@dataclass(frozen=True, slots=True)
class Import:
    """``importer`` (dotted module) imports ``module`` in ``line``."""

    importer: str
    module: str
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.module}"


def python_files() -> list[Path]:
    return committed("src/hilft/*.py")


def dotted(path: Path, source: Path = SOURCE) -> str:
    """Give the module name of a file below ``source``."""
    parts = path.relative_to(source).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str, source: Path = SOURCE) -> bool:
    path = source.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def imports_of(path: Path, source: Path = SOURCE) -> Iterator[Import]:
    """Give every import of a file, relative ones resolved, ``from room import part`` told as ``room.part``."""
    importer = dotted(path, source)
    package = importer if path.name == "__init__.py" else importer.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(importer, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            for alias in node.names:
                part = f"{base}.{alias.name}"
                inside = is_module(part, source) and alias.name not in front_door(base, source)
                yield Import(importer, part if inside else base, node.lineno)


@cache
def front_door(package: str, source: Path = SOURCE) -> frozenset[str]:
    """Give the names a folder's ``__init__.py`` re-exports; one may be called like the module it comes from."""
    door = source.joinpath(*package.split("."), "__init__.py")
    if not door.is_file():
        return frozenset()
    return frozenset(
        alias.asname or alias.name
        for node in ast.parse(door.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    above = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*above, node.module] if node.module else above)


def strings_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the string constants of a tree with their lines, docstrings left out."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value
