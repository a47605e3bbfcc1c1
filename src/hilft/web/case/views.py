"""The case page, older messages, and what one can do with a case."""

import contextlib
from time import monotonic
from uuid import UUID

from starlette.responses import Response

from hilft import cases, customers
from hilft.customers import Evidence
from hilft.ids import MessageId
from hilft.problems import NotFound
from hilft.web.calls.regions import region as call_region
from hilft.web.case import regions
from hilft.web.case.pane import pane
from hilft.web.case.snoozing import moment
from hilft.web.doors import Door
from hilft.web.place import Place
from hilft.web.visit import Visit


def code_of(visit: Visit) -> str:
    return str(visit.request.path_params["code"])


def message_id(text: str) -> MessageId:
    """Read a message's id; raises NotFound."""
    try:
        return MessageId(UUID(text))
    except ValueError:
        raise NotFound from None


def back(visit: Visit) -> str:
    """Where a plain form returns to: the case."""
    return f"/desk/case/{code_of(visit)}"


async def show(visit: Visit) -> Response:
    place = Place(code=code_of(visit), listed=False)
    shown = await pane(visit, place)
    return visit.page(
        "case/page.html", place=place, pane=shown, call_cards=await call_region(visit, monotonic())
    )


async def older(visit: Visit) -> Response:
    case = await cases.find(visit.conn, visit.agent, code_of(visit))
    said = await regions.said(visit, case, message_id(visit.query("before")))
    return visit.page("case/_older.html", case=case, said=said, limit=regions.MESSAGES)


async def claim(visit: Visit) -> Response:
    await cases.claim(visit.tx, visit.agent, code_of(visit), visit.now)
    return visit.done(back(visit))


async def release(visit: Visit) -> Response:
    await cases.release(visit.tx, visit.agent, code_of(visit), visit.now)
    return visit.done(back(visit))


async def hand_over(visit: Visit) -> Response:
    code, to, text = code_of(visit), visit.text("to"), visit.text("text")
    await cases.hand_over(visit.tx, visit.agent, code, to, text, visit.now)
    return visit.done(back(visit), visit.language.gettext("Handed over."))


async def snooze(visit: Visit) -> Response:
    until = moment(visit.text("until"), visit.now, visit.clock.zone)
    await cases.snooze(visit.tx, visit.agent, code_of(visit), until, visit.now)
    told = visit.language.gettext("Put off until {time}.").format(time=visit.clock.short(until))
    return visit.done(back(visit), told)


async def triage(visit: Visit) -> Response:
    code = code_of(visit)
    tags = [tag for tag in visit.text("tags").split(",") if tag.strip()]
    await cases.set_priority(visit.tx, visit.agent, code, visit.text("priority", "normal"), visit.now)
    await cases.set_tags(visit.tx, visit.agent, code, tags, visit.now)
    return visit.done(back(visit))


async def wait_for(visit: Visit) -> Response:
    await cases.wait_for(visit.tx, visit.agent, code_of(visit), visit.text("whom"), visit.now)
    return visit.done(back(visit))


async def wake(visit: Visit) -> Response:
    await cases.wake(visit.tx, visit.agent, code_of(visit), visit.now)
    return visit.done(back(visit))


async def solve(visit: Visit) -> Response:
    await cases.solve(visit.tx, visit.agent, code_of(visit), visit.now)
    return visit.done(back(visit), visit.language.gettext("Solved."))


async def reopen(visit: Visit) -> Response:
    await cases.reopen(visit.tx, visit.agent, code_of(visit), visit.now)
    return visit.done(back(visit))


async def close(visit: Visit) -> Response:
    await cases.close(visit.tx, visit.agent, code_of(visit), visit.now)
    return visit.done(back(visit), visit.language.gettext("Closed."))


async def split(visit: Visit) -> Response:
    made = await cases.split(
        visit.tx, visit.agent, code_of(visit), message_id(visit.text("message")), visit.now
    )
    told = visit.language.gettext("Split off into the case {code}.").format(code=made.written_code)
    return visit.done(back(visit), told)


async def join(visit: Visit) -> Response:
    into = visit.text("into")
    await cases.join(visit.tx, visit.agent, code_of(visit), into, visit.now)
    undo = {"address": f"{back(visit)}/part", "name": visit.language.gettext("Separate again")}
    return visit.done(f"/desk/case/{into}", visit.language.gettext("Joined."), moved=True, deed=undo)


async def join_same(visit: Visit) -> Response:
    """Join, and link the two who wrote: the agent vouches that they are one, because one named the other's code."""
    into = visit.text("into")
    panels = [
        await cases.customer_panel(visit.conn, visit.agent, await cases.find(visit.conn, visit.agent, code))
        for code in (into, code_of(visit))
    ]
    with contextlib.suppress(customers.SameCustomer):
        await customers.link(
            visit.tx, visit.brand.id, panels[0].customer_id, panels[1].customer_id, Evidence.AGENT, visit.now,
            reason=visit.language.gettext("named the code {code}").format(code=into), agent_id=visit.agent.id,
        )  # fmt: skip
    return await join(visit)


async def part(visit: Visit) -> Response:
    await cases.part(visit.tx, visit.agent, code_of(visit), visit.now)
    return visit.done(back(visit), visit.language.gettext("Separated again."))


_DEEDS = (
    claim,
    release,
    hand_over,
    snooze,
    triage,
    wait_for,
    wake,
    solve,
    reopen,
    close,
    split,
    join,
    join_same,
    part,
)

DOORS = (
    Door("/desk/case/{code}", show),
    Door("/desk/case/{code}/older", older),
    *(Door(f"/desk/case/{{code}}/{deed.__name__.replace('_', '-')}", deed, post=True) for deed in _DEEDS),
)
