"""Writing: answers and notes. An Idempotency-Key makes a repeated request harmless."""

import secrets
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from pydantic import AwareDatetime, BaseModel, Field

from hilft import cases
from hilft.cases import Answer
from hilft.channels import Visibility
from hilft.ids import ConversationId
from hilft.memory import Key, Wish
from hilft.web.api import shapes, shaping
from hilft.web.api.edge import DeskRoute, InHouse, SignedIn, Tx

TEXT_LIMIT = 100_000
NOTE_LIMIT = 20_000
HOLD_LIMIT = 3600

router = APIRouter(route_class=DeskRoute, tags=["writing"])

RequestKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="Same key, same body: the same answer again"),
]


class PromiseBody(BaseModel):
    """What the answer promises, and until when."""

    text: str = Field(min_length=1, max_length=500)
    due_at: AwareDatetime


class ReplyBody(BaseModel):
    """An answer to the customer. ``hold_seconds``: time to undo it, 0 none, absent what the desk has set.

    ``cc`` and ``bcc``: further mail addresses, on networks whose answers can be copied. ``promises``: kept track of until
    they are kept or broken. ``personal_data_reason``: why personal data goes out in public all the same; it is kept.
    ``asked_on_purpose``: by key, why something known is asked again.
    """

    text: str = Field(max_length=TEXT_LIMIT)
    visibility: Visibility
    conversation: UUID | None = None
    hold_seconds: int | None = Field(default=None, ge=0, le=HOLD_LIMIT)
    drop_handles: bool = False
    split: bool = False
    cc: list[str] = Field(default_factory=list, max_length=20)
    bcc: list[str] = Field(default_factory=list, max_length=20)
    promises: list[PromiseBody] = Field(default_factory=list, max_length=20)
    personal_data_reason: str = Field(default="", max_length=500)
    asked_on_purpose: dict[Key, Annotated[str, Field(max_length=500)]] = Field(default_factory=dict)


class NoteBody(BaseModel):
    text: str = Field(max_length=NOTE_LIMIT)


@router.post("/cases/{code}/replies", status_code=HTTPStatus.CREATED)
async def reply(
    tx: Tx, agent: SignedIn, house: InHouse, code: str, body: ReplyBody, idempotency_key: RequestKey = None
) -> shapes.ReplyDone:
    """Answer the customer: in the named conversation, else in the newest one of that visibility."""
    answer = Answer(
        text=body.text,
        visibility=body.visibility,
        conversation_id=ConversationId(body.conversation) if body.conversation else None,
        hold_seconds=body.hold_seconds,
        request_key=idempotency_key or secrets.token_hex(16),
        drop_handles=body.drop_handles,
        split=body.split,
        cc=tuple(body.cc),
        bcc=tuple(body.bcc),
        promises=tuple(Wish(each.text, each.due_at) for each in body.promises),
        personal_data_reason=body.personal_data_reason,
        on_purpose=body.asked_on_purpose,
    )
    done = await cases.reply(tx, house.switchboard, agent, code, answer, house.now(), house.undo_seconds)
    held = body.hold_seconds != 0 and (body.hold_seconds is not None or house.undo_seconds > 0)
    return shapes.ReplyDone(
        id=done.message_id,
        code=code,
        direction="out",
        visibility=body.visibility,
        text=done.text,
        agent=agent.first_name,
        delivery=done.delivery_id,
        hold_until=done.hold_until if held else None,
    )


@router.post("/cases/{code}/notes", status_code=HTTPStatus.CREATED)
async def note(
    tx: Tx, agent: SignedIn, house: InHouse, code: str, body: NoteBody, idempotency_key: RequestKey = None
) -> shapes.NoteItem:
    """Leave a note that only colleagues see."""
    return shaping.note_item(
        await cases.note(tx, agent, code, body.text, house.now(), request_key=idempotency_key)
    )
