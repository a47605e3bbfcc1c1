"""Lock files hold names, versions and hashes, and lock everything that is asked for."""

import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.checks.source import imports_of, python_files
from tools.sizes import ROOT, committed

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN: list[str] = PROJECT["project"]["dependencies"]
DEV: list[str] = PROJECT["dependency-groups"]["dev"]
LEARNING = {"numpy", "scipy", "sklearn"}
"What scikit-learn brings: installed by ``make learn`` alone."
HOUSE_NAMES = {"hilft", "tests", "tools", "benchmarks"}
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^\s;]+)(?: ;[^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(name: str) -> dict[str, str]:
    """Read a lock file; any line that is neither a pin nor a hash nor a comment is an error."""
    found: dict[str, str] = {}
    for line in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        pin = PIN.match(line)
        assert pin or HASH.match(line) or line.startswith("#"), f"{name}.txt: {line}"
        if pin:
            found[pin["name"]] = pin["version"]
    return found


def named(requirements: list[str]) -> set[str]:
    return {
        re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]).lower()  # PEP 503
        for text in requirements
    }


def undeclared(modules: set[str], declared: set[str]) -> set[str]:
    """Give the packages outside the standard library that are imported and not asked for."""
    known = packages_distributions()
    foreign = {module.split(".")[0] for module in modules} - set(sys.stdlib_module_names) - HOUSE_NAMES
    return {module for module in foreign if not named(known.get(module, [module])) & declared}


def test_what_runs_asks_for_what_it_imports() -> None:
    imported = {found.module for path in python_files() for found in imports_of(path)}
    assert not undeclared(imported, named(RUN))


def test_tests_and_tools_ask_for_what_they_import() -> None:
    files = [path for path in committed("*.py") if path not in python_files()]
    imported = {found.module for path in files for found in imports_of(path, ROOT)}
    assert not {
        module for module in undeclared(imported, named(RUN + DEV)) if module.split(".")[0] not in LEARNING
    }


def test_an_undeclared_import_is_seen() -> None:
    assert undeclared({"mypy.api", "os.path", "hilft.ids"}, {"httpx"}) == {"mypy"}


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run", RUN),
        ("dev", RUN + DEV),
        ("learning", PROJECT["dependency-groups"]["learning"]),
        ("node", PROJECT["dependency-groups"]["node"]),
    ],
)
def test_everything_asked_for_is_locked(lock: str, wanted: list[str]) -> None:
    assert not named(wanted) - set(pins(lock)), "run `make lock`"


def test_development_runs_what_operators_run() -> None:
    run, dev = pins("run"), pins("dev")
    assert {name: dev.get(name) for name in run} == run
    assert pins("uv").items() <= dev.items()


@pytest.mark.parametrize("folder", [".", "tests/channels/bluesky/network"])
def test_packages_of_npm_are_locked_by_hash_alone(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))
    packages = {name.removeprefix("node_modules/"): entry for name, entry in lock["packages"].items() if name}
    asked = [
        name
        for kind in ("dependencies", "devDependencies", "optionalDependencies")
        for name in wanted.get(kind, {})
    ]
    assert packages.keys() >= set(asked)
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
