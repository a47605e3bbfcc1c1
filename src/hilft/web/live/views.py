"""The doors of the live stream, and the small question whether one is still signed in."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from hilft import calls, cases
from hilft.db import transaction
from hilft.problems import Problem
from hilft.web import place as places
from hilft.web.cookies import mask
from hilft.web.doors import Door, admit, blank
from hilft.web.failures import answer_problem
from hilft.web.house import House
from hilft.web.live.rollcall import RollCall
from hilft.web.live.stream import Page, frames
from hilft.web.place import Place
from hilft.web.visit import Visit


def routes(house: House) -> list[BaseRoute]:
    """Give the stream's own route: it outlives any transaction, so it is no ordinary door."""
    roll_call = RollCall(house)

    async def endpoint(request: Request) -> Response:
        return await _open(house, roll_call, request)

    return [Route("/desk/stream", endpoint)]


async def _open(house: House, roll_call: RollCall, request: Request) -> Response:
    visit = blank(house, request)
    try:
        place = places.read(request.query_params)
        async with transaction(house.pool) as visit.open_tx:
            await admit(visit)
            page = Page(house, roll_call, request, place, visit.agent.brand_id, await _topics(visit, place))
    except Problem as problem:
        return answer_problem(visit, problem)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(frames(page), media_type="text/event-stream", headers=headers)


async def _topics(visit: Visit, place: Place) -> tuple[str, ...]:
    case = await cases.find(visit.conn, visit.agent, place.code) if place.code else None
    listed = ("inbox", "staff") if place.listed else ()
    own = (*listed, *calls.topics_of(visit.agent.id))
    return (*own, f"case:{case.id}") if case else own


async def session(visit: Visit) -> Response:
    """Say that the session lives, and give the page a fresh proof for its forms."""
    proof = mask(visit.session.csrf) if visit.session else ""
    return JSONResponse({"csrf": proof, "me": str(visit.agent.id)}, headers={"Cache-Control": "no-store"})


DOORS = (Door("/desk/session", session, by_itself=True),)
