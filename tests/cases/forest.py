"""Random threads for the property test, and what must become of them, worked out from all posts at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st

from hilft.channels.testing import Post
from tests.cases.world import START

OURS = frozenset({"hilft", "wattkabel"})
PEOPLE = ("otto", "mia", "jonas")


@st.composite
def forests(draw: st.DrawFn, *, private: bool) -> list[Post]:
    """Threads with several speakers, our own posts, replies to what nobody delivered, and direct messages."""
    posts: list[Post] = []
    for number in range(draw(st.integers(2, 11))):
        parents = [None, *(post.id for post in posts), "missing-1", "missing-2"]
        parent = draw(st.sampled_from(parents))
        author = draw(st.sampled_from([*PEOPLE, *PEOPLE, *sorted(OURS)]))
        secret = private and author not in OURS and draw(st.booleans())
        to = draw(st.sampled_from([("hilft",), ("hilft", "wattkabel"), ("wattkabel",), ("otto",)]))
        if secret:
            to = ("hilft",)
        at = START + timedelta(seconds=number // 2)
        visibility = "private" if secret else "public"
        posts.append(
            Post(f"post-{number}", author, f"words {number}", visibility, at.isoformat(), parent, to)
        )
    return posts


@dataclass(frozen=True)
class Thread:
    """What one public thread must become."""

    posts: frozenset[str]
    customer: str
    waiting_since: str | None


def threads_of(posts: Sequence[Post]) -> dict[str, frozenset[str]]:
    """Give for every post the names of everything it hangs together with by who answers what."""
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    for post in posts:
        if post.parent is not None:
            group[root(post.id)] = root(post.parent)
    members = defaultdict(set)
    for post in posts:
        members[root(post.id)].add(post.id)
    return {post.id: frozenset(members[root(post.id)]) for post in posts}


def public_threads(posts: Sequence[Post]) -> set[Thread]:
    """Work out the cases of public threads: who is the customer, and who waits since when."""
    by_id = {post.id: post for post in posts}
    found = set()
    for together in set(threads_of(posts).values()):
        public = [by_id[name] for name in together if by_id[name].visibility == "public"]
        words = [post for post in public if post.author not in OURS]
        if words:
            first = min(words, key=lambda post: (not waits(post, by_id), post.at, post.id))
            found.add(Thread(frozenset(post.id for post in public), first.author, _since(public, by_id)))
    return found


def waits(post: Post, by_id: dict[str, Post]) -> bool:
    """Whether a post wants an answer of ours: it names us, answers us, or is private."""
    parent = by_id.get(post.parent or "")
    answers_us = parent is not None and parent.author in OURS
    return post.visibility == "private" or bool(OURS & {*post.to}) or answers_us


def _since(posts: Iterable[Post], by_id: dict[str, Post]) -> str | None:
    posts = list(posts)
    answered = max((post.at for post in posts if post.author in OURS), default="")
    asked = [p.at for p in posts if p.author not in OURS and waits(p, by_id) and p.at > answered]
    return min(asked, default=None)
