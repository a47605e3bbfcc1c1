"""No answer leaves before the ledger has everything it may speak of."""

import asyncio

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hilft.town.ledger import LedgerFailed
from hilft.town.town import Town


class Settle:
    def __init__(self, app: ASGIApp, town: Town) -> None:
        self._app = app
        self._town = town

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = False

        async def settled(message: Message) -> None:
            nonlocal refused
            if refused:
                return
            if message["type"] == "http.response.start":
                try:
                    await asyncio.shield(self._town.ledger.settled())
                except LedgerFailed:
                    refused = True
                    answer = JSONResponse({"error": "The town cannot write to its disk"}, status_code=503)
                    await answer(scope, receive, send)
                    return
            await send(message)

        await self._app(scope, receive, settled)
