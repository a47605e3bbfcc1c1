"""Fetching what an address from outside points at: public addresses only, limited in size, time and redirects."""

from dataclasses import dataclass, field

import anyio
import httpx

from hilft.channels.contract import N_, Later, Refused
from hilft.channels.public_network import NotPublic, PublicClient, is_public, pin

__all__ = ["Fetched", "NotPublic", "PublicClient", "fetch_public", "is_public", "pin"]

REDIRECTS = 3
_MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lay there. ``content_type`` is what the other side claims, lower case, without parameters."""

    content: bytes = field(repr=False)
    content_type: str
    url: str


async def fetch_public(client: PublicClient, url: str, *, max_bytes: int, seconds: float = 15.0) -> Fetched:
    """Fetch a file by http(s), following at most three redirects, each judged anew.

    Raises NotPublic, Refused (not a fetchable address, too large, answered with an error), or Later (no answer in
    time, the server is in trouble). No credentials, no cookies are sent.
    """
    try:
        with anyio.fail_after(seconds):
            for _ in range(REDIRECTS + 1):
                answer = await _fetch(client, url, max_bytes)
                if isinstance(answer, Fetched):
                    return answer
                url = answer
    except TimeoutError as error:
        raise Later(N_("The file did not come in time.")) from error
    raise Refused(N_("The address of the file leads in circles."))


async def _fetch(client: PublicClient, url: str, max_bytes: int) -> Fetched | str:
    address = _checked(url)
    try:
        async with client.stream("GET", address, cookies=None) as answer:
            if answer.status_code in _MOVED and "location" in answer.headers:
                return str(address.join(answer.headers["location"]))
            _accept(answer, max_bytes)
            content = await _read(answer, max_bytes)
    except httpx.TransportError as error:
        raise Later(N_("The file cannot be reached at the moment.")) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Refused(N_("The file cannot be read.")) from error
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(content, kind or "application/octet-stream", str(address))


def _checked(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
        port = address.port
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused(N_("This is not an address of a file.")) from error
    if address.scheme not in {"http", "https"} or not address.host or port == 0 or address.userinfo:
        raise Refused(N_("This is not an address of a file."))
    return address


def _accept(answer: httpx.Response, max_bytes: int) -> None:
    if (
        answer.status_code == httpx.codes.TOO_MANY_REQUESTS
        or answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
    ):
        raise Later(N_("The file cannot be reached at the moment."))
    if answer.status_code != httpx.codes.OK:
        raise Refused(N_("The file is not there ({status})."), status=answer.status_code)
    announced = answer.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:18]) > max_bytes:
        raise Refused(N_("The file is larger than {limit} bytes."), limit=max_bytes)


async def _read(answer: httpx.Response, max_bytes: int) -> bytes:
    content = bytearray()
    async for part in answer.aiter_bytes(65536):
        content += part
        if len(content) > max_bytes:
            raise Refused(N_("The file is larger than {limit} bytes."), limit=max_bytes)
    return bytes(content)
