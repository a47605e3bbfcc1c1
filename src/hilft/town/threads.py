"""What stands above and below a status. Source: Mastodon, status_threading_concern.rb."""

from hilft.town.seeing import wants
from hilft.town.state import State
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import Status

MOST = 4_096
MOST_ANCESTORS_UNKNOWN = 40
MOST_DESCENDANTS_UNKNOWN = 60


def ancestors(state: State, status: Status, viewer: Account | None) -> list[Status]:
    """From the root down; the walk passes through what the viewer may not see."""
    most = MOST_ANCESTORS_UNKNOWN if viewer is None else MOST
    found: list[Status] = []
    above = state.statuses.by_id.get(status.reply_to or 0)
    while above is not None and len(found) < most:
        found.append(above)
        above = state.statuses.by_id.get(above.reply_to or 0)
    return [each for each in reversed(found) if wants(state, viewer, each)]


def descendants(state: State, status: Status, viewer: Account | None) -> list[Status]:
    """Depth first, oldest first; authors who answer themselves come first, as in Mastodon."""
    most = MOST_DESCENDANTS_UNKNOWN if viewer is None else MOST
    found: list[Status] = []
    ahead = list(reversed(state.statuses.children.get(status.id, ())))
    while ahead and len(found) < most:
        below = state.statuses.by_id[ahead.pop()]
        found.append(below)
        ahead += reversed(state.statuses.children.get(below.id, ()))
    shown = [each for each in found if wants(state, viewer, each)]
    return sorted(shown, key=lambda each: each.reply_to_account != each.account)
