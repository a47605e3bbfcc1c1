"""Streams: websocket and server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from tests.town.square import Square

pytestmark = pytest.mark.anyio
DESK = "wattkabel_hilft"


def address(square: Square, query: str = "") -> str:
    return square.origin.replace("http", "ws", 1) + "/api/v1/streaming" + query


async def frame(socket: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 3))
    return found


@asynccontextmanager
async def events(square: Square, handle: str, path: str) -> AsyncIterator[AsyncIterator[tuple[str, str]]]:
    async with square.by(handle).stream("GET", "/api/v1/streaming/" + path) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")

        async def read() -> AsyncIterator[tuple[str, str]]:
            name = ""
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield name, line.removeprefix("data: ")

        yield read()


async def test_a_mention_is_heard_by_websocket(square: Square) -> None:
    async with connect(address(square, f"?stream=user:notification&access_token=token-{DESK}")) as socket:
        status = await square.say("otto", f"@{DESK} hallo")
        heard = await frame(socket)
        assert (heard["stream"], heard["event"]) == (["user:notification"], "notification")
        payload = json.loads(heard["payload"])
        assert (payload["type"], payload["status"]["id"]) == ("mention", status["id"])


@pytest.mark.parametrize("way", ["header", "protocol"])
async def test_one_socket_hears_many_streams(square: Square, way: str) -> None:
    headers = {"Authorization": f"Bearer token-{DESK}"} if way == "header" else None
    protocols = [Subprotocol(f"token-{DESK}")] if way == "protocol" else None
    async with connect(address(square), additional_headers=headers, subprotocols=protocols) as socket:
        for stream in ("user", "direct"):
            await socket.send(json.dumps({"type": "subscribe", "stream": stream}))
        await socket.send(json.dumps({"type": "subscribe", "stream": "weather"}))
        assert await frame(socket) == {"error": "Unknown stream type", "status": 400}
        status = await square.say("otto", f"@{DESK} geheim", visibility="direct")
        heard = [await frame(socket), await frame(socket)]
        assert [(each["stream"], each["event"]) for each in heard] == [
            (["user"], "notification"),
            (["direct"], "conversation"),
        ]
        await socket.send(json.dumps({"type": "unsubscribe", "stream": "direct"}))
        await socket.send(json.dumps({"type": "subscribe", "stream": "weather"}))
        assert "error" in await frame(socket)
        await square.by("otto").delete(f"/api/v1/statuses/{status['id']}")
        assert await frame(socket) == {"stream": ["user"], "event": "delete", "payload": status["id"]}


async def test_sse_tells_own_posts_edits_and_deletions(square: Square) -> None:
    async with events(square, "otto", "user") as heard:
        status = await square.say("otto", "eins")
        await square.by("otto").put(f"/api/v1/statuses/{status['id']}", json={"status": "zwei"})
        await square.by("otto").delete(f"/api/v1/statuses/{status['id']}")
        names = [await anext(heard) for _ in range(3)]
    assert [name for name, _ in names] == ["update", "status.update", "delete"]
    assert json.loads(names[1][1])["content"] == "<p>zwei</p>"
    assert names[2][1] == status["id"]


async def test_strangers_hear_nothing_of_letters(square: Square) -> None:
    await square.post("mia", f"/api/v1/accounts/{square.id_of('otto')}/follow")
    async with events(square, "mia", "user") as mia, events(square, "mia", "public") as public:
        await square.say("otto", f"@{DESK} geheim", visibility="direct")
        await square.say("otto", "@jonas antwort")
        shown = await square.say("otto", "für alle")
        assert [json.loads((await anext(mia))[1])["content"] for _ in range(2)][-1] == "<p>für alle</p>"
        first = json.loads((await anext(public))[1])
        assert "geheim" not in first["content"]
        assert json.loads((await anext(public))[1])["id"] == shown["id"]


async def test_a_silent_stream_thumps(square: Square) -> None:
    async with square.by("otto").stream("GET", "/api/v1/streaming/user/notification") as answer:
        lines = answer.aiter_lines()
        assert [await anext(lines), await anext(lines)] == [":)", ":thump"]


async def test_who_may_not_listen(square: Square) -> None:
    assert (await square.by("").get("/api/v1/streaming/health")).text == "OK"
    assert (await square.by("").get("/api/v1/streaming/user")).status_code == 401
    assert (await square.by("otto").get("/api/v1/streaming/weather")).status_code == 400
    for query in ("?stream=user", "?stream=user&access_token=wrong"):
        with pytest.raises(InvalidStatus) as refused:
            async with connect(address(square, query)):
                pass
        assert refused.value.response.status_code == 401


async def test_a_revoked_token_ends_its_streams(square: Square) -> None:
    app = square.town.state.keys.by_client["seed"]
    async with connect(address(square, "?stream=user&access_token=token-otto")) as socket:
        form = {"client_id": app.client_id, "client_secret": app.client_secret, "token": "token-otto"}
        assert (await square.by("").post("/oauth/revoke", data=form)).json() == {}
        with pytest.raises(ConnectionClosed):
            await frame(socket)
    answer = await square.by("otto").get("/api/v1/accounts/verify_credentials")
    assert (answer.status_code, answer.json()) == (401, {"error": "The access token was revoked"})


async def test_open_pages_are_told(square: Square) -> None:
    async with httpx.AsyncClient(base_url=square.origin) as client, client.stream("GET", "/live") as answer:
        lines = (line async for line in answer.aiter_lines() if line.startswith("data"))
        assert await anext(lines) == "data: hello"
        await square.say("otto", "neu")
        assert await anext(lines) == "data: changed"
