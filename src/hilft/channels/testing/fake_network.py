"""A network in memory for the tests of everything that talks to networks: people, posts, and faults on demand."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

import anyio

from hilft.channels.contract import ChannelError, Profile, RawItem, Unknown, Visibility


@dataclass(frozen=True, slots=True)
class Post:
    """One message as this network keeps it. ``author`` and ``to`` are ids of people."""

    id: str
    author: str
    text: str
    visibility: str
    at: str
    parent: str | None = None
    to: tuple[str, ...] = ()
    edited_at: str | None = None
    key: str = ""


class FakeNetwork:
    """Holds people and posts. What happens is a log; a channel's cursor is a place in it.

    ``remembers``: how many seconds an idempotency key is kept; 0 makes the desk reconcile by reading.
    """

    def __init__(self, now: Callable[[], datetime] | None = None, *, remembers: int = 0) -> None:
        self.now = now or (lambda: datetime.now(UTC))
        self.remembers = remembers
        self.people: dict[str, Profile] = {}
        self.posts: dict[str, Post] = {}
        self.log: list[tuple[str, Post]] = []
        self.calls: list[str] = []
        "Every verb a channel was asked for, faults included."
        self._faults: dict[str, deque[tuple[ChannelError, bool]]] = {}
        self._count = 0
        self._changed = anyio.Event()

    def person(self, name: str, display_name: str = "") -> Profile:
        """Give the person of this name, who comes into being by being asked for."""
        handle = f"@{name}@fake.example"
        return self.people.setdefault(
            name, Profile(name, handle, display_name or name.title(), local_id=name)
        )

    def post(
        self,
        author: Profile,
        text: str,
        *,
        to: Sequence[Profile] = (),
        parent: Post | str | None = None,
        visibility: Visibility = Visibility.PUBLIC,
        key: str = "",
    ) -> Post:
        """Write something. ``parent`` may be an id nobody has seen."""
        self._count += 1
        parent_id = parent.id if isinstance(parent, Post) else parent
        written = Post(
            id=f"post-{self._count}",
            author=author.external_id,
            text=text,
            visibility=str(visibility),
            at=self.now().isoformat(),
            parent=parent_id,
            to=tuple(each.external_id for each in to),
            key=key,
        )
        return self._happen("message", written)

    def edit(self, post: Post, text: str) -> Post:
        return self._happen(
            "edited", replace(self.posts[post.id], text=text, edited_at=self.now().isoformat())
        )

    def delete(self, post: Post) -> None:
        """Take a post away; who has its id finds nothing."""
        self._happen("deleted", self.posts[post.id])
        del self.posts[post.id]

    def fail(self, verb: str, error: ChannelError, times: int = 1) -> None:
        """Let the next calls of a verb (send, pull, identify, …) fail before anything is done."""
        self._faults.setdefault(verb, deque()).extend([(error, False)] * times)

    def lose_answer(self, verb: str = "send", times: int = 1) -> None:
        """Let the next calls do their work and then raise Unknown: the answer got lost."""
        self._faults.setdefault(verb, deque()).extend([(Unknown("The answer got lost."), True)] * times)

    def enter(self, verb: str) -> ChannelError | None:
        """Begin a call. Raises a fault of before; gives the one to raise after the work, if any."""
        self.calls.append(verb)
        waiting = self._faults.get(verb)
        if not waiting:
            return None
        error, afterwards = waiting.popleft()
        if not afterwards:
            raise error
        return error

    async def change(self) -> None:
        """Wait until something happens."""
        await self._changed.wait()

    def _happen(self, kind: str, post: Post) -> Post:
        self.posts[post.id] = post
        self.log.append((kind, post))
        self._changed.set()
        self._changed = anyio.Event()
        return post


def raw(kind: str, post: Post, me: str, author: Profile) -> RawItem:
    """Make a receipt of something that happened."""
    key = f"{kind}:{post.id}" + (f":{post.edited_at}" if kind == "edited" else "")
    people = {"author": asdict(author)}
    payload = json.dumps({"kind": kind, "me": me, "post": asdict(post), **people}).encode()
    return RawItem(key, payload, datetime.fromisoformat(post.at))
