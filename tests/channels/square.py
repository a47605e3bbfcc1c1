"""A town square on a free port, and the people on it, for channel tests."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from hilft.channels import AccountConfig, Surroundings
from hilft.channels.mastodon import Mastodon
from hilft.town import Seed, Town, TownSettings, build, open_town

OPERATOR = "operator-token"
SEEDS = tuple(
    Seed(name, name.title(), token=f"{name}-token")
    for name in ("otto", "mia", "jonas", "wattkabel_hilft", "wattkabel")
)
DOMAIN = "town.test"


class Square:
    """The running town. People write over HTTP, as their own clients would."""

    def __init__(self, url: str, http: httpx.AsyncClient, town: Town) -> None:
        self.url = url
        self.http = http
        self.town = town

    async def ask(self, method: str, path: str, who: str, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {who}-token", **request.pop("headers", {})}
        answer = await self.http.request(method, self.url + path, headers=headers, **request)
        assert answer.is_success, answer.text
        return answer.json()

    async def say(self, who: str, text: str, **more: Any) -> Mapping[str, Any]:
        found = await self.ask("POST", "/api/v1/statuses", who, json={"status": text, **more})
        assert isinstance(found, dict)
        return found

    async def fault(self, path: str, **how: Any) -> None:
        """Let the next requests to a path go wrong; see the town's faults."""
        await self.ask("POST", "/api/v1/town/faults", "operator", json={"path": path, **how})

    async def statuses(self, who: str) -> list[dict[str, Any]]:
        me = await self.ask("GET", "/api/v1/accounts/verify_credentials", who)
        found = await self.ask("GET", f"/api/v1/accounts/{me['id']}/statuses", who)
        assert isinstance(found, list)
        return found

    def desk(self, outside: Surroundings, who: str = "wattkabel_hilft") -> Mastodon:
        return Mastodon(AccountConfig({"url": self.url}, {"token": f"{who}-token"}, who), outside)


@asynccontextmanager
async def open_square(data: Path, settings: TownSettings) -> AsyncIterator[Square]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    town = await open_town(data, origin=url, settings=settings)
    config = uvicorn.Config(
        build(town), log_level="error", lifespan="off", ws="websockets-sansio", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        async with httpx.AsyncClient(timeout=10) as http:
            yield Square(url, http, town)
    finally:
        server.should_exit = True
        await serving
        await town.close()
