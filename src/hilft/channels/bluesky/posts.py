"""Reading posts: as the network shows them, several at once, with what surrounds them, and looked at again."""

from collections.abc import Sequence
from typing import Any

from hilft.channels.bluesky.client import Query
from hilft.channels.bluesky.entity import POSTS, Entity, place
from hilft.channels.bluesky.home import Home
from hilft.channels.contract import Gone, MessageRef, RawItem, Refused

_AT_ONCE = 25
"How many uris `app.bsky.feed.getPosts` takes."
_DEPTH, _HEIGHT = 10, 80


async def views(home: Home, uris: Sequence[str], *, answering: bool = False) -> dict[str, dict[str, Any]]:
    """Give the views of those posts the network shows us, by uri. Missing: deleted, hidden, or a block between us."""
    found: dict[str, dict[str, Any]] = {}
    wanted = list(dict.fromkeys(uris))
    for start in range(0, len(wanted), _AT_ONCE):
        query = [("uris", uri) for uri in wanted[start : start + _AT_ONCE]]
        answer = await home.client.read("app.bsky.feed.getPosts", query, answering=answering)
        listed = answer.get("posts")
        for view in listed if isinstance(listed, list) else []:
            if isinstance(view, dict) and isinstance(view.get("uri"), str):
                found[view["uri"]] = view
    return found


async def is_deleted(home: Home, uri: str, *, answering: bool = False) -> bool:
    """Whether a post that is not shown was deleted; otherwise it is only hidden from us. ``ValueError``: no post."""
    where = place(uri)
    query = [("repo", where.did), ("collection", where.collection), ("rkey", where.rkey)]
    try:
        await home.client.read("com.atproto.repo.getRecord", query, answering=answering)
    except Gone:
        return True
    except Refused:  # an account that is switched off, say: not deleted, and may come back
        return False
    return False


async def thread(home: Home, message: MessageRef) -> Sequence[RawItem]:
    """Read the whole visible thread of a post, itself included, oldest first; a private message has none."""
    if not is_post(message.external_id):
        return []
    wrap = await home.wrapper()
    query: Query = [("uri", message.external_id), ("depth", _DEPTH), ("parentHeight", _HEIGHT)]
    whole = await home.client.read("app.bsky.feed.getPostThread", query)
    items = []
    for view in _in_tree(whole.get("thread")):
        try:
            items.append(wrap.post("thread", view))
        except ValueError:
            items.append(wrap.malformed(view))
    return sorted(items, key=lambda item: item.occurred_at.timestamp() if item.occurred_at else 0.0)


async def look_again(home: Home, messages: Sequence[MessageRef]) -> Sequence[RawItem]:
    """Give an item for every post that was deleted. Posts do not change, and what is hidden from us stays ours.

    After a block the network shows us nothing of that person any more: our copy is the record then.
    """
    wrap = await home.wrapper()
    uris = [each.external_id for each in messages if is_post(each.external_id)]
    shown = await views(home, uris)
    now = home.client.outside.now()
    return [wrap.deleted(uri, now) for uri in uris if uri not in shown and await is_deleted(home, uri)]


def is_post(name: str) -> bool:
    try:
        return place(name).collection == POSTS
    except ValueError:
        return False


def _in_tree(root: object) -> list[Entity]:
    """Give the posts of a thread view: upwards, then everything below, without following it into itself."""
    found: dict[str, Entity] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            continue
        post = node.get("post")
        if isinstance(post, dict) and isinstance(post.get("uri"), str):
            found.setdefault(post["uri"], post)
        replies = node.get("replies")
        waiting += [node.get("parent"), *(replies if isinstance(replies, list) else [])]
    return list(found.values())
