"""What becomes a receipt: the network's own JSON in a thin envelope that makes reading it pure.

``{"kind": "mention"|"own"|"thread"|"deleted"|"follow"|"chat"|"chat-deleted", "me": <our DID>,
"post" | "notification" | "gone" | "log": {…}}``; a chat's entry carries its ``members``, who are profile views.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from hilft.channels.bluesky.entity import Entity, moment, needed, part
from hilft.channels.contract import RawItem


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Makes receipts for one account."""

    me: str

    def post(self, kind: str, view: Entity) -> RawItem:
        """Wrap a post seen as a message. Its key is the same, whichever way it came."""
        return self._wrap(kind, f"post:{needed(view, 'uri')}", moment(view.get("indexedAt")), post=view)

    def deleted(self, uri: str, at: datetime) -> RawItem:
        """Tell that a post is gone; ``at`` is when we noticed."""
        return self._wrap("deleted", f"delete:{uri}", at, gone={"uri": uri, "at": at.isoformat()})

    def follow(self, notification: Entity) -> RawItem:
        """Wrap the notification that somebody follows us."""
        key = f"follow:{needed(notification, 'uri')}"
        return self._wrap("follow", key, moment(notification.get("indexedAt")), notification=notification)

    def chat(self, log: Entity, members: Sequence[Entity]) -> RawItem:
        """Wrap one entry of the chat's log: a message that came or went."""
        message = part(log, "message")
        gone = "DeleteMessage" in needed(log, "$type") or message.get("$type", "").endswith(
            "deletedMessageView"
        )
        name = f"{needed(log, 'convoId')}/{needed(message, 'id')}"
        kind, key = ("chat-deleted", f"chat-delete:{name}") if gone else ("chat", f"chat:{name}")
        return self._wrap(kind, key, moment(message.get("sentAt")), log=log, members=list(members))

    def malformed(self, thing: Entity) -> RawItem:
        """Wrap what has no usable name or time, so that it is kept as a receipt nobody can read."""
        print_of_it = sha256(json.dumps(thing, sort_keys=True).encode()).hexdigest()
        return self._wrap("mention", f"malformed:{print_of_it}", None, post=thing)

    def _wrap(self, kind: str, key: str, at: datetime | None, **content: object) -> RawItem:
        whole = {"kind": kind, "me": self.me, **content}
        return RawItem(key, json.dumps(whole, separators=(",", ":")).encode(), at)


def unwrap(payload: bytes) -> Mapping[str, Any]:
    """Open an envelope. Raises ``ValueError`` for anything that is none."""
    try:
        whole = json.loads(payload)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(whole, dict) or not isinstance(whole.get("kind"), str):
        raise ValueError("not an envelope of this channel")  # noqa: TRY004 - the contract says ValueError
    return whole
