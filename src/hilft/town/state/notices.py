"""What each account was told about, and what it wants to be told about."""

from dataclasses import dataclass

from hilft.town.state.paging import add, drop


@dataclass(slots=True)
class Notice:
    id: int
    account: int
    sender: int
    type: str
    at: str
    status: int | None = None
    filtered: bool = False


@dataclass(slots=True)
class Policy:
    """Each accept, filter or drop. Source: Mastodon, app/models/notification_policy.rb."""

    for_not_following: str = "accept"
    for_not_followers: str = "accept"
    for_new_accounts: str = "accept"
    for_private_mentions: str = "filter"
    for_limited_accounts: str = "filter"


@dataclass(slots=True)
class Request:
    """Held back notices of one sender."""

    id: int
    account: int
    sender: int
    at: str
    notices: list[int]


class Notices:
    def __init__(self) -> None:
        self.by_id: dict[int, Notice] = {}
        self.of_account: dict[int, list[int]] = {}
        self.about: dict[int, set[int]] = {}
        self.policies: dict[int, Policy] = {}
        self.permitted: dict[int, set[int]] = {}
        self.requests: dict[int, dict[int, Request]] = {}
        self.requests_by_id: dict[int, Request] = {}
        self.markers: dict[int, dict[str, tuple[int, int, str]]] = {}

    def add(self, notice: Notice, request: int | None) -> None:
        self.by_id[notice.id] = notice
        add(self.of_account.setdefault(notice.account, []), notice.id)
        if notice.status is not None:
            self.about.setdefault(notice.status, set()).add(notice.id)
        if notice.filtered and request is not None:
            asked = self.requests.setdefault(notice.account, {})
            if notice.sender not in asked:
                new = Request(request, notice.account, notice.sender, notice.at, [])
                asked[notice.sender] = self.requests_by_id[request] = new
            asked[notice.sender].notices.append(notice.id)

    def remove(self, notice: Notice) -> None:
        del self.by_id[notice.id]
        drop(self.of_account[notice.account], notice.id)
        if notice.status is not None:
            self.about[notice.status].discard(notice.id)
        request = self.requests.get(notice.account, {}).get(notice.sender)
        if notice.filtered and request is not None:
            drop(request.notices, notice.id)
            if not request.notices:
                self._close(request)

    def accept(self, request: Request) -> None:
        """The sender is welcome from now on; what was held back shows."""
        self.permitted.setdefault(request.account, set()).add(request.sender)
        for notice in request.notices:
            self.by_id[notice].filtered = False
        self._close(request)

    def dismiss(self, request: Request) -> None:
        for notice in list(request.notices):
            self.remove(self.by_id[notice])

    def clear(self, account: int) -> None:
        for notice in list(self.of_account.get(account, ())):
            self.remove(self.by_id[notice])

    def forget_status(self, status: int) -> None:
        for notice in list(self.about.get(status, ())):
            self.remove(self.by_id[notice])
        self.about.pop(status, None)

    def forget(self, account: int, sender: int, kind: str, status: int | None) -> None:
        """Takes back the notice of a favourite or follow that was taken back."""
        pool = self.about.get(status, ()) if status is not None else self.of_account.get(account, ())
        for each in [self.by_id[number] for number in pool]:
            if (each.account, each.sender, each.type) == (account, sender, kind):
                self.remove(each)

    def forget_account(self, account: int) -> None:
        self.clear(account)
        for notice in [each for each in self.by_id.values() if each.sender == account]:
            self.remove(notice)
        self.policies.pop(account, None)

    def _close(self, request: Request) -> None:
        self.requests[request.account].pop(request.sender, None)
        self.requests_by_id.pop(request.id, None)
