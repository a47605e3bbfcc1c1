"""Who may see what."""

from hilft.town.state import State
from hilft.town.state.accounts import Account
from hilft.town.state.statuses import DISTRIBUTABLE, PRIVATE, Status
from hilft.town.trouble import not_found

LONGEST_ID = 19


def can_see(state: State, viewer: Account | None, status: Status) -> bool:
    """Source: Mastodon, app/policies/status_policy.rb (show?)."""
    if status.reblog_of is not None:
        inner = state.statuses.by_id.get(status.reblog_of)
        if inner is None or not can_see(state, viewer, inner):
            return False
    if viewer is None:
        return status.visibility in DISTRIBUTABLE
    if viewer.id == status.account or viewer.id in status.mentions:
        return True
    if status.visibility in DISTRIBUTABLE:
        return not state.bonds.is_blocking(status.account, viewer.id)
    return status.visibility == PRIVATE and state.bonds.is_following(viewer.id, status.account)


def wants(state: State, viewer: Account | None, status: Status) -> bool:
    """Whether a list shows it: visible, and its author neither blocked nor muted by the viewer."""
    if not can_see(state, viewer, status):
        return False
    return viewer is None or not (
        state.bonds.is_blocking(viewer.id, status.account) or state.bonds.is_muting(viewer.id, status.account)
    )


def find_status(state: State, viewer: Account | None, number: str | int) -> Status:
    """The status, or Record not found for one that is not there or not for the viewer."""
    status = state.statuses.by_id.get(to_id(number))
    if status is None or not can_see(state, viewer, status):
        raise not_found()
    return status


def find_account(state: State, number: str | int) -> Account:
    account = state.accounts.by_id.get(to_id(number))
    if account is None:
        raise not_found()
    return account


def to_id(number: str | int) -> int:
    """-1, which nothing has, for a text that is no id."""
    text = str(number)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else -1
