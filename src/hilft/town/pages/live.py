"""Tells open pages that something changed; they fetch themselves again and see what they may see."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from hilft.town.hub import ANYTHING, Listener
from hilft.town.town import Town

GATHER_SECONDS = 0.1


def routes(town: Town) -> list[Route]:
    async def live(_request: Request) -> Response:
        listener = Listener("")
        town.hub.listen(listener, [ANYTHING])
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_beats(town, listener), media_type="text/event-stream", headers=headers)

    return [Route("/live", live)]


async def _beats(town: Town, listener: Listener) -> AsyncIterator[str]:
    try:
        yield "retry: 1000\ndata: hello\n\n"
        while not town.closing:
            try:
                told = await asyncio.wait_for(listener.queue.get(), town.settings.heartbeat_seconds)
            except TimeoutError:
                yield ": here\n\n"
                continue
            if told is None:
                return
            await asyncio.sleep(GATHER_SECONDS)
            while not listener.queue.empty():
                if listener.queue.get_nowait() is None:
                    return
            yield "data: changed\n\n"
    finally:
        town.hub.unlisten(listener, listener.channels)
