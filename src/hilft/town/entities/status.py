"""Status, StatusEdit, StatusSource."""

from typing import Any

from hilft.town.entities.account import (
    account_json,
    account_url,
    find_mention,
    mention_json,
    mentioned_in,
)
from hilft.town.entities.media import media_json
from hilft.town.html import to_html
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import DISTRIBUTABLE, Revision, Status, original
from hilft.town.town import Town

Json = dict[str, Any]


def status_url(town: Town, status: Status) -> str:
    return f"{account_url(town, town.state.accounts.by_id[status.account])}/{status.id}"


def content_html(town: Town, status: Status, text: str | None = None) -> str:
    """Only those who were mentioned when it was written are links."""

    def find(name: str) -> tuple[str, str] | None:
        account = find_mention(town, name)
        if account is None or account.id not in status.mentions:
            return None
        return account_url(town, account), account.username

    return to_html(status.text if text is None else text, find, town.origin)


def status_json(town: Town, status: Status, viewer: Account | None, *, source: bool = False) -> Json:
    """`source` adds the text as it was typed: the answer to a deletion."""
    statuses = town.state.statuses
    inner = None if status.reblog_of is None else statuses.by_id[status.reblog_of]
    shown = inner or status
    answered = status.reply_to_account if status.reply_to_account in town.state.accounts.by_id else None
    entity: Json = {
        "id": str(status.id),
        "created_at": status.at,
        "in_reply_to_id": _text(status.reply_to),
        "in_reply_to_account_id": _text(answered),
        "sensitive": shown.sensitive,
        "spoiler_text": shown.spoiler,
        "visibility": status.visibility,
        "language": shown.language,
        "uri": status.uri,
        "url": status_url(town, shown),
        "replies_count": shown.replies,
        "reblogs_count": len(statuses.reblogs.get(shown.id, ())),
        "favourites_count": len(statuses.likings.get(shown.id, ())),
        "edited_at": shown.edited_at,
        "content": content_html(town, shown),
        "reblog": None if inner is None else status_json(town, inner, viewer),
        "application": _application(town, status),
        "account": account_json(town, town.state.accounts.by_id[status.account]),
        "media_attachments": _media(town, shown.media),
        "mentions": [mention_json(town, account) for account in mentioned_in(town, shown)],
        "tags": [{"name": tag, "url": f"{town.origin}/tags/{tag}"} for tag in shown.tags],
        "emojis": [],
        "card": None,
        "poll": None,
    }
    if source:
        entity["text"] = status.text
    if viewer is not None:
        entity |= _viewer_marks(town, shown, viewer)
    return entity


def history_json(town: Town, status: Status) -> list[Json]:
    revisions = status.revisions or [original(status)]
    return [_revision_json(town, status, revision) for revision in revisions]


def source_json(status: Status) -> Json:
    return {"id": str(status.id), "text": status.text, "spoiler_text": status.spoiler}


def _viewer_marks(town: Town, status: Status, viewer: Account) -> Json:
    statuses = town.state.statuses
    marks: Json = {
        "favourited": viewer.id in statuses.likings.get(status.id, ()),
        "reblogged": viewer.id in statuses.reblogs.get(status.id, ()),
        "muted": False,
        "bookmarked": False,
        "filtered": [],
    }
    if viewer.id == status.account and status.visibility in DISTRIBUTABLE:
        marks["pinned"] = False
    return marks


def _revision_json(town: Town, status: Status, revision: Revision) -> Json:
    return {
        "content": content_html(town, status, revision.text),
        "spoiler_text": revision.spoiler,
        "sensitive": revision.sensitive,
        "created_at": revision.at,
        "account": account_json(town, town.state.accounts.by_id[status.account]),
        "media_attachments": _media(town, revision.media),
        "emojis": [],
    }


def _media(town: Town, numbers: list[int]) -> list[Json]:
    shelf = town.state.media.by_id
    return [media_json(town, shelf[number]) for number in numbers if number in shelf]


def _application(town: Town, status: Status) -> Json | None:
    app = town.state.keys.apps.get(status.app or 0)
    return None if app is None else {"name": app.name, "website": app.website}


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
