"""Direct statuses as each account's list of conversations."""

from dataclasses import dataclass

from hilft.town.state.paging import add, drop
from hilft.town.state.statuses import Status


@dataclass(slots=True)
class Letter:
    """One account's view of one thread with one set of other people."""

    id: int
    account: int
    conversation: int
    others: tuple[int, ...]
    statuses: list[int]
    unread: bool = False


class Letters:
    def __init__(self) -> None:
        self.by_id: dict[int, Letter] = {}
        self._by_people: dict[tuple[int, int, tuple[int, ...]], Letter] = {}
        self._last: dict[int, list[int]] = {}
        self._by_last: dict[tuple[int, int], Letter] = {}
        self._holding: dict[int, list[Letter]] = {}

    def find(self, account: int, status: Status) -> Letter | None:
        return self._by_people.get((account, status.conversation, others(account, status)))

    def add(self, account: int, number: int, status: Status) -> None:
        letter = self.find(account, status)
        if letter is None:
            letter = Letter(number, account, status.conversation, others(account, status), [])
            self.by_id[number] = letter
            self._by_people[(account, letter.conversation, letter.others)] = letter
        self._unlist(letter)
        add(letter.statuses, status.id)
        self._holding.setdefault(status.id, []).append(letter)
        letter.unread = status.account != account
        self._list(letter)

    def remove(self, letter: Letter) -> None:
        self._unlist(letter)
        self.by_id.pop(letter.id, None)
        self._by_people.pop((letter.account, letter.conversation, letter.others), None)

    def forget_status(self, status: int) -> None:
        for letter in self._holding.pop(status, []):
            if letter.id not in self.by_id:
                continue
            self._unlist(letter)
            drop(letter.statuses, status)
            if letter.statuses:
                self._list(letter)
            else:
                self.remove(letter)

    def last_ids(self, account: int) -> list[int]:
        """The newest status of each letter of the account, ascending: what the list is paged by."""
        return self._last.get(account, [])

    def with_last(self, account: int, status: int) -> Letter:
        return self._by_last[(account, status)]

    def forget_account(self, account: int) -> None:
        for letter in [each for each in self.by_id.values() if each.account == account]:
            self.remove(letter)

    def _list(self, letter: Letter) -> None:
        add(self._last.setdefault(letter.account, []), letter.statuses[-1])
        self._by_last[(letter.account, letter.statuses[-1])] = letter

    def _unlist(self, letter: Letter) -> None:
        if letter.statuses:
            last = letter.statuses[-1]
            del self._by_last[(letter.account, last)]
            drop(self._last[letter.account], last)


def others(account: int, status: Status) -> tuple[int, ...]:
    return tuple(sorted({status.account, *status.mentions} - {account}))
