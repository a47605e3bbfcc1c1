"""Everything the town knows, in memory: what the ledger's rows add up to.

A row names what happened (`"t"`) and carries all that was decided then, so a replay decides nothing again.
"""

from collections.abc import Callable

from hilft.town.ledger import Row
from hilft.town.state.accounts import Account, Accounts
from hilft.town.state.bonds import Bonds, Follow
from hilft.town.state.keys import App, Code, Keys, Token
from hilft.town.state.letters import Letters
from hilft.town.state.media import Media, MediaShelf
from hilft.town.state.notices import Notice, Notices, Policy
from hilft.town.state.statuses import Liking, Revision, Status, Statuses


class State:
    def __init__(self) -> None:
        self.accounts = Accounts()
        self.keys = Keys()
        self.statuses = Statuses()
        self.bonds = Bonds()
        self.notices = Notices()
        self.letters = Letters()
        self.media = MediaShelf()
        self.posted: dict[tuple[int, str], tuple[int, str]] = {}
        self._by_kind: dict[str, Callable[[Row], None]] = {
            "app": lambda row: self.keys.add_app(App(**row)),
            "token": lambda row: self.keys.add_token(Token(**row)),
            "revoke": lambda row: self.keys.revoke(row["token"]),
            "code": self._code,
            "code used": lambda row: void(self.keys.codes.pop(row["code"])),
            "account": lambda row: self.accounts.add(Account(**row)),
            "profile": lambda row: self.accounts.change(self.accounts.by_id[row["id"]], row["changes"]),
            "account gone": self._account_gone,
            "status": self._status,
            "edit": self._edit,
            "delete": lambda row: self._delete(row["id"]),
            "like": self._like,
            "unlike": lambda row: self.statuses.unlike(row["status"], row["account"]),
            "follow": lambda row: self.bonds.follow(Follow(**row)),
            "unfollow": lambda row: self.bonds.unfollow(row["account"], row["target"]),
            "block": lambda row: self.bonds.block(row["account"], row["target"], row["id"]),
            "unblock": lambda row: self.bonds.unblock(row["account"], row["target"]),
            "mute": self._mute,
            "unmute": lambda row: self.bonds.unmute(row["account"], row["target"]),
            "media": self._media,
            "media words": self._media_words,
            "media gone": lambda row: self.media.forget_status([row["id"]]),
            **self._notice_kinds(),
        }

    def apply(self, row: Row) -> None:
        fields = dict(row)
        self._by_kind[fields.pop("t")](fields)

    def _notice_kinds(self) -> dict[str, Callable[[Row], None]]:
        notices = self.notices
        return {
            "notice": self._notice,
            "notice gone": lambda row: notices.remove(notices.by_id[row["id"]]),
            "notice back": lambda row: notices.forget(**row),
            "notices cleared": lambda row: notices.clear(row["account"]),
            "policy": self._policy,
            "request accepted": lambda row: notices.accept(notices.requests_by_id[row["id"]]),
            "request dismissed": lambda row: notices.dismiss(notices.requests_by_id[row["id"]]),
            "letter read": self._letter_read,
            "letter gone": lambda row: self.letters.remove(self.letters.by_id[row["id"]]),
            "marker": self._marker,
        }

    def _code(self, row: Row) -> None:
        self.keys.codes[row["code"]] = Code(**row)

    def _account_gone(self, row: Row) -> None:
        account = self.accounts.by_id[row["id"]]
        for status in list(self.statuses.of_account.get(account.id, ())):
            if status in self.statuses.by_id:
                self._delete(status)
        for status, liking in [*self.statuses.likings.items()]:
            if account.id in liking:
                self.statuses.unlike(status, account.id)
        self.notices.forget_account(account.id)
        self.letters.forget_account(account.id)
        self.bonds.forget_account(account.id)
        self.keys.forget_account(account.id)
        self.accounts.remove(account)

    def _status(self, row: Row) -> None:
        letters, key = row.pop("letters", {}), row.pop("idem", None)
        status = Status(**row)
        self.statuses.add(status)
        self.media.attach(status.media, status.id)
        for account, letter in letters.items():
            self.letters.add(int(account), letter, status)
        author = self.accounts.by_id[status.account]
        if status.visibility != "direct":
            author.statuses += 1
            author.last_status_at = max(author.last_status_at or "", status.at[:10])
        if key is not None:
            self.posted[(status.account, key)] = (status.id, status.at)

    def _edit(self, row: Row) -> None:
        status = self.statuses.by_id[row["id"]]
        revision = Revision(row["text"], row["spoiler"], row["sensitive"], row["media"], row["at"])
        self.statuses.edit(status, revision, row["mentions"], row["tags"])
        status.language = row["language"]
        self.media.attach(status.media, status.id)

    def _delete(self, number: int) -> None:
        status = self.statuses.by_id[number]
        for reblog in list(self.statuses.reblogs.pop(number, {}).values()):
            self._delete(reblog)
        self.statuses.remove(status)
        self.notices.forget_status(number)
        self.letters.forget_status(number)
        self.media.forget_status(status.media)
        if status.visibility != "direct":
            self.accounts.by_id[status.account].statuses -= 1

    def _like(self, row: Row) -> None:
        self.statuses.like(row["status"], Liking(row["id"], row["account"], row["at"]))

    def _mute(self, row: Row) -> None:
        self.bonds.mute(row["account"], row["target"], row["id"], notifications=row["notifications"])

    def _media(self, row: Row) -> None:
        left, top = row.pop("focus", (0.0, 0.0))
        self.media.add(Media(**row, focus=(left, top)))

    def _media_words(self, row: Row) -> None:
        media = self.media.by_id[row["id"]]
        media.description, media.focus = row["description"], (row["focus"][0], row["focus"][1])

    def _notice(self, row: Row) -> None:
        request = row.pop("request", None)
        self.notices.add(Notice(**row), request)

    def _policy(self, row: Row) -> None:
        account = row.pop("account")  # the right side of an assignment is evaluated first
        self.notices.policies[account] = Policy(**row)

    def _letter_read(self, row: Row) -> None:
        self.letters.by_id[row["id"]].unread = False

    def _marker(self, row: Row) -> None:
        marks = self.notices.markers.setdefault(row["account"], {})
        marks[row["timeline"]] = (row["last"], row["version"], row["at"])


def void(_value: object) -> None:
    """Lets a row be handled by a call whose answer nobody needs."""
