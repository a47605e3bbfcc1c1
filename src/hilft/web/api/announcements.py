"""Announcements: what the brand tells everybody, on the public page and in its feed."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from hilft import news
from hilft.hours import instant_of
from hilft.news import Announcement, Kind
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["announcements"])

Text = Annotated[str, Field(max_length=20_000)]
Time = Annotated[str, Field(max_length=100)]


class AnnouncementBody(BaseModel):
    """``publish_at``: an instant with its zone; absent, null or past: at once."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["news", "disruption"] = "news"
    title: Text
    text: Text
    publish_at: Time | None = None


class AnnouncementChange(BaseModel):
    """What is given changes. ``publish_at`` counts only before it is published, ``over`` only for a disruption."""

    model_config = ConfigDict(extra="forbid")

    title: Text | None = None
    text: Text | None = None
    publish_at: Time | None = None
    over: Literal[True] | None = None


class AnnouncementItem(BaseModel):
    id: UUID
    kind: str
    title: str
    text: str
    state: str
    "scheduled, published, over or withdrawn."
    publish_at: shapes.Instant
    created_at: shapes.Instant
    changed_at: shapes.Instant
    over_at: shapes.Instant | None
    withdrawn_at: shapes.Instant | None


class AnnouncementPage(BaseModel):
    items: list[AnnouncementItem]
    next: UUID | None


@router.get("/announcements")
async def list_announcements(
    conn: Conn,
    agent: SignedIn,
    house: InHouse,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AnnouncementPage:
    """List what was and will be announced, the newest first."""
    found = await news.announcements(conn, agent.brand_id, after, limit + 1)
    more = found[limit - 1].id if len(found) > limit else None
    return AnnouncementPage(items=[_item(each, house.now()) for each in found[:limit]], next=more)


@router.post("/announcements", status_code=HTTPStatus.CREATED)
async def announce(tx: Tx, agent: SignedIn, house: InHouse, body: AnnouncementBody) -> AnnouncementItem:
    """Announce something, at once or at a time."""
    now = house.now()
    made = await news.announce(
        tx, agent, kind=Kind(body.kind), title=body.title, text=body.text, publish_at=_time(body.publish_at),
        now=now,
    )  # fmt: skip
    return _item(made, now)


@router.get("/announcements/{announcement}")
async def show(conn: Conn, agent: SignedIn, house: InHouse, announcement: UUID) -> AnnouncementItem:
    """Give one announcement, whatever became of it."""
    return _item(await news.announcement(conn, agent.brand_id, announcement), house.now())


@router.patch("/announcements/{announcement}")
async def change(
    tx: Tx, agent: SignedIn, house: InHouse, announcement: UUID, body: AnnouncementChange
) -> AnnouncementItem:
    """Change an announcement where it stands; say that a disruption is over."""
    now = house.now()
    found = await news.change(
        tx, agent, announcement, title=body.title, text=body.text, publish_at=_time(body.publish_at), now=now
    )
    if body.over:
        found = await news.end(tx, agent, announcement, now)
    return _item(found, now)


@router.delete("/announcements/{announcement}", status_code=HTTPStatus.NO_CONTENT)
async def withdraw(tx: Tx, agent: SignedIn, house: InHouse, announcement: UUID) -> None:
    """Take an announcement from the page and the feed; colleagues still see that it was there."""
    await news.withdraw(tx, agent, announcement, house.now())


def _time(text: str | None) -> datetime | None:
    return instant_of(text) if text else None


def _item(found: Announcement, now: datetime) -> AnnouncementItem:
    return AnnouncementItem(
        id=found.id,
        kind=found.kind.value,
        title=found.title,
        text=found.text,
        state=found.stage(now).value,
        publish_at=found.publish_at,
        created_at=found.created_at,
        changed_at=found.changed_at,
        over_at=found.over_at,
        withdrawn_at=found.withdrawn_at,
    )
