"""The size alarm: modules and functions that grow, before they become rooms nobody wants to enter.

A module over 300 lines or a function over 40 warns; 500 and 60 fail (tests/checks/test_sizes.py).
"""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE_WARNS, MODULE_FAILS = 300, 500
FUNCTION_WARNS, FUNCTION_FAILS = 40, 60


@dataclass(frozen=True, slots=True)
class Size:
    place: str
    lines: int
    warns: int
    fails: int


def committed(*patterns: str, root: Path = ROOT) -> list[Path]:
    """List the files that are, or would be, committed; ``patterns`` are git pathspecs."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return sorted(path for name in set(listed.split("\0")) if name and (path := root / name).is_file())


def measure(source: str, place: str) -> Iterator[Size]:
    """Give the size of one module and of each function in it, in lines as written."""
    yield Size(place, len(source.splitlines()), MODULE_WARNS, MODULE_FAILS)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Size(f"{place}:{node.lineno} {node.name}()", lines, FUNCTION_WARNS, FUNCTION_FAILS)


def measure_all() -> list[Size]:
    return [
        size
        for path in committed("*.py")
        for size in measure(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    ]


def main() -> None:
    large = [size for size in measure_all() if size.lines > size.warns]
    if large:
        print(f"Size alarm: {len(large)} above the first mark (lines, mark, limit)")
    for size in sorted(large, key=lambda size: -size.lines / size.fails):
        print(f"  {size.lines:5} {size.warns:4} {size.fails:4}  {size.place}")


if __name__ == "__main__":
    main()
