"""One request = one transaction: read the body, open the transaction, sign in, run the view, commit, answer."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from hilft.db import Connection, Transaction, transaction
from hilft.failpoint import failpoint
from hilft.staff import Agent, by_token
from hilft.web.api.details import BodyTooLarge, NotSignedIn
from hilft.web.house import House

BODY_LIMIT = 1_000_000

_bearer = HTTPBearer(auto_error=False, description="Made by `hilft token create --agent XY`")


class DeskRoute(APIRoute):
    """A route whose view, and the building of its answer, run inside one transaction with a signed-in agent.

    The body is read before, so that a slow client holds no connection; nothing is answered before the commit.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        view = super().get_route_handler()

        async def run(request: Request) -> Response:
            await _read_body(request)
            house: House = request.app.state.house
            async with transaction(house.pool) as tx:
                agent = await by_token(tx.conn, _token(request), house.now())
                if agent is None:
                    raise NotSignedIn
                request.state.tx, request.state.agent = tx, agent
                answer = await view(request)
                failpoint("api.done")
            failpoint("api.committed")
            return answer

        return run


async def _read_body(request: Request) -> None:
    """Read the whole body within the limit and keep it where ``Request.body`` looks for it."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_LIMIT:
            raise BodyTooLarge(limit=BODY_LIMIT)
        parts.append(part)
    request._body = b"".join(parts)  # noqa: SLF001 - Starlette has no other way to give a body back


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _house(request: Request) -> House:
    house: House = request.app.state.house
    return house


def _transaction(request: Request) -> Transaction:
    tx: Transaction = request.state.tx
    return tx


def _connection(request: Request) -> Connection:
    return _transaction(request).conn


def _agent(request: Request, _documented: Annotated[object, Depends(_bearer)]) -> Agent:
    agent: Agent = request.state.agent
    return agent


InHouse = Annotated[House, Depends(_house)]
Tx = Annotated[Transaction, Depends(_transaction)]
Conn = Annotated[Connection, Depends(_connection)]
SignedIn = Annotated[Agent, Depends(_agent)]
