"""Before an answer leaves: what it asks again, promises, leaves vague, shows of a person."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from hilft import cases
from hilft.channels import Visibility
from hilft.web.api.edge import DeskRoute, InHouse, SignedIn, Tx
from hilft.web.api.shapes import Instant

router = APIRouter(route_class=DeskRoute, tags=["writing"])


class DraftBody(BaseModel):
    """A text as it stands, and whether it would go out in public."""

    text: str = Field(max_length=100_000)
    visibility: Visibility


class AskedAgain(BaseModel):
    """The draft asks for what is known: ``value``, told at ``said_at`` over ``channel``; ``question`` is its own words."""

    key: str
    value: str
    said_at: Instant
    channel: str
    question: str


class PromiseFound(BaseModel):
    text: str
    due_at: Instant


class VagueFound(BaseModel):
    """Words that promise something without saying until when; ``start`` and ``end`` count characters of the text."""

    text: str
    start: int
    end: int


class PersonalFound(BaseModel):
    """``start`` and ``end`` count characters of the text."""

    kind: str
    start: int
    end: int


class DraftCheck(BaseModel):
    asked_again: list[AskedAgain]
    promises: list[PromiseFound]
    vague: list[VagueFound]
    personal_data: list[PersonalFound]


@router.post("/cases/{code}/draft-check")
async def draft_check(tx: Tx, agent: SignedIn, house: InHouse, code: str, body: DraftBody) -> DraftCheck:
    """Look through a draft by what is known of its case; everything said so far has been read before."""
    found = await cases.check_draft(tx, agent, code, body.text, body.visibility, house.now())
    return DraftCheck(
        asked_again=[
            AskedAgain(
                key=each.key,
                value=each.known.value,
                said_at=each.known.said_at,
                channel=each.known.channel,
                question=each.question,
            )
            for each in found.asked
        ],
        promises=[PromiseFound(text=each.text, due_at=each.due_at) for each in found.promises],
        vague=[VagueFound(text=each.text, start=each.start, end=each.end) for each in found.vague],
        personal_data=[
            PersonalFound(kind=each.kind, start=each.start, end=each.end) for each in found.personal
        ],
    )
