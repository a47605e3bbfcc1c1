"""The raw request: bounded bytes, headers as the contract wants them. Plain ASGI, because every microsecond counts."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from hilft.problems import Problem

LARGEST = 1024 * 1024
"Bytes of one POST."
JSON = ("application/json",)


class TooLarge(Problem):
    """A delivery has at most {limit} bytes. Post it in parts."""

    status = 413


class WrongType(Problem):
    """Deliveries are posted as {kinds}."""

    status = 415


class Left(Exception):
    """The sender is gone; nobody waits for an answer."""


def headers_of(scope: Scope) -> dict[str, str]:
    """Give the headers by lower-case name; of one that is there twice the last."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def query_of(scope: Scope) -> Mapping[str, str]:
    given = scope["query_string"]
    return dict(parse_qsl(given.decode("latin-1"))) if given else {}


def check(headers: Mapping[str, str], kinds: Sequence[str] = JSON) -> None:
    """Refuse before anything is read what will not be taken. Raises TooLarge, WrongType."""
    announced = headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > len(str(LARGEST)) or int(announced) > LARGEST):
        raise TooLarge(limit=LARGEST)
    kind = headers.get("content-type", "")
    if kind not in kinds and kind.partition(";")[0].strip().lower() not in kinds:
        raise WrongType(kinds=", ".join(kinds))


async def body_of(receive: Receive) -> bytes:
    """Read the whole body. Raises TooLarge as soon as it is, Left."""
    first = await receive()
    if first["type"] == "http.disconnect":
        raise Left
    body: bytes = first.get("body", b"")
    if not first.get("more_body", False):
        if len(body) > LARGEST:
            raise TooLarge(limit=LARGEST)
        return body
    return await _rest(receive, bytearray(body))


async def _rest(receive: Receive, body: bytearray) -> bytes:
    more = True
    while more:
        if len(body) > LARGEST:
            raise TooLarge(limit=LARGEST)
        part = await receive()
        if part["type"] == "http.disconnect":
            raise Left
        body += part.get("body", b"")
        more = part.get("more_body", False)
    if len(body) > LARGEST:
        raise TooLarge(limit=LARGEST)
    return bytes(body)
