"""Lock files hold names, versions and hashes, and lock everything that is asked for."""

import json
import re
import tomllib

import pytest

from tools.sizes import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
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
        re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0].lower().replace("_", "-") for text in requirements
    }


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run", PROJECT["project"]["dependencies"]),
        ("dev", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]),
        ("node", PROJECT["dependency-groups"]["node"]),
    ],
)
def test_everything_asked_for_is_locked(lock: str, wanted: list[str]) -> None:
    assert not named(wanted) - set(pins(lock)), "run `make lock`"


def test_development_runs_what_operators_run() -> None:
    run, dev = pins("run"), pins("dev")
    assert {name: dev.get(name) for name in run} == run
    assert pins("uv").items() <= dev.items()


def test_front_end_packages_are_locked_by_hash_alone() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = {name.removeprefix("node_modules/"): entry for name, entry in lock["packages"].items() if name}
    assert packages.keys() >= wanted["dependencies"].keys() | wanted["devDependencies"].keys()
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
