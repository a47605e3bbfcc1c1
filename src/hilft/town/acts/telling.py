"""Who hears of what on the streams. Source: Mastodon, fan_out_on_write_service.rb, remove_status_service.rb."""

import json
from functools import partial
from typing import Any

from hilft.town.entities.notice import letter_json, notice_json
from hilft.town.entities.status import status_json
from hilft.town.state.accounts import Account
from hilft.town.state.letters import Letter
from hilft.town.state.notices import Notice
from hilft.town.state.statuses import DIRECT, PUBLIC, Status
from hilft.town.town import Town

UPDATE, EDITED = "update", "status.update"


def tell_status(town: Town, status: Status, event: str = UPDATE) -> None:
    people = town.state.accounts.by_id
    for account in home_of(town, status, event):
        town.hub.tell([f"user:{account}"], event, partial(_status_for, town, status, people[account]))
    town.hub.tell(public_channels(town, status), event, partial(_status_for, town, status, None))


def home_of(town: Town, status: Status, event: str) -> list[int]:
    """The author, followers as far as the status is for them, and for edits those who are mentioned."""
    bonds = town.state.bonds
    followers = bonds.followers.get(status.account, {})
    hearing = [status.account]
    for follower, follow in followers.items():
        if status.visibility == DIRECT and follower not in status.mentions:
            continue
        if status.reblog_of is not None and not follow.reblogs:
            continue
        if not bonds.is_muting(follower, status.account) and is_for_home(town, follower, status):
            hearing.append(follower)
    if event == EDITED and town.settings.edits_reach_mentioned:
        hearing += [each for each in status.mentions if each not in hearing]
    return [each for each in hearing if each in town.state.accounts.by_id]


def is_for_home(town: Town, account: int, status: Status) -> bool:
    """An answer to somebody the reader does not follow stays out. Source: feed_manager.rb, filter_from_home."""
    answered = status.reply_to_account
    return (
        not status.reply
        or answered in {None, account, status.account}
        or status.account == account
        or town.state.bonds.is_following(account, answered or 0)
    )


def public_channels(town: Town, status: Status) -> list[str]:
    if status.visibility != PUBLIC or status.reblog_of is not None:
        return []
    channels = [f"hashtag:{tag}" for tag in status.tags]
    channels += [f"hashtag:local:{tag}" for tag in status.tags]
    if not status.reply or status.reply_to_account == status.account:
        channels += ["public", "public:local"]
        if any(number in town.state.media.by_id for number in status.media):
            channels += ["public:media", "public:local:media"]
    return channels


def hearing_of_end(town: Town, status: Status) -> list[str]:
    """The channels to tell of a deletion; to be asked while the status is still there."""
    followers = town.state.bonds.followers.get(status.account, {})
    people = dict.fromkeys([status.account, *followers, *status.mentions])
    return [*(f"user:{account}" for account in people), *public_channels(town, status)]


def tell_gone(town: Town, status: Status, channels: list[str]) -> None:
    town.hub.tell(channels, "delete", lambda: str(status.id))


def tell_notice(town: Town, notice: Notice, receiver: Account) -> None:
    town.hub.tell(
        [f"notification:{receiver.id}"],
        "notification",
        lambda: _dump(notice_json(town, notice, receiver)),
    )


def tell_letter(town: Town, letter: Letter, receiver: Account) -> None:
    town.hub.tell(
        [f"direct:{receiver.id}"], "conversation", lambda: _dump(letter_json(town, letter, receiver))
    )


def _status_for(town: Town, status: Status, viewer: Account | None) -> str:
    return _dump(status_json(town, status, viewer))


def _dump(entity: dict[str, Any]) -> str:
    return json.dumps(entity, ensure_ascii=False, separators=(",", ":"))
