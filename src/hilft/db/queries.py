"""The loader of ``queries.sql``: SQL lives in a file beside its room, under a name, with one line of purpose.

::

    -- name: find_case
    -- Which case has this code?
    select * from cases where brand_id = $1 and code = $2

A block that opens with ``-- fragment:`` instead is a piece of the one query that is put together at run time; it is
loaded the same way but not prepared by the SQL check.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

_HEAD = re.compile(r"^-- (name|fragment): *(\S+) *$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# The pool skips the reset between two users of a connection, so nothing may stay behind in the session.
_LEAVES_STATE = re.compile(
    r"\A(set(?!\s+local)|listen|notify|prepare|declare|discard|load)\b|\bcreate\s+(local\s+)?temp"
    r"|\bpg_(try_)?advisory_lock|\bpg_notify\s*\(",
    re.IGNORECASE,
)


class QueryFileError(Exception):
    """A ``queries.sql`` breaks the rules of the house; raised at import."""


@dataclass(frozen=True, slots=True)
class Query:
    """One named statement of a room; ``fragment`` when it is only a piece of one."""

    room: str
    name: str
    answers: str
    sql: str
    fragment: bool = False


class Queries(Mapping[str, str]):
    """The statements of one room: ``SQL["find_case"]`` gives plain text."""

    def __init__(self, found: Mapping[str, Query]) -> None:
        self._found = dict(found)

    def __getitem__(self, name: str) -> str:
        return self._found[name].sql

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def described(self) -> tuple[Query, ...]:
        """The statements with what each one answers."""
        return tuple(self._found.values())


_loaded: dict[str, Queries] = {}


def queries(where: str | Path | None) -> Queries:
    """Load the ``queries.sql`` beside a room: give ``__package__``, or a path; raises ``QueryFileError``."""
    if where is None:
        raise QueryFileError("queries() needs __package__ or the path of a file")
    room = str(where)
    if room not in _loaded:
        file: Traversable = (
            where if isinstance(where, Path) else resources.files(where).joinpath("queries.sql")
        )
        _loaded[room] = Queries(parse(room, file.read_text(encoding="utf-8")))
    return _loaded[room]


def all_queries() -> tuple[Query, ...]:
    """Every statement of every room imported so far: what boot and the SQL check prepare."""
    return tuple(query for room in sorted(_loaded) for query in _loaded[room].described())


def parse(room: str, text: str) -> dict[str, Query]:
    """Read the blocks of one file; raises ``QueryFileError`` naming the block that is wrong."""
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    if text[: heads[0].start() if heads else len(text)].replace("-", "").strip() and not heads:
        raise QueryFileError(f"{room}: no '-- name:' found")
    found: dict[str, Query] = {}
    for head, end in zip(heads, ends, strict=True):
        query = _read_block(room, head[2], text[head.end() : end], fragment=head[1] == "fragment")
        if query.name in found:
            raise QueryFileError(f"{room}: {query.name} is there twice")
        found[query.name] = query
    return found


def _read_block(room: str, name: str, body: str, *, fragment: bool) -> Query:
    if not _NAME.fullmatch(name):
        raise QueryFileError(f"{room}: {name!r} is not a name for a query")
    first, _, rest = body.strip("\n").partition("\n")
    answers = first.removeprefix("--").strip()
    if not first.startswith("--") or not answers:
        raise QueryFileError(f"{room}: {name} does not say what it answers (one comment line under its name)")
    sql = rest.strip().removesuffix(";").rstrip()
    bare = re.sub(r"--[^\n]*", "", sql).strip()
    if not bare:
        raise QueryFileError(f"{room}: {name} has no SQL")
    if _LEAVES_STATE.search(bare):
        raise QueryFileError(f"{room}: {name} would leave state in its session")
    return Query(room, name, answers, sql, fragment)
