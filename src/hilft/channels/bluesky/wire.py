"""One HTTP request: limits kept, the answer bounded, what went wrong below HTTP in the contract's words.

Redirects are never followed: the token would travel with them.
"""

from typing import Any

import httpx

from hilft.channels.bluesky.answers import Answer, unreadable
from hilft.channels.bluesky.rates import Rates
from hilft.channels.contract import N_, Later, Surroundings, Unknown

LARGEST_ANSWER = 8 * 1024 * 1024
TIMES = httpx.Timeout(15.0, connect=8.0)
UPLOAD_TIMES = httpx.Timeout(60.0, connect=8.0)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class Wire:
    """Asks servers. Raises Later, or Unknown where ``irrevocable`` and the request may have arrived."""

    def __init__(self, outside: Surroundings) -> None:
        self.outside = outside
        self._rates = Rates()

    async def ask(
        self,
        method: str,
        url: str,
        bucket: str,
        *,
        irrevocable: bool = False,
        leave_reserve: bool = False,
        **request: Any,  # noqa: ANN401 - httpx's own arguments
    ) -> Answer:
        """Give the answer, whatever its status. ``bucket``: which allowance of the server it counts against."""
        self._wait(bucket, leave_reserve=leave_reserve)
        request.setdefault("timeout", TIMES)
        try:
            async with self.outside.http.stream(method, url, follow_redirects=False, **request) as response:
                answer = await _whole(response, irrevocable=irrevocable)
        except _NEVER_LEFT as error:
            raise Later(N_("The network cannot be reached.")) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if irrevocable:
                raise Unknown(N_("The connection broke before the network answered.")) from error
            raise Later(N_("The connection broke before the network answered.")) from error
        self._rates.learn(bucket, answer.headers, self.outside.now())
        return answer

    def _wait(self, bucket: str, *, leave_reserve: bool) -> None:
        until = self._rates.wait_until(bucket, self.outside.now(), leave_reserve=leave_reserve)
        if until is not None:
            raise Later(N_("The network asks us to slow down."), until)


async def _whole(response: httpx.Response, *, irrevocable: bool) -> Answer:
    body = bytearray()
    async for piece in response.aiter_bytes(65536):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise unreadable(irrevocable=irrevocable)
    return Answer(response.status_code, response.headers, bytes(body))
