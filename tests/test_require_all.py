"""HILFT_REQUIRE_ALL=1 turns a skip into a failure, however the test skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_CONFTEST = "from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport\n"
_WAYS = {
    "inside": "import pytest\ndef test_a():\n    pytest.skip('not here')\n",
    "marked": "import pytest\n@pytest.mark.skip(reason='not here')\ndef test_a(): pass\n",
    "module": "import pytest\npytest.skip('not here', allow_module_level=True)\n",
}


@pytest.mark.parametrize("way", _WAYS)
@pytest.mark.parametrize(("required", "code"), [("1", (1, 2)), ("0", (0, 5))])
def test_a_skip_counts_as_it_should(tmp_path: Path, way: str, required: str, code: tuple[int, int]) -> None:
    (tmp_path / "conftest.py").write_text(_CONFTEST)
    (tmp_path / "test_it.py").write_text(_WAYS[way])
    done = subprocess.run(  # noqa: S603 - our own program
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(tmp_path),
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HILFT_REQUIRE_ALL": required, "PYTHONPATH": str(_ROOT)},
    )
    assert done.returncode in code, done.stdout
    assert ("skipped although HILFT_REQUIRE_ALL=1" in done.stdout) is (required == "1")
