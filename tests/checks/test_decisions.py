"""A decision that bears weight is one page, numbered, and names the check that enforces it."""

import re

import pytest

from tools.sizes import ROOT, committed

RECORDS = committed("docs/decisions/[0-9]*.md")
ONE_PAGE = 60


def faults(text: str) -> list[str]:
    """Give what is wrong with one record; paths of checks are looked up in this checkout."""
    closing = re.search(r"^Enforced by: (.+)\Z", text.strip(), flags=re.MULTILINE | re.DOTALL)
    if closing is None:
        return ["does not end with 'Enforced by: …'"]
    paths = re.findall(r"[\w./-]+\.(?:py|toml)|\.importlinter", closing[1])
    missing = [f"names {path}, which is not there" for path in paths if not (ROOT / path).is_file()]
    too_long = ["is longer than a page"] if len(text.splitlines()) > ONE_PAGE else []
    return missing + too_long + ([] if paths else ["names no check"])


def test_records_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_names_its_check(path: object) -> None:
    record = next(known for known in RECORDS if known == path)
    assert not faults(record.read_text(encoding="utf-8"))


def test_a_record_without_a_check_is_seen() -> None:
    assert faults("# 9. Hope\n\nWe hope.\n")
    assert faults("# 9. Hope\n\nEnforced by: tests/checks/test_hope.py\n")
