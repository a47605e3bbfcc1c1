"""The hint that wakes the pull: a websocket, or server-sent events where a proxy lets no websocket through."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from hilft.channels.contract import N_, Hint, Later, Unauthorized
from hilft.channels.mastodon.entity import name_of
from hilft.channels.mastodon.home import Home, Me

_LARGEST = 1024 * 1024
_ALIVE = 20.0
"Seconds between pings; a connection without an answer is dead."
_SILENCE = 90.0
"Seconds without even a heartbeat (Mastodon thumps every 15)."
_NO_ENTRY = 401
"Only this blames the token; a proxy that wants no websockets says 403."
_PORT, _TLS_PORT = 80, 443


async def stream(home: Home) -> AsyncIterator[Hint]:
    """Yield hints until the connection is lost. The first one comes at once: whatever happened before, look.

    Raises Later when no stream can be had, Unauthorized when the token is not accepted.
    """
    me = await home.me()
    async with AsyncExitStack() as stack:
        socket = await _socket(home, stack)
        if socket is None:
            async for hint in _events(home, me):
                yield hint
            return
        yield Hint()
        try:
            async for frame in socket:
                found = hint_in(frame, me)
                if found is not None:
                    yield found
        except ConnectionClosed:
            return


def hint_in(frame: str | bytes, me: Me) -> Hint | None:
    """Read one frame: ``{"event": …, "payload": …}``, the payload being JSON again, or an id. Pure."""
    try:
        whole = json.loads(frame)
        return hint(str(whole["event"]), whole.get("payload"), me)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def hint(event: str, payload: object, me: Me) -> Hint | None:
    """Say what an event means to the desk; other people's posts on the home timeline mean nothing."""
    if event in {"notification", "conversation"}:
        return Hint()
    if event == "delete" and isinstance(payload, str):
        return Hint(changed=name_of(me.wrap.domain, payload.strip()))
    if event in {"update", "status.update"} and isinstance(payload, str | dict):
        status = json.loads(payload) if isinstance(payload, str) else payload
        if event == "status.update":
            return Hint(changed=name_of(me.wrap.domain, str(status["id"])))
        return Hint() if status["account"]["id"] == me.local_id else None
    return None


async def _socket(home: Home, stack: AsyncExitStack) -> ClientConnection | None:
    """Open the websocket; None: there is none, try the other way. A redirect to elsewhere is not followed."""
    address = await _address(home)
    port = address.port or (_TLS_PORT if address.scheme == "wss" else _PORT)
    pin = home.client.outside.pin
    try:
        hosts = await pin(address.host, port) if pin else [address.host]
        return await stack.enter_async_context(_connection(home, address, hosts[0], port))
    except InvalidStatus as error:
        if error.response.status_code == _NO_ENTRY:
            raise Unauthorized(N_("The network does not accept our access token.")) from error
        return None
    except (WebSocketException, ValueError):
        return None
    except OSError as error:
        raise Later(N_("The network cannot be reached.")) from error


def _connection(home: Home, address: httpx.URL, host: str, port: int) -> connect:
    """With host and port given, websockets refuses to be redirected to another origin."""
    return connect(
        str(address.copy_merge_params({"stream": "user"})),
        additional_headers=dict(home.client.authorization),
        host=host,
        port=port,
        open_timeout=10,
        ping_interval=_ALIVE,
        ping_timeout=_ALIVE,
        close_timeout=2,
        max_size=_LARGEST,
        proxy=None,
    )


async def _address(home: Home) -> httpx.URL:
    """Give the stream's address: the one the server names if it lies on its own name or below, else its own.

    The token goes there, so a server's description may not send it anywhere else.
    """
    own = httpx.URL(home.client.base)
    named = (await home.facts()).streaming
    try:
        found = httpx.URL(named) if named else own
    except (httpx.InvalidURL, ValueError):
        found = own
    secure = found.scheme in {"wss", "https"}
    nearby = found.host == own.host or found.host.endswith(f".{own.host}")
    if not nearby or (own.scheme == "https" and not secure):
        found, secure = own, own.scheme == "https"
    return found.copy_with(scheme="wss" if secure else "ws", path="/api/v1/streaming", query=None)


async def _events(home: Home, me: Me) -> AsyncIterator[Hint]:
    """Server-sent events on the server's own address (WHATWG HTML, 9.2), as far as Mastodon uses them."""
    client = home.client
    try:
        async with client.outside.http.stream(
            "GET",
            f"{client.base}/api/v1/streaming/user",
            headers={**client.authorization, "Accept": "text/event-stream"},
            timeout=httpx.Timeout(10.0, read=_SILENCE),
            follow_redirects=False,
        ) as answer:
            if answer.status_code == _NO_ENTRY:
                raise Unauthorized(N_("The network does not accept our access token."))
            if answer.status_code != httpx.codes.OK:
                raise Later(N_("The network offers no stream ({status})."), status=answer.status_code)
            yield Hint()
            event = ""
            async for line in answer.aiter_lines():
                name, _, value = line.partition(":")
                if name == "event":
                    event = value.strip()
                elif name == "data" and (
                    found := hint_in(json.dumps({"event": event, "payload": value[:_LARGEST].strip()}), me)
                ):
                    yield found
    except httpx.HTTPError as error:
        raise Later(N_("The connection broke before the network answered.")) from error
