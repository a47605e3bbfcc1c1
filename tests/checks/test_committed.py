"""What is committed names no machine and no registry: it must work, and read the same, everywhere."""

import re

import pytest

from tools.sizes import ROOT, committed

# Written in pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(
        (
            r"registry\.npm" + r"js\.org",
            r"files\.python" + r"hosted\.org",
            r"pypi\." + r"org/simple",
            r"--(?:extra-)?index" + r"-url[ =]",
            r"(?<![\w.~-])/(?:root|work|opt/wheels)/" + r"[\w.]",
            r"(?<![\w.~-])/home/" + r"\w",
            r"(?<![\w.~-])/Users/" + r"\w",
        )
    )
)


def faults(text: str) -> list[str]:
    return [
        f"{number}: {line.strip()[:120]}"
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN.search(line)
    ]


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{fault}"
        for path in committed()
        if b"\0" not in (content := path.read_bytes())
        for fault in faults(content.decode("utf-8", "replace"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        '"resolved": "https://registry.npm' + 'js.org/htmx.org"',
        "--index" + "-url https://pypi.example/simple",
        'DATA = "/root' + '/hilft"',
    ],
)
def test_a_registry_or_a_path_is_seen(line: str) -> None:
    assert faults(line)


def test_an_address_on_the_web_is_no_path() -> None:
    assert not faults("see https://example.org/work/plan and ./work/x")
