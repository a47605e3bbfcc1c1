"""Facets: which bytes of our text are a mention, a link, a tag (lexicon ``app.bsky.richtext.facet``)."""

from typing import Any

from hilft.channels.bluesky.client import Client
from hilft.channels.bluesky.words import Found, found_in
from hilft.channels.contract import Gone, Refused

_MOST_MENTIONS = 20
_KIND = "app.bsky.richtext.facet"


async def facets(client: Client, text: str) -> list[dict[str, Any]]:
    """Find them and ask the network who is meant; a handle that nobody has stays plain text."""
    found = found_in(text)
    handles = list(dict.fromkeys(each.value for each in found if each.kind == "mention"))[:_MOST_MENTIONS]
    known = {handle: did for handle in handles if (did := await _who_has(client, handle))}
    return [facet for each in found if (facet := as_facet(each, known)) is not None]


def as_facet(found: Found, dids: dict[str, str]) -> dict[str, Any] | None:
    """Write one; None for the mention of somebody who is not in ``dids`` (by handle). Pure."""
    if found.kind == "mention":
        did = dids.get(found.value)
        feature = {"$type": f"{_KIND}#mention", "did": did} if did else None
    elif found.kind == "link":
        feature = {"$type": f"{_KIND}#link", "uri": found.value}
    else:
        feature = {"$type": f"{_KIND}#tag", "tag": found.value}
    if feature is None:
        return None
    return {"index": {"byteStart": found.start, "byteEnd": found.end}, "features": [feature]}


async def _who_has(client: Client, handle: str) -> str | None:
    try:
        answer = await client.read("com.atproto.identity.resolveHandle", [("handle", handle)], answering=True)
    except (Gone, Refused):
        return None
    did = answer.get("did")
    return did if isinstance(did, str) and did.startswith("did:") else None
