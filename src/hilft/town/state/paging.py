"""Pages of ascending id lists, as Mastodon cuts them."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Window:
    """`min_id` asks for the oldest entries after it, `since_id` for the newest ones and skips a gap."""

    limit: int
    max_id: int | None = None
    since_id: int | None = None
    min_id: int | None = None


def page(ids: Sequence[int], window: Window, keep: Callable[[int], bool] = lambda _id: True) -> list[int]:
    """Newest first, at most `limit`. Costs what is looked at, not what there is."""
    upper = len(ids) if window.max_id is None else bisect_left(ids, window.max_id)
    if window.min_id is not None:
        lower = bisect_right(ids, window.min_id)
        forward = (ids[index] for index in range(lower, upper))
        return list(islice(filter(keep, forward), window.limit))[::-1]
    lower = 0 if window.since_id is None else bisect_right(ids, window.since_id)
    return list(islice(filter(keep, _backwards(ids, lower, upper)), window.limit))


def newest_first(ids: Sequence[int], window: Window) -> Iterator[int]:
    """The ids inside the window, newest first, lazily."""
    upper = len(ids) if window.max_id is None else bisect_left(ids, window.max_id)
    floor = max(window.since_id or 0, window.min_id or 0)
    return _backwards(ids, bisect_right(ids, floor), upper)


def oldest_first(ids: Sequence[int], window: Window) -> Iterator[int]:
    lower = bisect_right(ids, window.min_id or 0)
    upper = len(ids) if window.max_id is None else bisect_left(ids, window.max_id)
    return (ids[index] for index in range(lower, upper))


def add(ids: list[int], new: int) -> None:
    if not ids or ids[-1] < new:
        ids.append(new)
    else:
        insort(ids, new)


def drop(ids: list[int], gone: int) -> None:
    index = bisect_left(ids, gone)
    if index < len(ids) and ids[index] == gone:
        del ids[index]


def _backwards(ids: Sequence[int], lower: int, upper: int) -> Iterator[int]:
    return (ids[index] for index in range(upper - 1, lower - 1, -1))
