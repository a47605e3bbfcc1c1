"""Announcements: what the brand tells everybody, on the public page, in its feed and on its accounts."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from hilft import accounts, news
from hilft.db import Connection
from hilft.hours import instant_of
from hilft.ids import AccountId
from hilft.news import Announcement, Kind, NoAccount, Shown
from hilft.staff import Agent
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx
from hilft.web.house import House

router = APIRouter(route_class=DeskRoute, tags=["announcements"])

Text = Annotated[str, Field(max_length=20_000)]
Time = Annotated[str, Field(max_length=100)]
Deed = Literal["withdraw", "anew", "retry", "resend", "confirm"]


class PostBody(BaseModel):
    """``account``: its handle without ``@`` or its id. ``text``: what it says; absent or null: title and text."""

    model_config = ConfigDict(extra="forbid")

    account: Annotated[str, Field(min_length=1, max_length=300)]
    text: Text | None = None


Posts = Annotated[list[PostBody], Field(max_length=100)]


class AnnouncementBody(BaseModel):
    """``publish_at``: an instant with its zone; absent, null or past: at once. ``posts``: on which accounts, too."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["news", "disruption"] = "news"
    title: Text
    text: Text
    publish_at: Time | None = None
    posts: Posts = Field(default_factory=list)


class AnnouncementChange(BaseModel):
    """What is given changes. ``publish_at`` counts only before it is published, ``over`` only for a disruption.

    ``posts``: the accounts that are to say it. One that is missing says nothing as long as it has said nothing;
    what it did say is taken down by ``…/posts/{post}/withdraw``.
    """

    model_config = ConfigDict(extra="forbid")

    title: Text | None = None
    text: Text | None = None
    publish_at: Time | None = None
    posts: Posts | None = None
    over: Literal[True] | None = None


class PostItem(BaseModel):
    """An announcement on one account.

    ``state``: planned, leaving, published, changing, differs (an earlier text stands there), refused, unknown,
    withdrawing, stuck (it is to be gone and is not) or withdrawn. ``said``: what stands there as far as we know.
    """

    id: UUID
    account: str
    channel: str
    state: str
    reason: str
    text: str
    said: str
    url: str
    can_change: bool
    can_withdraw: bool


class PreviewItem(BaseModel):
    """What an account would say; ``used`` and ``limit`` in ``unit``, as its network counts."""

    account: str
    text: str
    used: int
    limit: int
    unit: str
    ok: bool


class PreviewList(BaseModel):
    items: list[PreviewItem]


class PreviewBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Text = ""
    text: Text = ""
    posts: Posts


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
    posts: list[PostItem]


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
    return AnnouncementPage(items=await _items(conn, house, agent, found[:limit]), next=more)


@router.post("/announcements", status_code=HTTPStatus.CREATED)
async def announce(tx: Tx, agent: SignedIn, house: InHouse, body: AnnouncementBody) -> AnnouncementItem:
    """Announce something, at once or at a time, on the page, in the feed and on the accounts that are named."""
    made = await news.announce(
        tx, house.switchboard, agent, kind=Kind(body.kind), title=body.title, text=body.text,
        publish_at=_time(body.publish_at), now=house.now(), chosen=await _chosen(tx.conn, agent, body.posts),
    )  # fmt: skip
    return await _item(tx.conn, house, agent, made)


@router.post("/announcements/preview")
async def preview(conn: Conn, agent: SignedIn, house: InHouse, body: PreviewBody) -> PreviewList:
    """Say what each account would say and how long that is; nothing is kept."""
    agent.check_leads()
    among = await news.audiences(conn, house.switchboard, agent.brand_id)
    chosen = await _chosen(conn, agent, body.posts)
    return PreviewList(
        items=[
            PreviewItem(
                account=each.account.handle.removeprefix("@"), text=each.text, used=each.used, limit=each.limit,
                unit=each.unit, ok=each.ok,
            )
            for each in news.preview(among, body.title, body.text, chosen)
        ]
    )  # fmt: skip


@router.get("/announcements/{announcement}")
async def show(conn: Conn, agent: SignedIn, house: InHouse, announcement: UUID) -> AnnouncementItem:
    """Give one announcement, whatever became of it."""
    return await _item(conn, house, agent, await news.announcement(conn, agent.brand_id, announcement))


@router.patch("/announcements/{announcement}")
async def change(
    tx: Tx, agent: SignedIn, house: InHouse, announcement: UUID, body: AnnouncementChange
) -> AnnouncementItem:
    """Change an announcement everywhere the networks allow it; say that a disruption is over."""
    chosen = None if body.posts is None else await _chosen(tx.conn, agent, body.posts)
    found = await news.change(
        tx, house.switchboard, agent, announcement, title=body.title, text=body.text,
        publish_at=_time(body.publish_at), now=house.now(), chosen=chosen,
    )  # fmt: skip
    if body.over:
        found = await news.end(tx, agent, announcement, house.now())
    return await _item(tx.conn, house, agent, found)


@router.delete("/announcements/{announcement}", status_code=HTTPStatus.NO_CONTENT)
async def withdraw(tx: Tx, agent: SignedIn, house: InHouse, announcement: UUID) -> None:
    """Take an announcement from page, feed and accounts; colleagues still see that it was there."""
    await news.withdraw(tx, agent, announcement, house.now())


@router.post("/announcements/{announcement}/posts/{post}/{deed}")
async def settle(
    tx: Tx, agent: SignedIn, house: InHouse, announcement: UUID, post: UUID, deed: Deed
) -> AnnouncementItem:
    """Settle how an announcement stands on one account.

    ``withdraw``: take it down there. ``anew``: take it down and say it anew, as it is now. ``retry``: ask again for what
    the network refused. ``resend`` and ``confirm``: for an unknown one, when a person looked: it is not there, it is there.
    """
    now = house.now()
    if deed == "withdraw":
        await news.withdraw_post(tx, agent, announcement, post, now)
    elif deed == "anew":
        await news.publish_anew(tx, house.switchboard, agent, announcement, post, now)
    elif deed == "retry":
        await news.try_again(tx, agent, announcement, post, now)
    elif deed == "resend":
        await news.send_again(tx, agent, announcement, post, now)
    else:
        await news.it_is_there(tx, agent, announcement, post, now)
    return await _item(tx.conn, house, agent, await news.announcement(tx.conn, agent.brand_id, announcement))


def _time(text: str | None) -> datetime | None:
    return instant_of(text) if text else None


async def _chosen(conn: Connection, agent: Agent, posts: list[PostBody]) -> dict[AccountId, str]:
    if not posts:
        return {}
    known: dict[str, AccountId] = {}
    for each in await accounts.accounts(conn, agent.brand_id):
        known |= {each.handle.removeprefix("@").lower(): each.id, str(each.id): each.id}
    chosen = {}
    for post in posts:
        found = known.get(post.account.strip().removeprefix("@").lower())
        if found is None:
            raise NoAccount(account=post.account)
        chosen[found] = post.text or ""
    return chosen


async def _item(conn: Connection, house: House, agent: Agent, found: Announcement) -> AnnouncementItem:
    return (await _items(conn, house, agent, [found]))[0]


async def _items(
    conn: Connection, house: House, agent: Agent, several: list[Announcement]
) -> list[AnnouncementItem]:
    posts = await news.posts_of(conn, house.switchboard, agent.brand_id, [each.id for each in several])
    return [
        AnnouncementItem(
            id=found.id,
            kind=found.kind.value,
            title=found.title,
            text=found.text,
            state=found.stage(house.now()).value,
            publish_at=found.publish_at,
            created_at=found.created_at,
            changed_at=found.changed_at,
            over_at=found.over_at,
            withdrawn_at=found.withdrawn_at,
            posts=[_post_item(each) for each in posts.get(found.id, [])],
        )
        for found in several
    ]


def _post_item(shown: Shown) -> PostItem:
    return PostItem(
        id=shown.post.id,
        account=shown.account.handle.removeprefix("@"),
        channel=shown.account.channel,
        state=shown.state.value,
        reason=shown.reason,
        text=shown.post.text,
        said=shown.post.said,
        url=shown.url,
        can_change=shown.edits,
        can_withdraw=shown.deletes,
    )
