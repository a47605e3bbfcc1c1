"""Favourites and boosts."""

from hilft.town.acts.notifying import notify, take_back
from hilft.town.acts.posting import add, delete
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import DIRECT, PRIVATE, Status
from hilft.town.town import Town
from hilft.town.trouble import not_allowed


def favourite(town: Town, account: Account, status: Status) -> None:
    if account.id in town.state.statuses.likings.get(status.id, ()):
        return
    town.record("like", id=town.ids.new(), account=account.id, status=status.id, at=town.now())
    author = town.state.accounts.by_id[status.account]
    notify(town, author, account, "favourite", status)


def unfavourite(town: Town, account: Account, status: Status) -> None:
    if account.id in town.state.statuses.likings.get(status.id, ()):
        town.record("unlike", account=account.id, status=status.id)
        take_back(town, status.account, account.id, "favourite", status.id)


def reblog(town: Town, account: Account, status: Status, visibility: str | None) -> Status:
    """The boost, also where there is one already. Raises Trouble where the status is not to be spread."""
    known = town.state.statuses.reblogs.get(status.id, {}).get(account.id)
    if known is not None:
        return town.state.statuses.by_id[known]
    if status.visibility == DIRECT or (status.visibility == PRIVATE and status.account != account.id):
        raise not_allowed()
    number = town.ids.new()
    row: dict[str, object] = {
        "id": number,
        "account": account.id,
        "at": town.now(),
        "uri": f"{account.uri}/statuses/{number}/activity",
        "text": "",
        "visibility": status.visibility if status.visibility == PRIVATE else visibility or account.privacy,
        "conversation": number,
        "reblog_of": status.id,
    }
    boost = add(town, account, row)
    notify(town, town.state.accounts.by_id[status.account], account, "reblog", status)
    return boost


def unreblog(town: Town, account: Account, status: Status) -> None:
    known = town.state.statuses.reblogs.get(status.id, {}).get(account.id)
    if known is not None:
        delete(town, town.state.statuses.by_id[known])
        take_back(town, status.account, account.id, "reblog", status.id)
