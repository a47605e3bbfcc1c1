"""The stream of one page: everything once, then whatever changed, for as long as the session lives.

1. Subscribe first, read then: nothing that changes in between is missed.  2. Every look is a short transaction of
its own, with the session and the case checked anew; streams
that look at the same time share the question and what is read.  3. A region is sent when its HTML differs from what was sent
before.  4. At most four looks a second; a slow one every 20 seconds, in case a nudge was lost. While changes keep coming,
the streams fall into step: one that looked between the others would be given what they read a moment ago, and
a change since then only a quarter of a second later.  5. A beat every two seconds, so that the page notices within five
that the line is dead.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic

from starlette.requests import Request

from hilft import cases
from hilft.db import transaction
from hilft.ids import BrandId
from hilft.problems import NotFound, Unavailable
from hilft.web import cookies
from hilft.web.calls.regions import region as call_region
from hilft.web.case.regions import regions as case_regions
from hilft.web.doors import blank, know
from hilft.web.house import House
from hilft.web.inbox.regions import regions as inbox_regions
from hilft.web.live.rollcall import RollCall
from hilft.web.place import Place
from hilft.web.region import Region, event, region
from hilft.web.visit import SignedOut

_GATHER = 0.01
"Nudges reach all streams within a moment; reading a moment later lets them share one reading."
_APART = 0.25
_DRIFT = 0.05
"So much later a stream looks each time until it is in step."
_SLACK = 0.001
_BEAT = 2.0
_LOOK = 20.0


@dataclass(frozen=True, slots=True)
class Page:
    """An open page: what it shows and what it is woken by."""

    house: House
    roll_call: RollCall
    request: Request
    place: Place
    brand_id: BrandId
    topics: tuple[str, ...]


async def frames(page: Page) -> AsyncIterator[bytes]:
    """Give the page's events, in the form of the HTML standard's server-sent events."""
    sent: dict[str, bytes] = {}
    async with page.house.hub.subscribe(page.brand_id, page.topics) as changes:
        woken = due = monotonic()
        while True:
            await asyncio.sleep(_GATHER)
            try:
                for frame in _changed(await _look(page, woken), sent):
                    yield frame
            except (SignedOut, NotFound) as end:
                yield event(type(end).__name__, {})
                return
            except Unavailable:
                yield event("away", {})
            yield event("beat", {})
            looked = monotonic()
            change = asyncio.ensure_future(changes.wait())
            try:
                while not change.done() and monotonic() - looked < _LOOK:
                    await asyncio.wait({change}, timeout=_BEAT)
                    if not change.done():
                        yield event("beat", {})
            finally:
                change.cancel()
            if change.done() and not change.cancelled() and change.exception() is not None:
                return  # the hub is closed: the process stops
            woken = monotonic()
            due = max(woken, next_look(due, looked))
            await asyncio.sleep(due - woken)
            woken = max(woken, due - _DRIFT)  # what others read before that may lack what came since


def next_look(due: float, ended: float) -> float:
    """Say when a stream may look again whose last look was ``due`` and ended then; seconds on a clock all share."""
    # A look that took long has its rest counted from its end, or a busy process would do nothing else.
    at = (due if ended - due < _APART / 2 else ended) + _APART
    to_step = -at % _APART
    return at if to_step > _APART - _SLACK else at + min(_DRIFT, to_step)


async def _look(page: Page, woken: float) -> dict[str, Region]:
    visit = blank(page.house, page.request)
    token = page.request.cookies.get(cookies.SESSION, "")
    present = await page.roll_call.present(token) if token else None
    if present is None:
        raise SignedOut
    know(visit, present.session, present.brand)
    made = await inbox_regions(visit, page.place, woken) if page.place.listed else {}
    if page.place.code:
        async with transaction(page.house.pool) as visit.open_tx:
            case = await cases.find(visit.conn, visit.agent, page.place.code)
            painted = await case_regions(visit, case)
        made = made | {name: region(name, html) for name, html in painted.items()}
        visit.open_tx = None
    return made | {"call": await call_region(visit, woken)}


def _changed(made: dict[str, Region], sent: dict[str, bytes]) -> list[bytes]:
    changed = []
    for name, now in made.items():
        if sent.get(name) != now.digest:
            sent[name] = now.digest
            changed.append(now.frame)
    return changed
