"""Documentation that lies fails the build: commands, settings, channels, make targets, links."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import fields

import click
import pytest

from hilft.settings import Settings
from tests.checks.source import HOUSE
from tools.sizes import ROOT, committed

DOCS = ROOT / "docs"
TARGETS = set(
    re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
)
PAGES = committed("*.md")
CHANNELS = sorted(path.parent.name for path in (HOUSE / "channels").glob("*/channel.toml"))


def commands(command: click.Command, name: str = "hilft") -> Iterator[str]:
    """Give the full name of a command and of everything below it; groups are named by their commands."""
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from commands(below, f"{name} {word}")
    else:
        yield name


def variables(command: click.Command) -> Iterator[str]:
    """Give the variables that may stand for an option, so that secrets stay out of the process list."""
    for one in command.params:
        if isinstance(one.envvar, str):
            yield one.envvar
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from variables(below)


def missing_targets(text: str) -> set[str]:
    """Give the ``make`` targets that a text names in code and the Makefile does not have."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(
        r"^(?:    |\$ )?(make .*)$", text, flags=re.MULTILINE
    )
    named = {target for piece in code for target in re.findall(r"^make ([a-z][a-z-]*)", piece)}
    return named - TARGETS


def broken_links(text: str) -> list[str]:
    """Give the relative links of a page, to be tried from its folder."""
    return [
        link.split("#")[0]
        for link in re.findall(r"\]\(([^)\s]+)\)", text)
        if not re.match(r"[a-z]+:|#|/", link)
    ]


def test_every_command_is_documented() -> None:
    main = importlib.import_module("hilft.cli").main
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    missing = [name for name in commands(main) if not re.search(rf"{re.escape(name)}\b", text)]
    assert not missing, f"docs/cli.md does not name {missing}"


def test_every_setting_is_documented() -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    missing = [name for field in fields(Settings) if (name := f"HILFT_{field.name.upper()}") not in text]
    assert not missing, f"docs/settings.md does not name {missing}"


def test_no_documented_setting_is_invented() -> None:
    known = {f"HILFT_{field.name.upper()}" for field in fields(Settings)} | {
        "HILFT_REQUIRE_ALL",
        "HILFT_FAILPOINT",
        "HILFT_PROVE",
        "HILFT_PROVE_KILLS",
    }
    known |= set(variables(importlib.import_module("hilft.cli").main))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"\bHILFT_[A-Z_]+[A-Z]\b", page.read_text(encoding="utf-8"))
    }
    assert not named - known


@pytest.mark.parametrize("kind", CHANNELS)
def test_every_channel_is_documented(kind: str) -> None:
    overview = DOCS / "channels.md"
    linked = overview.is_file() and f"channels/{kind}/README.md" in overview.read_text(encoding="utf-8")
    assert linked or (DOCS / "channels" / f"{kind}.md").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_every_target_is_there(page: object) -> None:
    path = next(known for known in PAGES if known == page)
    text = path.read_text(encoding="utf-8")
    assert not missing_targets(text)
    assert not [link for link in broken_links(text) if not (path.parent / link).exists()]


def test_lies_are_seen() -> None:
    assert missing_targets("Run `make coffee`.\n\nmake tea\n    make setup\n") == {"coffee", "tea"}
    assert broken_links("[a](no/such.md#x) [b](https://example.org) [c](#here)") == ["no/such.md"]
    group = click.Group(
        "hilft", commands={"agent": click.Group("agent", commands={"add": click.Command("add")})}
    )
    assert list(commands(group)) == ["hilft agent add"]
