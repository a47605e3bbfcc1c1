"""What is known of a case: the brief, the facts, and an agent's word on them."""

from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request

from hilft import accounts, cases, memory
from hilft.memory import Brief, BriefLine, Fact, Part, Source, holding
from hilft.web.api import shapes
from hilft.web.api.edge import DeskRoute, InHouse, SignedIn, Tx
from hilft.web.knowledge import words
from hilft.web.languages import choose
from hilft.web.times import Clock

TEXT_LIMIT = 1_000

router = APIRouter(route_class=DeskRoute, tags=["memory"])


class CorrectBody(BaseModel):
    """``value``: what is right, one line of at most 200 characters."""

    value: str = Field(max_length=TEXT_LIMIT)


@router.get("/cases/{code}/brief")
async def read_brief(
    tx: Tx, agent: SignedIn, house: InHouse, request: Request, code: str
) -> shapes.BriefCard:
    """Give the card a colleague reads in ten seconds, each line with its source, and all of it as plain text.

    What is pending is read first. ``text`` comes in the language of ``Accept-Language``.
    """
    case = await cases.find(tx.conn, agent, code)
    brief = await cases.brief(tx, agent, case, house.now())
    brand = await accounts.brand_by_id(tx.conn, agent.brand_id)
    assert brand is not None  # a foreign key points here
    language = choose((), request.headers.get("accept-language", ""), brand.language)
    return _card(brief, Clock(ZoneInfo(brand.zone), language, house.now()))


@router.get("/cases/{code}/facts")
async def list_facts(tx: Tx, agent: SignedIn, house: InHouse, code: str) -> shapes.FactPage:
    """List what was said, newest first: what holds, and what was superseded, proposed, corrected or removed."""
    case = await cases.find(tx.conn, agent, code)
    await memory.finish_pending(tx, agent.brand_id, case.id, house.now())
    facts = await memory.facts_of(tx.conn, agent.brand_id, case.id)
    hold = {fact.id for fact in holding(facts)}
    return shapes.FactPage(items=[_fact(fact, holds=fact.id in hold) for fact in facts])


@router.post("/cases/{code}/facts/{fact}/confirm")
async def confirm(tx: Tx, agent: SignedIn, house: InHouse, code: str, fact: UUID) -> shapes.FactItem:
    """Vouch for a fact, also for one that was proposed or removed."""
    case = await cases.find(tx.conn, agent, code)
    return _fact(await memory.confirm(tx, agent, case.id, fact, house.now()), holds=True)


@router.post("/cases/{code}/facts/{fact}/correct")
async def correct(
    tx: Tx, agent: SignedIn, house: InHouse, code: str, fact: UUID, body: CorrectBody
) -> shapes.FactItem:
    """Put the right value beside the wrong one; answers with the new fact, its source is the same."""
    case = await cases.find(tx.conn, agent, code)
    return _fact(await memory.correct(tx, agent, case.id, fact, body.value, house.now()), holds=True)


@router.post("/cases/{code}/facts/{fact}/remove")
async def remove(tx: Tx, agent: SignedIn, house: InHouse, code: str, fact: UUID) -> shapes.FactItem:
    """Say that this is not so; ``confirm`` brings it back."""
    case = await cases.find(tx.conn, agent, code)
    return _fact(await memory.remove(tx, agent, case.id, fact, house.now()), holds=False)


def _fact(fact: Fact, *, holds: bool) -> shapes.FactItem:
    return shapes.FactItem(
        id=fact.id,
        key=fact.key,
        value=fact.value,
        detail=fact.detail,
        kind=fact.kind,
        sure=fact.sure,
        state=fact.state,
        holds=holds,
        said_at=fact.said_at,
        said_by=fact.said_by,
        channel=fact.channel,
        case=cases.written(fact.code),
        message=fact.message_id,
        note=fact.note_id,
        start=fact.start_at,
        end=fact.end_at,
        agent=fact.agent_name or None,
        decided_at=fact.decided_at,
        replaces=fact.replaces_id,
    )


def _card(brief: Brief, clock: Clock) -> shapes.BriefCard:
    problem = brief.part(Part.PROBLEM)
    (step,) = brief.part(Part.NEXT)
    return shapes.BriefCard(
        code=cases.written(brief.code),
        customer=brief.customer,
        problem=_line(problem[0], clock) if problem else None,
        said=[_line(line, clock) for line in brief.part(Part.SAID)],
        tried=[_line(line, clock) for line in brief.part(Part.TRIED)],
        found=[_line(line, clock) for line in brief.part(Part.FOUND)],
        promised=[_line(line, clock) for line in brief.part(Part.PROMISED)],
        next=shapes.BriefStep(
            what=step.key, by=step.value or None, at=step.due_at, text=words.sentence(step, clock)
        ),
        text=words.plain(brief, clock),
    )


def _line(line: BriefLine, clock: Clock) -> shapes.BriefItem:
    assert line.source is not None  # only the next step has none
    return shapes.BriefItem(
        key=line.key,
        value=line.value,
        detail=line.detail,
        text=words.sentence(line, clock),
        due_at=line.due_at,
        sure=line.fact.sure if line.fact else None,
        state=line.fact.state if line.fact else None,
        fact=line.fact.id if line.fact else None,
        source=_source(line.source),
    )


def _source(source: Source) -> shapes.BriefSource:
    return shapes.BriefSource(
        kind=source.kind,
        id=source.id,
        at=source.at,
        by=source.by,
        channel=source.channel,
        case=cases.written(source.code) if source.code else None,
    )
