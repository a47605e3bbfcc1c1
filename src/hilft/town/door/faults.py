"""Faults on demand: what a network does on a bad day, before or after it has done the work."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(slots=True)
class Fault:
    """The next `times` requests to `path` (a prefix) get this instead of an answer.

    `when` "after": the work is done first and only the answer is lost. `status` None with `close`: the connection
    ends without a byte. Neither: only `delay` seconds of waiting.
    """

    path: str
    method: str | None = None
    times: int = 1
    when: str = "before"
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    close: bool = False
    delay: float = 0.0

    def hits(self, scope: Scope) -> bool:
        return (
            self.times > 0 and scope["path"].startswith(self.path) and self.method in {None, scope["method"]}
        )


class Faults:
    """Stands outermost, so that its `send` is the server's own and the connection can be closed."""

    def __init__(self, app: ASGIApp, switched_on: list[Fault]) -> None:
        self._app = app
        self._faults = switched_on

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hit = None
        if scope["type"] == "http" and self._faults and not scope["path"].startswith("/api/v1/town/"):
            hit = next((fault for fault in self._faults if fault.hits(scope)), None)
        if hit is None:
            await self._app(scope, receive, send)
            return
        hit.times -= 1
        if hit.times == 0:
            self._faults.remove(hit)
        if hit.when == "after" and (hit.close or hit.status is not None):
            await self._app(scope, receive, _to_nobody)
        await asyncio.sleep(hit.delay)
        if hit.close:
            await _hang_up(send)
        elif hit.status is not None:
            body = {"error": "Fault on demand"} if hit.body is None else hit.body
            await JSONResponse(body, status_code=hit.status, headers=hit.headers)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _to_nobody(_message: Message) -> None:
    """Swallows an answer."""


async def _hang_up(send: Send) -> None:
    """Closes the connection without an answer; ASGI has no word for it, so the server's transport is asked."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionAbortedError("this server hides its transport; the fault cannot close the connection")
    transport.abort()
    for _ in range(3):
        await asyncio.sleep(0)
