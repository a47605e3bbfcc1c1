"""What a channel's folder must hold, as findings: an empty list means it is complete."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from hilft.channels.contract import Manifest, Visibility
from hilft.channels.testing.rules import RULES

_FILES = ("__init__.py", "channel.toml", "quality.toml", "settings.html", "icon.svg", "README.md")
_CONTRACT = "hilft.channels.contract"
_FEWEST_WORDS = 20
_GRADES = {"done", "todo", "exempt"}


def structure(folder: Path, manifest: Manifest) -> list[str]:
    """Look at one channel's folder. Reads files only; gives English findings for its author."""
    missing = [f"{name} is missing" for name in _FILES if not (folder / name).is_file()]
    if missing:
        return missing
    return [
        *_channel_file(folder, manifest),
        *_quality_file(folder),
        *_settings_form(folder, manifest),
        *_icon(folder),
        *_payloads(folder),
        *_imports(folder),
        *(
            ["README.md says nothing"]
            if len((folder / "README.md").read_text("utf-8").split()) < _FEWEST_WORDS
            else []
        ),
    ]


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _channel_file(folder: Path, manifest: Manifest) -> Iterator[str]:
    told = toml(folder / "channel.toml")
    for name in ("kind", "title"):
        if told.get(name) != getattr(manifest, name):
            yield f"channel.toml: {name} is not that of the manifest"
    if folder.name != manifest.kind:
        yield f"the folder is not called {manifest.kind}"
    fields = {each.name: each.secret for each in manifest.fields}
    if {name: each.get("secret") for name, each in told.get("fields", {}).items()} != fields:
        yield "channel.toml: the fields are not those of the manifest"
    words = told.get("visibility", [])
    if not words or any(each.get("class") not in set(Visibility) for each in words):
        yield "channel.toml: every visibility needs a word and a class, public or private"


def _quality_file(folder: Path) -> Iterator[str]:
    rules = toml(folder / "quality.toml").get("rules", {})
    for name in sorted(RULES.keys() ^ rules.keys()):
        yield f"quality.toml: {name} is {'not graded' if name in RULES else 'no rule'}"
    for name, graded in rules.items():
        if graded.get("status") not in _GRADES:
            yield f"quality.toml: {name} must be done, todo or exempt"
        elif graded["status"] != "done" and not str(graded.get("reason", "")).strip():
            yield f"quality.toml: {name} is {graded['status']} without a reason"


def _settings_form(folder: Path, manifest: Manifest) -> Iterator[str]:
    form = (folder / "settings.html").read_text("utf-8")
    inputs = re.findall(r"<(?:input|select|textarea)\b[^>]*>", form)
    named = {name: tag for tag in inputs if (name := _attribute(tag, "name"))}
    if named.keys() != {each.name for each in manifest.fields}:
        yield "settings.html: the fields are not those of the manifest"
    for field in manifest.fields:
        tag = named.get(field.name, "")
        if f'for="{_attribute(tag, "id")}"' not in form:
            yield f"settings.html: {field.name} has no label"
        if field.secret and (_attribute(tag, "type") != "password" or _attribute(tag, "value")):
            yield f"settings.html: {field.name} would show a secret"
        if f'_("{field.label}")' not in form:
            yield f"settings.html: the label of {field.name} is not the manifest's, or not translated"


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _icon(folder: Path) -> Iterator[str]:
    source = (folder / "icon.svg").read_text("utf-8")
    try:
        root = ET.fromstring(source)  # noqa: S314 - a file of the channel's own, read in its tests
    except ET.ParseError:
        yield "icon.svg is no SVG"
        return
    if not root.tag.endswith("svg") or "viewBox" not in root.attrib:
        yield "icon.svg needs a viewBox"
    if re.search(r"<script|\son\w+=|href=", source):
        yield "icon.svg may hold neither scripts nor references"


def _payloads(folder: Path) -> Iterator[str]:
    """Look for examples of what is delivered; a channel by hand gets nothing delivered."""
    if toml(folder / "channel.toml").get("by_hand") is True:
        return
    names = [path.name for path in (folder / "payloads").glob("*")]
    for kind in ("unknown-", "broken-"):
        if not any(name.startswith(kind) for name in names):
            yield f"payloads: there is none called {kind}…"
    if not any(not name.startswith(("unknown-", "broken-")) for name in names):
        yield "payloads: there is none that can be read"


def _imports(folder: Path) -> Iterator[str]:
    """Its own package, the contract, and everything that is not hilft."""
    own = f"hilft.channels.{folder.name}"
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for name in _imported(node):
                inside = name.split(".")[0] == "hilft"
                if inside and name not in {_CONTRACT, own} and not name.startswith(f"{own}."):
                    yield f"{path.name}:{getattr(node, 'lineno', 0)} imports {name}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level > 1:
        return ["hilft (by a relative import that leaves the folder)"]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module]
    return []
