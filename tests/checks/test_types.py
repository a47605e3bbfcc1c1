"""mypy, strict, over everything written in Python."""

import subprocess

from tools.install import BIN
from tools.sizes import ROOT, committed


def test_mypy_is_content() -> None:
    looked_at = sorted({path.relative_to(ROOT).parts[0] for path in committed("*.py")})
    done = subprocess.run([BIN / "mypy", *looked_at], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
