"""Requests to one server with one token: limits kept, answers bounded, errors in the contract's words.

Redirects are never followed: the token would travel with them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from hilft.channels.contract import N_, Later, Surroundings, Unknown
from hilft.channels.mastodon.answers import Answer, trouble, unreadable
from hilft.channels.mastodon.rates import Rates

LARGEST_ANSWER = 5 * 1024 * 1024
_TIMES = httpx.Timeout(15.0, connect=8.0)
_UPLOAD_TIMES = httpx.Timeout(60.0, connect=8.0)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

Query = Sequence[tuple[str, str]]


class Client:
    """Asks one server. Every coroutine raises Later, Gone, Refused, Unauthorized, or (changes) Unknown."""

    def __init__(self, base: str, token: str, outside: Surroundings) -> None:
        self.base = base
        self.outside = outside
        self._token = token
        self._rates = Rates()

    def __repr__(self) -> str:
        return f"Client({self.base!r})"

    @property
    def authorization(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    async def read(self, path: str, query: Query = (), *, answering: bool = False) -> Any:  # noqa: ANN401 - JSON
        """GET. Leaves a reserve of the allowance for answers unless this is part of ``answering``."""
        self._wait("read", leave_reserve=not answering)
        answer = await self._ask("GET", path, "read", params=httpx.QueryParams(list(query)))
        return _parsed(answer, irrevocable=False)

    async def read_one(self, path: str, query: Query = (), *, answering: bool = False) -> dict[str, Any]:
        """GET something that is one object."""
        found = await self.read(path, query, answering=answering)
        if not isinstance(found, dict):
            raise unreadable(irrevocable=False)
        return found

    async def read_many(
        self, path: str, query: Query = (), *, answering: bool = False
    ) -> list[dict[str, Any]]:
        """GET a list of objects."""
        found = await self.read(path, query, answering=answering)
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise unreadable(irrevocable=False)
        return found

    async def post(self, path: str, body: Mapping[str, object], key: str) -> dict[str, Any]:
        """POST something that must not be done twice, under an idempotency key."""
        self._wait("post", leave_reserve=False)
        answer = await self._ask(
            "POST", path, "post", irrevocable=True, json=body, headers={"Idempotency-Key": key}
        )
        found = _parsed(answer, irrevocable=True)
        if not isinstance(found, dict):
            raise unreadable(irrevocable=True)
        return found

    async def change(self, method: str, path: str, body: Mapping[str, object] | None = None) -> None:
        """PUT, PATCH or DELETE: harmless to repeat."""
        bucket = "delete" if method == "DELETE" else "post"
        self._wait(bucket, leave_reserve=False)
        await self._ask(method, path, bucket, json=body)

    async def upload(
        self, path: str, file: tuple[str, bytes, str], form: Mapping[str, str]
    ) -> dict[str, Any]:
        """POST a file (name, content, type): one that got lost is uploaded again, so nothing is Unknown."""
        self._wait("media", leave_reserve=False)
        answer = await self._ask(
            "POST", path, "media", files={"file": file}, data=dict(form), timeout=_UPLOAD_TIMES
        )
        found = _parsed(answer, irrevocable=False)
        if not isinstance(found, dict):
            raise unreadable(irrevocable=False)
        return found

    def _wait(self, bucket: str, *, leave_reserve: bool) -> None:
        now = self.outside.now()
        for each in {bucket, "read"}:
            until = self._rates.wait_until(each, now, leave_reserve=leave_reserve)
            if until is not None:
                raise Later(N_("The network asks us to slow down."), until)

    async def _ask(
        self,
        method: str,
        path: str,
        bucket: str,
        *,
        irrevocable: bool = False,
        **request: Any,  # noqa: ANN401
    ) -> Answer:
        request.setdefault("timeout", _TIMES)
        headers = {**self.authorization, "Accept": "application/json", **request.pop("headers", {})}
        try:
            async with self.outside.http.stream(
                method, self.base + path, headers=headers, follow_redirects=False, **request
            ) as response:
                answer = await _whole(response, irrevocable=irrevocable)
        except _NEVER_LEFT as error:
            raise Later(N_("The network cannot be reached.")) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if irrevocable:
                raise Unknown(N_("The connection broke before the network answered.")) from error
            raise Later(N_("The connection broke before the network answered.")) from error
        now = self.outside.now()
        self._rates.learn(bucket, answer.headers, now)
        failed = trouble(answer, now, irrevocable=irrevocable)
        if failed is not None:
            raise failed
        return answer


async def _whole(response: httpx.Response, *, irrevocable: bool) -> Answer:
    body = bytearray()
    async for piece in response.aiter_bytes(65536):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise unreadable(irrevocable=irrevocable)
    return Answer(response.status_code, response.headers, bytes(body))


def _parsed(answer: Answer, *, irrevocable: bool) -> Any:  # noqa: ANN401 - JSON is anything until it is looked at
    try:
        return answer.json()
    except ValueError as error:
        raise unreadable(irrevocable=irrevocable) from error
