"""Deliveries that wait for a decision: undo a held one, settle an unknown one."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from hilft import cases
from hilft.ids import DeliveryId
from hilft.web.api import shapes
from hilft.web.api.edge import DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["deliveries"])


@router.post("/deliveries/{delivery}/undo")
async def undo(tx: Tx, agent: SignedIn, house: InHouse, delivery: UUID) -> shapes.DraftText:
    """Take an answer back while it is held; its text becomes a draft again."""
    draft = await cases.undo_answer(tx, agent, DeliveryId(delivery), house.now())
    return shapes.DraftText(text=draft.text)


@router.post("/deliveries/{delivery}/resend", status_code=HTTPStatus.NO_CONTENT)
async def resend(tx: Tx, agent: SignedIn, house: InHouse, delivery: UUID) -> None:
    """Send an unknown or refused answer again: a person looked, it is not there."""
    await cases.send_again(tx, agent, DeliveryId(delivery), house.now())


@router.post("/deliveries/{delivery}/confirm", status_code=HTTPStatus.NO_CONTENT)
async def confirm(tx: Tx, agent: SignedIn, house: InHouse, delivery: UUID) -> None:
    """Say that an unknown answer did arrive: a person saw it."""
    await cases.it_is_there(tx, agent, DeliveryId(delivery), house.now())
