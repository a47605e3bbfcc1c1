"""One signed POST to the program's address, and what its answer means in the contract's words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from hilft.channels.contract import N_, ChannelError, Later, Refused, Surroundings, Unauthorized, Unknown
from hilft.channels.webhook.signing import headers_for

LARGEST_ANSWER = 64 * 1024
_SAID_AT_MOST = 300
_LONGEST_WAIT = timedelta(days=1)
_TIMES = httpx.Timeout(15.0, connect=8.0)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_WAIT = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_CLIENT_ERRORS, _SERVER_ERRORS = 400, 500


@dataclass(frozen=True, slots=True)
class Program:
    """The other side: where it is, and what both of us know."""

    url: str
    keys: Sequence[bytes] = field(repr=False)
    outside: Surroundings = field(repr=False)

    async def post(self, key: str, content: Mapping[str, object]) -> Mapping[str, Any]:
        """Post once under this key; gives the JSON object answered, empty where there was none.

        Raises Refused, Later, Unknown or Unauthorized.
        """
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        headers = {
            **headers_for(self.keys, key, body, self.outside.now()),
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            async with self.outside.http.stream(
                "POST", self.url, content=body, headers=headers, timeout=_TIMES, follow_redirects=False
            ) as response:
                said = await _said(response)
                wrong = trouble(response, said, self.outside.now())
        except _NEVER_LEFT as error:
            raise Later(N_("The program cannot be reached.")) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unknown(N_("The connection broke before the program answered.")) from error
        if wrong is not None:
            raise wrong
        return said


def trouble(response: httpx.Response, said: Mapping[str, Any], now: datetime) -> ChannelError | None:
    """Say which error an answer means; None: it went well."""
    status = response.status_code
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if status == HTTPStatus.UNAUTHORIZED:
        return Unauthorized(N_("The program does not accept our signature. Give both sides the same secret."))
    if status in _WAIT or status == HTTPStatus.SERVICE_UNAVAILABLE:
        asked = wait_until(response.headers.get("retry-after", ""), now)
        return Later(N_("The program asks us to come later ({status})."), asked, status=status)
    if _CLIENT_ERRORS <= status < _SERVER_ERRORS:
        reason = said.get("reason")
        told = " ".join(reason.split())[:_SAID_AT_MOST] if isinstance(reason, str) else ""
        return Refused(N_("The program refused it: {said}"), said=told or status)
    if status < _CLIENT_ERRORS:
        return Later(N_("The address of the program leads elsewhere ({status})."), status=status)
    return Unknown(N_("The program answered with an error ({status}); it may have been done."), status=status)


def wait_until(given: str, now: datetime) -> datetime | None:
    """Read ``Retry-After`` (RFC 9110, 10.2.3): seconds or a date; at most a day is believed."""
    if given.isascii() and given.isdecimal():
        return now + min(timedelta(seconds=int(given[:9])), _LONGEST_WAIT)
    try:
        found = parsedate_to_datetime(given)
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return min(aware, now + _LONGEST_WAIT)


async def _said(response: httpx.Response) -> Mapping[str, Any]:
    """Read the answer as far as it is small; a long one is not needed to know the status."""
    body = bytearray()
    async for piece in response.aiter_bytes(65536):
        body += piece
        if len(body) > LARGEST_ANSWER:
            return {}
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
