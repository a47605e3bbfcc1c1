"""A new channel's folder, complete enough for the structure checks and honest about what it cannot do."""

import keyword
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from hilft.channels.testing.rules import RULES

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_DONE = {"reads-purely", "keeps-the-unknown", "never-wider", "hides-secrets", "stays-outside", "never-cuts"}


def create(name: str, where: Path) -> list[Path]:
    """Make the folder ``where/name`` and give the files written, sorted.

    Raises ``ValueError`` for a name that is no lower-case Python name, ``FileExistsError`` when it is there.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is not a lower-case Python name")
    folder = where / name
    folder.mkdir(parents=True)
    words = {
        "name": name,
        "title": name.replace("_", " ").title(),
        "class_name": name.title().replace("_", ""),
        "package": f"hilft.channels.{name}",
    }
    written = [_fill(source, path, folder, words) for source, path in _blueprint()]
    quality = folder / "quality.toml"
    quality.write_text(_grades(), "utf-8")
    return sorted([*written, quality])


def _blueprint() -> list[tuple[Traversable, str]]:
    """Give every file of the blueprint with its path in the new folder; they end in .txt so that nothing runs them."""
    root = files("hilft.channels") / "blueprint"
    found: list[tuple[Traversable, str]] = []
    for part, prefix in ((root, ""), (root / "payloads", "payloads/")):
        found += [
            (each, prefix + each.name.removesuffix(".txt")) for each in part.iterdir() if each.is_file()
        ]
    return found


def _fill(source: Traversable, path: str, folder: Path, words: dict[str, str]) -> Path:
    target = folder / path
    target.parent.mkdir(exist_ok=True)
    target.write_text(Template(source.read_text("utf-8")).substitute(words), "utf-8")
    return target


def _grades() -> str:
    lines = ["# Each rule of the contract: done | todo | exempt. todo and exempt carry their reason."]
    for rule, meaning in RULES.items():
        lines += [f"\n[rules.{rule}]", f"# {meaning}"]
        lines += ['status = "done"'] if rule in _DONE else ['status = "todo"', 'reason = "not built yet"']
    return "\n".join(lines) + "\n"
