"""Following, blocking, muting."""

from hilft.town.acts.notifying import notify, take_back
from hilft.town.state.accounts import Account
from hilft.town.town import Town
from hilft.town.trouble import not_allowed


def follow(town: Town, account: Account, target: Account, *, reblogs: bool, notices: bool) -> None:
    """Following again only changes the two choices. Raises Trouble where one blocks the other."""
    bonds = town.state.bonds
    if account.id == target.id or bonds.is_blocking(target.id, account.id):
        raise not_allowed()
    known = bonds.following.get(account.id, {}).get(target.id)
    town.record(
        "follow",
        id=town.ids.new() if known is None else known.id,
        account=account.id,
        target=target.id,
        at=town.now() if known is None else known.at,
        reblogs=reblogs,
        notify=notices,
    )
    if known is None:
        notify(town, target, account, "follow")


def unfollow(town: Town, account: Account, target: Account) -> None:
    if town.state.bonds.is_following(account.id, target.id):
        town.record("unfollow", account=account.id, target=target.id)
        take_back(town, target.id, account.id, "follow")


def block(town: Town, account: Account, target: Account) -> None:
    """Ends both follows; what the target had said to the account leaves its notices."""
    if account.id == target.id:
        raise not_allowed()
    if town.state.bonds.is_blocking(account.id, target.id):
        return
    town.record("block", id=town.ids.new(), account=account.id, target=target.id)
    notices = town.state.notices
    for number in list(notices.of_account.get(account.id, ())):
        if notices.by_id[number].sender == target.id:
            town.record("notice gone", id=number)


def mute(town: Town, account: Account, target: Account, *, notifications: bool) -> None:
    if account.id == target.id:
        raise not_allowed()
    town.record("mute", id=town.ids.new(), account=account.id, target=target.id, notifications=notifications)
