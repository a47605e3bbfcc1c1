"""What a difference between row, file and place means; and what a file system lets a copy carry along."""

import dataclasses
import os
import shutil
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hilft.seal.file import read_seal, write_seal
from hilft.seal.model import (
    COPIED,
    FOREIGN,
    NO_SEAL,
    OTHER_MACHINE,
    RESTORED,
    SET_BACK,
    Installation,
    Mark,
    Place,
    sign_of_a_copy,
)
from hilft.seal.place import birth, place_of
from hilft.seal.problems import SealUnwritable

ID = uuid.UUID(int=7)
KNOWN = Installation(ID, "4711:5", 8, datetime(2026, 11, 23, tzinfo=UTC), None, "")
HERE = Place(inode=12, born=99, path="/srv/hilft/seal.json", machine="m", hardware="h")
MARK = Mark(ID, 8, HERE)


def moved(**other: int | str) -> Place:
    return dataclasses.replace(HERE, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mark", "here"),
    [
        (MARK, HERE),
        (MARK, moved(path="/elsewhere/seal.json")),
        (dataclasses.replace(MARK, renewals=7), HERE),
        (MARK, moved(machine="")),
        (MARK, moved(hardware="")),
        (MARK, moved(born=0)),
        (None, None),
    ],
    ids=["restart", "moved", "killed before the file", "container", "not root", "no birth", "own database"],
)
def test_at_home(mark: Mark | None, here: Place | None) -> None:
    assert sign_of_a_copy(KNOWN, "4711:5", mark, here) == ""


@pytest.mark.parametrize(
    ("home", "mark", "here", "reason"),
    [
        ("4712:5", MARK, HERE, RESTORED),
        ("4711:6", None, None, RESTORED),
        ("4711:5", None, HERE, NO_SEAL),
        ("4711:5", dataclasses.replace(MARK, installation=uuid.UUID(int=8)), HERE, FOREIGN),
        ("4711:5", MARK, moved(inode=13), COPIED),
        ("4711:5", MARK, moved(born=100), COPIED),
        ("4711:5", MARK, moved(born=0, path="/elsewhere/seal.json"), COPIED),
        ("4711:5", dataclasses.replace(MARK, renewals=9), HERE, SET_BACK),
        ("4711:5", MARK, moved(machine="n"), OTHER_MACHINE),
        ("4711:5", MARK, moved(hardware="i"), OTHER_MACHINE),
    ],
)
def test_a_copy(home: str, mark: Mark | None, here: Place | None, reason: str) -> None:
    assert sign_of_a_copy(KNOWN, home, mark, here) == reason


def test_a_copied_file_is_another_and_a_moved_one_the_same(tmp_path: Path) -> None:
    before = tmp_path / "before"
    write_seal(before, ID, 3)
    mark, here = read_seal(before)
    assert mark is not None
    assert (mark.installation, mark.renewals, mark.place) == (ID, 3, here)
    assert (before / "seal.json").stat().st_mode & 0o777 == 0o600
    assert os.listdir(before) == ["seal.json"]  # noqa: PTH208
    shutil.copytree(before, tmp_path / "copy", copy_function=shutil.copy2)
    _, there = read_seal(tmp_path / "copy")
    assert (there.inode, there.born) != (here.inode, here.born)
    before.rename(tmp_path / "after")
    _, after = read_seal(tmp_path / "after")
    assert (after.inode, after.born) == (here.inode, here.born)


def test_birth_cannot_be_set(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    opened = os.open(file, os.O_RDONLY)
    born = birth(opened)
    os.utime(file, (0, 0))
    file.chmod(0o600)
    assert birth(opened) == born
    os.close(opened)
    assert born == 0 or abs(born - file.stat().st_ctime_ns) < 5_000_000_000


def test_in_a_container_the_volume_is_the_home(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with file.open() as opened:
        contained = place_of(opened.fileno(), file, {"container": "podman"})
    assert (contained.machine, contained.hardware) == ("", "")
    assert contained.inode == file.stat().st_ino


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"installation": "x"}', "\x00"])
def test_half_a_seal_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "seal.json").write_text(text)
    mark, here = read_seal(tmp_path)
    assert mark is None
    assert here.inode == 0


def test_a_seal_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SealUnwritable, match="cannot be written"):
        write_seal(tmp_path / "file", ID, 1)
