"""ruff finds nothing, and has nothing to format."""

import subprocess

import pytest

from tools.install import BIN
from tools.sizes import ROOT


@pytest.mark.parametrize("command", [["check", "--no-fix", "--output-format=concise"], ["format", "--check"]])
def test_ruff_is_content(command: list[str]) -> None:
    done = subprocess.run(
        [BIN / "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
