"""The built wheel holds everything the program reads at run time, and nothing of the checkout besides."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.sizes import ROOT, committed
from tools.vendor import copies


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def below_source(paths: list[Path]) -> set[str]:
    return {str(path.relative_to(ROOT / "src")) for path in paths}


def test_code_templates_queries_migrations_and_catalogues_are_in_it(contents: set[str]) -> None:
    assert not below_source(committed("src/hilft")) - contents


def test_front_end_packages_are_in_it(contents: set[str]) -> None:
    assert not below_source(list(copies().values())) - contents


def test_nothing_else_is_in_it(contents: set[str]) -> None:
    known = below_source([*committed("src/hilft"), *copies().values()])
    assert not {name for name in contents - known if ".dist-info/" not in name}
