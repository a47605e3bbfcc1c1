"""Who follows, blocks or mutes whom."""

from dataclasses import dataclass

from hilft.town.state.paging import add, drop


@dataclass(slots=True)
class Follow:
    id: int
    account: int
    target: int
    at: str
    reblogs: bool = True
    notify: bool = False


class Bonds:
    """`following[a][b]`: a follows b. The lists of follow ids page followers and followed in time order."""

    def __init__(self) -> None:
        self.following: dict[int, dict[int, Follow]] = {}
        self.followers: dict[int, dict[int, Follow]] = {}
        self.by_id: dict[int, Follow] = {}
        self.out_ids: dict[int, list[int]] = {}
        self.in_ids: dict[int, list[int]] = {}
        self.blocks: dict[int, dict[int, int]] = {}
        self.mutes: dict[int, dict[int, tuple[int, bool]]] = {}

    def follow(self, follow: Follow) -> None:
        self.unfollow(follow.account, follow.target)
        self.following.setdefault(follow.account, {})[follow.target] = follow
        self.followers.setdefault(follow.target, {})[follow.account] = follow
        self.by_id[follow.id] = follow
        add(self.out_ids.setdefault(follow.account, []), follow.id)
        add(self.in_ids.setdefault(follow.target, []), follow.id)

    def unfollow(self, account: int, target: int) -> None:
        follow = self.following.get(account, {}).pop(target, None)
        if follow is None:
            return
        del self.followers[target][account]
        del self.by_id[follow.id]
        drop(self.out_ids[account], follow.id)
        drop(self.in_ids[target], follow.id)

    def block(self, account: int, target: int, bond: int) -> None:
        self.unfollow(account, target)
        self.unfollow(target, account)
        self.blocks.setdefault(account, {})[target] = bond

    def unblock(self, account: int, target: int) -> None:
        self.blocks.get(account, {}).pop(target, None)

    def mute(self, account: int, target: int, bond: int, *, notifications: bool) -> None:
        self.mutes.setdefault(account, {})[target] = (bond, notifications)

    def unmute(self, account: int, target: int) -> None:
        self.mutes.get(account, {}).pop(target, None)

    def is_following(self, account: int, target: int) -> bool:
        return target in self.following.get(account, ())

    def is_blocking(self, account: int, target: int) -> bool:
        return target in self.blocks.get(account, ())

    def is_muting(self, account: int, target: int) -> bool:
        return target in self.mutes.get(account, ())

    def is_muting_notifications(self, account: int, target: int) -> bool:
        return self.mutes.get(account, {}).get(target, (0, False))[1]

    def forget_account(self, account: int) -> None:
        for target in list(self.following.get(account, ())):
            self.unfollow(account, target)
        for follower in list(self.followers.get(account, ())):
            self.unfollow(follower, account)
        for blocked in self.blocks.values():
            blocked.pop(account, None)
        for muted in self.mutes.values():
            muted.pop(account, None)
        self.blocks.pop(account, None)
        self.mutes.pop(account, None)
