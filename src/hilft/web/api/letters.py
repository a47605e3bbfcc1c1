"""Letters: put into the desk, listed for the mail room, fetched as PDF, marked as printed and posted."""

import base64
import binascii
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from hilft import letters
from hilft.cases import written
from hilft.ids import AccountId
from hilft.letters import Letter, NotAScan, Scan, Sender, Sheet
from hilft.web.api import shapes, shaping
from hilft.web.api.cases import owner_of
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx
from hilft.web.api.shapes import Instant

router = APIRouter(route_class=DeskRoute, tags=["letters"])


class SheetItem(BaseModel):
    """An answer on paper. ``printable``: whether its PDF is still kept."""

    id: UUID
    recipient: str
    pages: int
    case: str
    agent: str | None
    written_at: Instant
    printed_at: Instant | None
    printed_by: str | None
    posted_at: Instant | None
    posted_by: str | None
    printable: bool


class Sheets(BaseModel):
    items: list[SheetItem]


class Marked(BaseModel):
    """How many were not marked before."""

    marked: int


class Ids(BaseModel):
    letters: list[UUID] = Field(max_length=200)


class SenderBody(BaseModel):
    """As it stands on an envelope; each one line of at most 80 characters."""

    name: str = Field(max_length=200)
    street: str = Field(max_length=200)
    place: str = Field(max_length=200)
    extra: str = Field(default="", max_length=200)
    country: str = Field(default="", max_length=200)


class ScanBody(BaseModel):
    """``content``: the file in base64; PDF, JPEG, PNG or TIFF. A whole request has at most a megabyte."""

    content: str = Field(max_length=1_000_000)
    name: str = Field(default="", max_length=200)


class LetterBody(BaseModel):
    """``written_on``: the date of the letter; ``case``: its code, null for a new one; ``text``: what the letter says."""

    written_on: date
    scans: list[ScanBody] = Field(max_length=8)
    sender: SenderBody | None = None
    case: str | None = Field(default=None, max_length=100)
    text: str = Field(default="", max_length=100_000)
    account: UUID | None = None


@router.get("/letters")
async def list_letters(
    conn: Conn, agent: SignedIn, state: Annotated[Literal["waiting", "posted"], Query()] = "waiting"
) -> Sheets:
    """List answers on paper: those to be printed and posted, the oldest first, or those posted lately."""
    found = await (letters.waiting(conn, agent) if state == "waiting" else letters.posted(conn, agent))
    return Sheets(items=[_item(each) for each in found])


@router.post("/letters", status_code=201)
async def put_letter(tx: Tx, agent: SignedIn, house: InHouse, body: LetterBody) -> shapes.CaseState:
    """Put a letter into a case, or into a new one of its sender; the same scan of the same day again is the same letter."""
    scans = []
    for each in body.scans:
        content = _bytes(each.content)
        kind = letters.kind_of(content)
        scans.append(Scan(await house.files.put(content), len(content), kind, each.name))
    letter = Letter(
        written_on=body.written_on,
        scans=scans,
        sender=Sender(**body.sender.model_dump()) if body.sender else None,
        text=body.text,
        account_id=AccountId(body.account) if body.account else None,
    )
    case = await letters.take_in(tx, agent, letter, house.now(), body.case or None)
    return shaping.case_state(case, await owner_of(tx.conn, agent, case))


@router.get(
    "/letters/{id}/pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}}
)
async def read_pdf(conn: Conn, agent: SignedIn, id: UUID) -> Response:  # noqa: A002 - the path's word
    """Give one answer as it is printed."""
    return Response(await letters.print_all(conn, agent, [id]), media_type="application/pdf")


@router.post("/letters/printed")
async def mark_printed(tx: Tx, agent: SignedIn, house: InHouse, body: Ids) -> Marked:
    """Say that these were printed; again changes nothing."""
    return Marked(marked=await letters.mark_printed(tx, agent, body.letters, house.now()))


@router.post("/letters/posted")
async def mark_posted(tx: Tx, agent: SignedIn, house: InHouse, body: Ids) -> Marked:
    """Say that these are in the post; again changes nothing."""
    return Marked(marked=await letters.mark_posted(tx, agent, body.letters, house.now()))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotAScan from None


def _item(sheet: Sheet) -> SheetItem:
    return SheetItem(
        id=sheet.id, recipient=sheet.recipient, pages=sheet.pages, case=written(sheet.code),
        agent=sheet.agent_name or None, written_at=sheet.made_at, printed_at=sheet.printed_at,
        printed_by=sheet.printed_by or None, posted_at=sheet.posted_at, posted_by=sheet.posted_by or None,
        printable=sheet.there,
    )  # fmt: skip
