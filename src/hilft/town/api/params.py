"""What a client sent, in any of the ways that Rails reads: query, form, multipart, JSON; `a[]`, `a[b]`."""

import json
import re
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from hilft.town.trouble import Trouble

Tree = dict[str, Any]
_STEPS = re.compile(r"\[([^\[\]]*)\]")
_FALSE = frozenset({"", "0", "f", "false", "off", "no"})
MOST_BYTES = 2_000_000
MOST_DEPTH = 5


class Params:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def has(self, name: str) -> bool:
        return name in self.tree

    def text(self, name: str, default: str = "") -> str:
        value = self.tree.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, str | int | float) else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.maybe_flag(name)
        return default if value is None else value

    def maybe_flag(self, name: str) -> bool | None:
        value = self.tree.get(name)
        if value is None:
            return None
        return str(value).lower() not in _FALSE

    def many(self, name: str) -> list[str]:
        value = self.tree.get(name)
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [str(each) for each in value if isinstance(each, str | int)]
        return [] if value is None or value == "" else [str(value)]

    def inner(self, name: str) -> "Params":
        value = self.tree.get(name)
        return Params(value if isinstance(value, dict) else {})

    def rows(self, name: str) -> list["Params"]:
        """Objects in a list, or under the keys 0, 1, 2 of a form."""
        value = self.tree.get(name)
        rows = list(value.values()) if isinstance(value, dict) else value
        return [Params(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    def file(self, name: str) -> UploadFile | None:
        value = self.tree.get(name)
        return value if isinstance(value, UploadFile) else None


async def read_params(request: Request) -> Params:
    """Query and body in one; the body wins. Raises Trouble for a body that cannot be read."""
    tree = plant(request.query_params.multi_items())
    if request.method in {"GET", "HEAD"}:
        return Params(tree)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        tree |= await _json(request)
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        try:
            form = await request.form(max_part_size=MOST_BYTES)
        except MultiPartException as broken:
            raise Trouble(400, str(broken)) from broken
        tree |= plant(form.multi_items())
    return Params(tree)


def plant(pairs: Iterable[tuple[str, Any]]) -> Tree:
    """`a[b][]=1` as `{"a": {"b": ["1"]}}`."""
    tree: Tree = {}
    for key, value in pairs:
        head = key.partition("[")[0]
        _put(tree, [head, *_STEPS.findall(key)[:MOST_DEPTH]], value)
    return tree


def _put(tree: Tree, steps: list[str], value: object) -> None:
    first, rest = steps[0], steps[1:]
    if not rest:
        tree[first] = value
        return
    if rest[0]:
        child = tree.setdefault(first, {})
        if isinstance(child, dict):
            _put(child, rest, value)
        return
    children = tree.setdefault(first, [])
    if not isinstance(children, list):
        return
    if len(rest) == 1:
        children.append(value)
    else:
        if not children or not isinstance(children[-1], dict) or rest[1] in children[-1]:
            children.append({})
        _put(children[-1], rest[1:], value)


async def _json(request: Request) -> Tree:
    body = await request.body()
    try:
        value = json.loads(body) if body.strip() else {}
    except (ValueError, RecursionError) as broken:
        raise Trouble(400, "There was a problem in the JSON you submitted") from broken
    whole = _whole(value)
    return {key.removesuffix("[]"): each for key, each in whole.items()} if isinstance(whole, dict) else {}


def _whole(value: Any) -> Any:  # noqa: ANN401 — JSON is anything
    """Half a surrogate pair is valid JSON and no text: it becomes a replacement character."""
    if isinstance(value, str):
        return (
            value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return value
