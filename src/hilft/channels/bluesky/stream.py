"""The hint that wakes the pull: a Jetstream, where the account names one. It tells of every post on the network.

Nothing in it is believed: it is not signed, and the pull reads the truth from our own server.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

import anyio
import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from hilft.channels.bluesky.entity import POSTS
from hilft.channels.bluesky.home import Home
from hilft.channels.contract import N_, Hint, Later

_LARGEST = 1024 * 1024
_ALIVE = 20.0
"Seconds between pings; a connection without an answer is dead."
_PORT, _TLS_PORT = 80, 443


async def stream(home: Home, address: httpx.URL | None) -> AsyncIterator[Hint]:
    """Yield hints until the connection is lost. The first one comes at once: whatever happened before, look.

    Without a Jetstream it only waits, and the pull goes by the clock. Raises Later when there is no connection.
    """
    if address is None:
        await anyio.sleep_forever()
        return
    me = (await home.me()).external_id
    port = address.port or (_TLS_PORT if address.scheme == "wss" else _PORT)
    pin = home.client.outside.pin
    try:
        hosts = await pin(address.host, port) if pin else [address.host]
        async with _connection(address, hosts[0], port) as socket:
            yield Hint()
            async for frame in socket:
                found = hint_in(frame, me, home)
                if found is not None:
                    yield found
    except ConnectionClosed:
        return
    except (WebSocketException, OSError, ValueError) as error:
        raise Later(N_("The Jetstream cannot be reached.")) from error


def hint_in(frame: str | bytes, me: str, home: Home) -> Hint | None:
    """Say what an event means to us: a post that names our DID, a post deleted by somebody who wrote to us.

    A mention, an answer and a quote all carry the DID in the record's own JSON, so most events are not even parsed.
    """
    name = me.encode() if isinstance(frame, bytes) else me
    delete = b'"delete"' if isinstance(frame, bytes) else '"delete"'
    if name not in frame and delete not in frame:  # type: ignore[operator]
        return None
    try:
        whole = json.loads(frame)
        commit: dict[str, Any] = whole["commit"]
        author, operation = str(whole["did"]), commit["operation"]
        if commit["collection"] != POSTS:
            return None
        if operation == "delete":
            known = home.is_voice(author)
            return Hint(changed=f"at://{author}/{POSTS}/{commit['rkey']}") if known else None
        return Hint() if me == author or me in json.dumps(commit.get("record")) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _connection(address: httpx.URL, host: str, port: int) -> connect:
    """With host and port given, websockets refuses to be redirected to another origin."""
    return connect(
        str(address.copy_merge_params({"wantedCollections": POSTS})),
        host=host,
        port=port,
        open_timeout=10,
        ping_interval=_ALIVE,
        ping_timeout=_ALIVE,
        close_timeout=2,
        max_size=_LARGEST,
        proxy=None,
    )
