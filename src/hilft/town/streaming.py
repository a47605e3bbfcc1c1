"""The streams: one websocket for many, and server-sent events. Source: docs.joinmastodon.org/methods/streaming."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from hilft.town.door.tokens import bearer
from hilft.town.hub import Listener, Told
from hilft.town.state.keys import Token
from hilft.town.town import Town
from hilft.town.trouble import Trouble

STREAMS = {
    "user": ("user:{me}", "notification:{me}"),
    "user:notification": ("notification:{me}",),
    "direct": ("direct:{me}",),
    "public": ("public",),
    "public:local": ("public:local",),
    "public:media": ("public:media",),
    "public:local:media": ("public:local:media",),
    "public:remote": (),
    "public:remote:media": (),
    "hashtag": ("hashtag:{tag}",),
    "hashtag:local": ("hashtag:local:{tag}",),
}
SCOPES = {"user:notification": "read:notifications"}
UNKNOWN = {"error": "Unknown stream type", "status": 400}


def routes(town: Town) -> list[BaseRoute]:
    async def health(_request: Request) -> Response:
        return PlainTextResponse("OK")

    async def events(request: Request) -> Response:
        name = request.path_params["stream"].replace("/", ":")
        if request.query_params.get("only_media", "") in {"1", "true"}:
            name += ":media"
        return _events(town, request, name)

    async def socket(websocket: WebSocket) -> None:
        await Conversation(town, websocket).run()

    return [
        Route("/api/v1/streaming/health", health),
        Route("/api/v1/streaming/{stream:path}", events),
        Route("/api/v1/streaming", _by_query(town)),
        WebSocketRoute("/api/v1/streaming", socket),
        WebSocketRoute("/api/v1/streaming/", socket),
    ]


def _by_query(town: Town) -> Callable[[Request], Awaitable[Response]]:
    async def events(request: Request) -> Response:
        return _events(town, request, request.query_params.get("stream", ""))

    return events


def token_of(town: Town, headers: Headers, query: QueryParams) -> Token:
    """By header, by query, or as websocket protocol. Raises Trouble."""
    text = bearer(headers) or query.get("access_token") or headers.get("sec-websocket-protocol")
    if not text:
        raise Trouble(401, "Missing access token")
    token = town.state.keys.tokens.get(text)
    if token is None or token.revoked:
        raise Trouble(401, "Invalid access token")
    return token


def channels_of(name: str, token: Token, tag: str) -> list[str]:
    """What the hub calls a stream. Raises Trouble for an unknown one or one the token may not hear."""
    if name not in STREAMS:
        raise Trouble(400, "Unknown stream type")
    if not token.allows(SCOPES.get(name, "read:statuses")):
        raise Trouble(401, "Access token does not have the required scopes")
    if token.account is None and "{me}" in "".join(STREAMS[name]):
        raise Trouble(401, "Access token does not have the required scopes")
    if name.startswith("hashtag") and not tag:
        raise Trouble(400, "Missing tag name parameter")
    return [channel.format(me=token.account, tag=tag.lower()) for channel in STREAMS[name]]


def _events(town: Town, request: Request, name: str) -> Response:
    token = token_of(town, request.headers, request.query_params)
    channels = channels_of(name, token, request.query_params.get("tag", ""))
    listener = Listener(token.token)
    # Listening begins before the answer does: nothing said in between is missed.
    town.hub.listen(listener, channels)
    headers = {"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_lines(town, listener), media_type="text/event-stream", headers=headers)


async def _lines(town: Town, listener: Listener) -> AsyncIterator[str]:
    try:
        yield ":)\n"
        while not town.closing:
            try:
                told = await asyncio.wait_for(listener.queue.get(), town.settings.heartbeat_seconds)
            except TimeoutError:
                yield ":thump\n"
                continue
            if told is None:
                return
            yield f"event: {told.event}\ndata: {told.payload}\n\n"
    finally:
        town.hub.unlisten(listener, listener.channels)


class Conversation:
    """One websocket: the streams it has asked for, and what is said on them."""

    def __init__(self, town: Town, websocket: WebSocket) -> None:
        self._town = town
        self._websocket = websocket
        self._heard: dict[str, set[str]] = {}

    async def run(self) -> None:
        query = self._websocket.query_params
        try:
            self._token = token_of(self._town, self._websocket.headers, query)
            self._listener = Listener(self._token.token)
            if query.get("stream"):
                self._subscribe(query["stream"], query.get("tag", ""))
        except Trouble as trouble:
            await self._websocket.send_denial_response(JSONResponse(trouble.body, trouble.status))
            return
        try:
            await self._websocket.accept(subprotocol=self._websocket.headers.get("sec-websocket-protocol"))
            await self._both()
        finally:
            self._town.hub.unlisten(self._listener, self._listener.channels)

    async def _both(self) -> None:
        speaking = asyncio.create_task(self._speak())
        hearing = asyncio.create_task(self._hear())
        try:
            await asyncio.wait({speaking, hearing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (speaking, hearing):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(speaking, hearing, return_exceptions=True)

    async def _speak(self) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while (told := await self._listener.queue.get()) is not None:
                for stream in self._streams_of(told):
                    frame = {"stream": stream, "event": told.event, "payload": told.payload}
                    await self._websocket.send_text(json.dumps(frame, ensure_ascii=False))
            await self._websocket.close(1000)

    async def _hear(self) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await self._answer(await self._websocket.receive_text())

    async def _answer(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return
        if not isinstance(frame, dict):
            return
        name, tag = str(frame.get("stream", "")), str(frame.get("tag", ""))
        if frame.get("type") == "unsubscribe":
            self._unsubscribe(name, tag)
            return
        if frame.get("type") != "subscribe":
            return
        try:
            self._subscribe(name, tag)
        except Trouble as trouble:
            await self._websocket.send_text(json.dumps({**trouble.body, "status": trouble.status}))

    def _subscribe(self, name: str, tag: str) -> None:
        channels = channels_of(name, self._token, tag)
        self._heard[json.dumps([name, tag] if tag else [name])] = set(channels)
        self._town.hub.listen(self._listener, channels)

    def _unsubscribe(self, name: str, tag: str) -> None:
        gone = self._heard.pop(json.dumps([name, tag] if tag else [name]), set())
        kept = set().union(*self._heard.values()) if self._heard else set()
        self._town.hub.unlisten(self._listener, gone - kept)

    def _streams_of(self, told: Told) -> list[list[str]]:
        return [json.loads(name) for name, channels in self._heard.items() if told.channel in channels]
