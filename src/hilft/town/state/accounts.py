"""The people of the town."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice


@dataclass(slots=True)
class Account:
    """`note` and `fields` are the source texts; `password` is a salted hash; `at` the time of joining (ISO)."""

    id: int
    username: str
    uri: str
    at: str
    display_name: str = ""
    note: str = ""
    bot: bool = False
    locked: bool = False
    discoverable: bool | None = None
    email: str = ""
    password: str = ""
    locale: str = "en"
    avatar: str = ""
    header: str = ""
    fields: list[dict[str, str]] = field(default_factory=list)
    privacy: str = "public"
    sensitive: bool = False
    language: str | None = None
    statuses: int = 0
    last_status_at: str | None = None


class Accounts:
    def __init__(self) -> None:
        self.by_id: dict[int, Account] = {}
        self._by_name: dict[str, int] = {}
        self._by_email: dict[str, int] = {}
        self._words: list[tuple[str, int]] = []

    def add(self, account: Account) -> None:
        self.by_id[account.id] = account
        self._by_name[account.username.lower()] = account.id
        if account.email:
            self._by_email[account.email.lower()] = account.id
        self._index(account)

    def change(self, account: Account, changes: dict[str, object]) -> None:
        self._unindex(account)
        for name, value in changes.items():
            setattr(account, name, value)
        self._index(account)

    def remove(self, account: Account) -> None:
        """The user name stays taken, so that nobody can step into the shoes of someone who left."""
        self._unindex(account)
        del self.by_id[account.id]
        self._by_email.pop(account.email.lower(), None)

    def named(self, username: str) -> Account | None:
        return self.by_id.get(self._by_name.get(username.lower(), 0))

    def with_email(self, email: str) -> Account | None:
        return self.by_id.get(self._by_email.get(email.lower(), 0))

    def is_taken(self, username: str) -> bool:
        return username.lower() in self._by_name

    def search(self, beginning: str, limit: int) -> list[Account]:
        """Accounts whose user name or a word of whose display name begins so."""
        found = dict.fromkeys(islice(self._matches(beginning.lower()), limit * 4))
        return [self.by_id[each] for each in islice(found, limit)]

    def _matches(self, beginning: str) -> Iterator[int]:
        for index in range(bisect_left(self._words, (beginning, 0)), len(self._words)):
            word, account = self._words[index]
            if not word.startswith(beginning):
                return
            yield account

    def _index(self, account: Account) -> None:
        for word in _words(account):
            insort(self._words, (word, account.id))

    def _unindex(self, account: Account) -> None:
        for word in _words(account):
            del self._words[bisect_left(self._words, (word, account.id))]


def _words(account: Account) -> set[str]:
    return {account.username.lower(), account.display_name.lower(), *account.display_name.lower().split()} - {
        ""
    }
