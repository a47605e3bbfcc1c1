"""A status as the templates want it."""

from dataclasses import dataclass

from markupsafe import Markup

from hilft.town.entities.account import avatar_url, mentioned_in
from hilft.town.entities.media import media_json
from hilft.town.entities.status import content_html, status_url
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import Status
from hilft.town.town import Town


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    kind: str
    alt: str


@dataclass(frozen=True, slots=True)
class PostView:
    """Addresses are paths of this site, so that the page works under any name of it."""

    id: int
    author: Account
    avatar: str
    path: str
    at: str
    visibility: str
    spoiler: str
    html: Markup
    edited: bool
    replies: int
    is_mine: bool
    named: tuple[str, ...]
    pictures: tuple[Picture, ...]


def post_view(town: Town, status: Status, me: Account | None) -> PostView:
    inner = status if status.reblog_of is None else town.state.statuses.by_id[status.reblog_of]
    author = town.state.accounts.by_id[inner.account]
    shelf = town.state.media.by_id
    pictures = [media_json(town, shelf[number]) for number in inner.media if number in shelf]
    # Every part of it that a person typed was escaped by content_html.
    html = Markup(content_html(town, inner).replace(f'href="{town.origin}/', 'href="/'))  # noqa: S704
    return PostView(
        id=inner.id,
        author=author,
        avatar=avatar_url(town, author).removeprefix(town.origin),
        path=status_url(town, inner).removeprefix(town.origin),
        at=inner.at,
        visibility=inner.visibility,
        spoiler=inner.spoiler,
        html=html,
        edited=inner.edited_at is not None,
        replies=inner.replies,
        is_mine=me is not None and me.id == inner.account,
        named=tuple(account.username for account in mentioned_in(town, inner)),
        pictures=tuple(
            Picture(each["url"].removeprefix(town.origin), each["type"], each["description"] or "")
            for each in pictures
        ),
    )
