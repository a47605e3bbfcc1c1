"""Where an agent is: the list shown and the case open in it. A page and its stream share it by their address."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import QueryParams

from hilft.cases import InboxFilter, View
from hilft.ids import AccountId
from hilft.problems import NotFound


@dataclass(frozen=True, slots=True)
class Place:
    """``code``: the open case, empty when none is. ``listed``: whether the list is on the page."""

    view: View = View.OPEN
    account_id: AccountId | None = None
    after: str = ""
    code: str = ""
    listed: bool = True

    @property
    def filter(self) -> InboxFilter:
        return InboxFilter(self.view, self.account_id)

    def address(self, **changed: str) -> str:
        """Give the address of this place in the inbox, with some of it changed; empty values are left out."""
        facts = {
            "view": self.view.value,
            "account": str(self.account_id or ""),
            "after": self.after,
            "case": self.code,
        } | changed
        return "/desk/inbox?" + urlencode({name: value for name, value in facts.items() if value})

    @property
    def stream(self) -> str:
        """The address of the live stream of exactly this page."""
        listed = "&list=no" if not self.listed else ""
        return self.address().replace("/desk/inbox", "/desk/stream") + listed


def read(query: QueryParams) -> Place:
    """Read a place from an address; raises NotFound for a view or account that cannot be."""
    try:
        account = query.get("account", "")
        return Place(
            View(query.get("view", "") or View.OPEN),
            AccountId(UUID(account)) if account else None,
            query.get("after", ""),
            query.get("case", ""),
            query.get("list", "") != "no",
        )
    except ValueError:
        raise NotFound from None
