"""Checks requests and answers by the published lexicons (https://atproto.com/specs/lexicon), as far as these use it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import regex

Schema = Mapping[str, Any]
_CLUSTER = regex.compile(r"\X")
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "params": dict,
}  # fmt: skip


class Lexicons:
    """All files below a folder, by their ids."""

    def __init__(self, folder: Path) -> None:
        self._defs: dict[str, Schema] = {}
        for path in folder.rglob("*.json"):
            document = json.loads(path.read_text())
            for name, schema in document.get("defs", {}).items():
                self._defs[f"{document['id']}#{name}"] = schema

    def faults(self, name: str, where: str, value: object) -> list[str]:
        """Say what is wrong with a value. ``where``: parameters, input, output or record of the method ``name``."""
        main = self._defs[f"{name}#main"]
        if where == "record":
            schema = main["record"]
        elif where == "parameters":
            schema = main.get("parameters", {"type": "params", "properties": {}})
        else:
            schema = main[where]["schema"]
        return list(self._faults(schema, value, name, where))

    def definition(self, name: str, value: object) -> list[str]:
        """Say what is wrong with a value of the definition ``app.bsky.…#name``."""
        return list(self._faults(self._defs[name], value, name.partition("#")[0], name))

    def _faults(self, schema: Schema, value: object, home: str, at: str) -> Iterator[str]:
        kind = schema["type"]
        if kind == "ref":
            yield from self._reference(schema["ref"], value, home, at)
        elif kind == "union":
            yield from self._union(schema, value, home, at)
        elif kind in _KINDS and (
            not isinstance(value, _KINDS[kind]) or (kind == "integer" and isinstance(value, bool))
        ):
            yield f"{at}: {value!r} is no {kind}"
        elif isinstance(value, str) and kind == "string":
            yield from _string(schema, value, at)
        elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get(
            "maximum", value
        ):
            yield f"{at}: {value} is out of range"
        elif isinstance(value, list):
            if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
                yield f"{at}: {len(value)} of them"
            for number, each in enumerate(value):
                yield from self._faults(schema["items"], each, home, f"{at}[{number}]")
        elif isinstance(value, dict) and kind in {"object", "params"}:
            yield from self._object(schema, value, home, at)

    def _object(self, schema: Schema, value: Mapping[str, Any], home: str, at: str) -> Iterator[str]:
        yield from (f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value)
        known = schema.get("properties", {})
        for name, each in value.items():
            if name in known and not (each is None and name in schema.get("nullable", [])):
                yield from self._faults(known[name], each, home, f"{at}.{name}")
            elif name not in known and name != "$type":
                yield f"{at}.{name} is not known"

    def _union(self, schema: Schema, value: object, home: str, at: str) -> Iterator[str]:
        told = value.get("$type") if isinstance(value, dict) else None
        if not isinstance(told, str):
            yield f"{at} does not say what it is"
            return
        full = [self._full(each, home) for each in schema["refs"]]
        if self._full(told, home) in full:
            yield from self._reference(told, value, home, at)
        elif schema.get("closed"):
            yield f"{at}: {told} is none of {full}"

    def _reference(self, name: str, value: object, home: str, at: str) -> Iterator[str]:
        full = self._full(name, home)
        if full in self._defs:  # embeds and labels are not among the files
            found = self._defs[full]
            yield from self._faults(found.get("record", found), value, full.partition("#")[0], at)

    def _full(self, name: str, home: str) -> str:
        return f"{home}{name}" if name.startswith("#") else name if "#" in name else f"{name}#main"


def _string(schema: Schema, value: str, at: str) -> Iterator[str]:
    if len(value.encode()) > schema.get("maxLength", 10**9):
        yield f"{at}: too many bytes"
    if len(_CLUSTER.findall(value)) > schema.get("maxGraphemes", 10**9):
        yield f"{at}: too many graphemes"
    wanted = {"did": "did:", "at-uri": "at://"}.get(schema.get("format", ""), "")
    if not value.startswith(wanted):
        yield f"{at}: {value!r} is no {schema['format']}"
    if schema.get("format") == "datetime":
        try:
            datetime.fromisoformat(value)
        except ValueError:
            yield f"{at}: {value!r} is no time"
