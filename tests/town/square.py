"""A town served over real HTTP on a free port, inside the test's own loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from hilft.town import Seed, Town, TownSettings, build, open_town

OPERATOR = "operator-token"
PEOPLE = {"otto": "Otto", "mia": "Mia", "jonas": "Jonas", "wattkabel_hilft": "Wattkabel hilft"}
SETTINGS = TownSettings(
    operator_token=OPERATOR,
    seeds=tuple(Seed(handle, name, f"token-{handle}") for handle, name in PEOPLE.items()),
    heartbeat_seconds=0.2,
)


class Clock:
    """Goes by itself and can be moved on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Square:
    town: Town
    origin: str
    clients: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    def by(self, handle: str) -> httpx.AsyncClient:
        """A client with the token of a seeded person; "" is nobody, "operator" the operator."""
        if handle not in self.clients:
            token = OPERATOR if handle == "operator" else f"token-{handle}"
            headers = {"Authorization": f"Bearer {token}"} if handle else {}
            self.clients[handle] = httpx.AsyncClient(base_url=self.origin, headers=headers, timeout=10)
        return self.clients[handle]

    def id_of(self, handle: str) -> str:
        account = self.town.state.accounts.named(handle)
        assert account is not None
        return str(account.id)

    async def get(self, handle: str, path: str, /, **query: Any) -> Any:
        answer = await self.by(handle).get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, handle: str, path: str, /, **form: Any) -> Any:
        answer = await self.by(handle).post(path, json=form)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def say(self, handle: str, text: str, **more: Any) -> dict[str, Any]:
        status: dict[str, Any] = await self.post(handle, "/api/v1/statuses", status=text, **more)
        return status

    async def notices(self, handle: str, **query: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.get(handle, "/api/v1/notifications", **query)
        return found


Opener = Callable[..., contextlib.AbstractAsyncContextManager[Square]]


@contextlib.asynccontextmanager
async def opened(
    data: Path, clock: Callable[[], datetime] | None = None, **choices: Any
) -> AsyncIterator[Square]:
    # Only a socket that says it is TCP gets TCP_NODELAY from asyncio; without, each answer takes 40 ms longer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    town = await open_town(data, origin=origin, settings=replace(SETTINGS, **choices), clock=clock or Clock())
    config = uvicorn.Config(build(town), log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve([listening]))
    square = Square(town, origin)
    try:
        yield square
    finally:
        for client in square.clients.values():
            await client.aclose()
        town.stop_listening()
        server.should_exit = True
        await serving
        await town.close()
