"""Who is notified of what. Source: Mastodon, app/services/notify_service.rb, version 4.3."""

from datetime import timedelta

from hilft.town.acts.telling import tell_notice
from hilft.town.entities.notice import policy_of
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import DIRECT, Status
from hilft.town.town import Town

NEW_ACCOUNT = timedelta(days=30)
NEW_FOLLOWER = timedelta(days=3)
LOOK_BACK = 100
UNFILTERED = frozenset({"update", "poll"})


def notify(town: Town, receiver: Account, sender: Account, kind: str, status: Status | None = None) -> None:
    bonds = town.state.bonds
    if receiver.id == sender.id or bonds.is_blocking(receiver.id, sender.id):
        return
    if bonds.is_muting_notifications(receiver.id, sender.id) or _already(
        town, receiver, sender, kind, status
    ):
        return
    verdicts = _verdicts(town, receiver, sender, kind, status)
    if "drop" in verdicts:
        return
    filtered = "filter" in verdicts
    number = town.ids.new()
    town.record(
        "notice",
        id=number,
        account=receiver.id,
        sender=sender.id,
        type=kind,
        at=town.now(),
        status=None if status is None else status.id,
        filtered=filtered,
        request=town.ids.new() if filtered else None,
    )
    if not filtered:
        tell_notice(town, town.state.notices.by_id[number], receiver)


def take_back(town: Town, receiver: int, sender: int, kind: str, status: int | None = None) -> None:
    town.record("notice back", account=receiver, sender=sender, kind=kind, status=status)


def _already(town: Town, receiver: Account, sender: Account, kind: str, status: Status | None) -> bool:
    if status is None or kind == "update":
        return False
    notices = town.state.notices
    return any(
        (each.account, each.sender, each.type) == (receiver.id, sender.id, kind)
        for each in (notices.by_id[number] for number in notices.about.get(status.id, ()))
    )


def _verdicts(town: Town, receiver: Account, sender: Account, kind: str, status: Status | None) -> set[str]:
    if kind in UNFILTERED or sender.id in town.state.notices.permitted.get(receiver.id, ()):
        return set()
    bonds, policy = town.state.bonds, policy_of(town, receiver)
    follower = bonds.following.get(sender.id, {}).get(receiver.id)
    following = bonds.is_following(receiver.id, sender.id)
    verdicts = set()
    if not following:
        verdicts.add(policy.for_not_following)
        if town.age(sender.at) < NEW_ACCOUNT:
            verdicts.add(policy.for_new_accounts)
        if kind == "mention" and status is not None and _is_unasked(town, receiver, sender, status):
            verdicts.add(policy.for_private_mentions)
    if follower is None or town.age(follower.at) < NEW_FOLLOWER:
        verdicts.add(policy.for_not_followers)
    return verdicts


def _is_unasked(town: Town, receiver: Account, sender: Account, status: Status) -> bool:
    """A direct mention that answers no direct status of the receiver to the sender."""
    if status.visibility != DIRECT:
        return False
    above = status
    for _ in range(LOOK_BACK):
        parent = town.state.statuses.by_id.get(above.reply_to or 0)
        if parent is None:
            return True
        if parent.account == receiver.id and sender.id in parent.mentions and parent.visibility == DIRECT:
            return False
        above = parent
    return True
