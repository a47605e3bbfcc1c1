"""Account, CredentialAccount, Relationship."""

from typing import Any

from hilft.town.html import to_html
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import Status
from hilft.town.town import Town

Json = dict[str, Any]


def account_url(town: Town, account: Account) -> str:
    return f"{town.origin}/@{account.username}"


def find_mention(town: Town, name: str) -> Account | None:
    """`user` or `user@domain` as somebody of this town."""
    username, _, domain = name.partition("@")
    if domain and domain.lower() != town.settings.domain.lower():
        return None
    return town.state.accounts.named(username)


def avatar_url(town: Town, account: Account) -> str:
    if account.avatar:
        return f"{town.origin}/system/accounts/avatars/{account.id}/{account.avatar}"
    return f"{town.origin}/avatars/{account.id}.png"


def account_json(town: Town, account: Account) -> Json:
    avatar = avatar_url(town, account)
    header = (
        f"{town.origin}/system/accounts/headers/{account.id}/{account.header}"
        if account.header
        else f"{town.origin}/headers/original/missing.png"
    )
    bonds = town.state.bonds
    return {
        "id": str(account.id),
        "username": account.username,
        "acct": account.username,
        "display_name": account.display_name,
        "locked": account.locked,
        "bot": account.bot,
        "discoverable": account.discoverable,
        "indexable": False,
        "group": False,
        "created_at": account.at[:10] + "T00:00:00.000Z",
        "note": _html(town, account.note),
        "url": account_url(town, account),
        "uri": account.uri,
        "avatar": avatar,
        "avatar_static": avatar,
        "header": header,
        "header_static": header,
        "followers_count": len(bonds.followers.get(account.id, ())),
        "following_count": len(bonds.following.get(account.id, ())),
        "statuses_count": account.statuses,
        "last_status_at": account.last_status_at,
        "hide_collections": None,
        "noindex": True,
        "emojis": [],
        "roles": [],
        "fields": [
            {"name": field["name"], "value": _field_html(town, field["value"]), "verified_at": None}
            for field in account.fields
        ],
    }


def credential_json(town: Town, account: Account) -> Json:
    fields = [{**field, "verified_at": None} for field in account.fields]
    return {
        **account_json(town, account),
        "source": {
            "privacy": account.privacy,
            "sensitive": account.sensitive,
            "language": account.language,
            "note": account.note,
            "fields": fields,
            "follow_requests_count": 0,
            "hide_collections": None,
            "discoverable": account.discoverable,
            "indexable": False,
            "attribution_domains": [],
        },
        "role": {
            "id": "-99",
            "name": "",
            "permissions": "65536",
            "color": "",
            "highlighted": False,
        },
    }


def relationship_json(town: Town, viewer: Account, account: Account) -> Json:
    bonds = town.state.bonds
    follow = bonds.following.get(viewer.id, {}).get(account.id)
    return {
        "id": str(account.id),
        "following": follow is not None,
        "showing_reblogs": follow is not None and follow.reblogs,
        "notifying": follow is not None and follow.notify,
        "languages": None,
        "followed_by": bonds.is_following(account.id, viewer.id),
        "blocking": bonds.is_blocking(viewer.id, account.id),
        "blocked_by": bonds.is_blocking(account.id, viewer.id),
        "muting": bonds.is_muting(viewer.id, account.id),
        "muting_notifications": bonds.is_muting_notifications(viewer.id, account.id),
        "requested": False,
        "requested_by": False,
        "domain_blocking": False,
        "endorsed": False,
        "note": "",
    }


def mention_json(town: Town, account: Account) -> Json:
    return {
        "id": str(account.id),
        "username": account.username,
        "url": account_url(town, account),
        "acct": account.username,
    }


def mentioned_in(town: Town, status: Status) -> list[Account]:
    people = town.state.accounts.by_id
    return [people[each] for each in status.mentions if each in people]


def _html(town: Town, text: str) -> str:
    def find(name: str) -> tuple[str, str] | None:
        account = find_mention(town, name)
        return None if account is None else (account_url(town, account), account.username)

    return to_html(text, find, town.origin)


def _field_html(town: Town, text: str) -> str:
    return _html(town, text).removeprefix("<p>").removesuffix("</p>")
