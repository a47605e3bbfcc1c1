"""Notification, NotificationPolicy, NotificationRequest, Conversation."""

from dataclasses import asdict
from typing import Any

from hilft.town.entities.account import account_json
from hilft.town.entities.status import status_json
from hilft.town.state.accounts import Account
from hilft.town.state.letters import Letter
from hilft.town.state.notices import Notice, Policy, Request
from hilft.town.town import Town

Json = dict[str, Any]


def notice_json(town: Town, notice: Notice, viewer: Account) -> Json:
    entity: Json = {
        "id": str(notice.id),
        "type": notice.type,
        "created_at": notice.at,
        "group_key": f"ungrouped-{notice.id}",
        "account": account_json(town, town.state.accounts.by_id[notice.sender]),
    }
    if notice.status is not None:
        entity["status"] = status_json(town, town.state.statuses.by_id[notice.status], viewer)
    return entity


def policy_json(town: Town, account: Account) -> Json:
    requests = town.state.notices.requests.get(account.id, {}).values()
    return {
        **asdict(policy_of(town, account)),
        "summary": {
            "pending_requests_count": len(requests),
            "pending_notifications_count": sum(len(request.notices) for request in requests),
        },
    }


def policy_of(town: Town, account: Account) -> Policy:
    start = Policy(for_private_mentions=town.settings.private_mentions)
    return town.state.notices.policies.get(account.id, start)


def request_json(town: Town, request: Request, viewer: Account) -> Json:
    notices = town.state.notices.by_id
    last = notices[request.notices[-1]]
    status = town.state.statuses.by_id.get(last.status or 0)
    return {
        "id": str(request.id),
        "created_at": request.at,
        "updated_at": last.at,
        "notifications_count": str(len(request.notices)),
        "account": account_json(town, town.state.accounts.by_id[request.sender]),
        "last_status": None if status is None else status_json(town, status, viewer),
    }


def letter_json(town: Town, letter: Letter, viewer: Account) -> Json:
    people = town.state.accounts.by_id
    return {
        "id": str(letter.id),
        "unread": letter.unread,
        "accounts": [account_json(town, people[other]) for other in letter.others if other in people],
        "last_status": status_json(town, town.state.statuses.by_id[letter.statuses[-1]], viewer),
    }
