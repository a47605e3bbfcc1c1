"""What becomes a receipt: the network's own JSON in a thin envelope that makes reading it pure.

``{"kind": "mention"|"own"|"thread"|"look"|"follow"|"deleted", "me": <our account's uri>, "me_id": <its local id>,
"domain": <the server>, "status" | "notification": {…}}``
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from hilft.channels.contract import RawItem
from hilft.channels.mastodon.entity import Entity, moment, needed


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Makes receipts for one account on one server."""

    me: str
    me_id: str
    domain: str

    def status(self, kind: str, status: Entity) -> RawItem:
        """Wrap a status seen as a message. Its key is the same, whichever way it came."""
        return self._wrap(
            kind, f"status:{needed(status, 'uri')}", moment(status.get("created_at")), status=status
        )

    def edit(self, status: Entity) -> RawItem:
        """Wrap a status that was edited; every edit is a receipt of its own."""
        edited = needed(status, "edited_at")
        return self._wrap("look", f"edit:{needed(status, 'uri')}:{edited}", moment(edited), status=status)

    def deleted(self, uri: str, local_id: str, at: datetime) -> RawItem:
        """Tell that a status is gone; ``at`` is when we noticed."""
        gone = {"uri": uri, "id": local_id, "at": at.isoformat()}
        return self._wrap("deleted", f"delete:{uri}", at, status=gone)

    def follow(self, notification: Entity) -> RawItem:
        """Wrap the notification that somebody follows us."""
        key = f"follow:{self.domain}#{needed(notification, 'id')}"
        return self._wrap("follow", key, moment(notification.get("created_at")), notification=notification)

    def malformed(self, thing: Entity) -> RawItem:
        """Wrap what has no usable id or time, so that it is kept as a receipt nobody can read."""
        print_of_it = sha256(json.dumps(thing, sort_keys=True).encode()).hexdigest()
        return self._wrap("mention", f"malformed:{print_of_it}", None, status=thing)

    def _wrap(self, kind: str, key: str, at: datetime | None, **content: Entity) -> RawItem:
        whole = {"kind": kind, "me": self.me, "me_id": self.me_id, "domain": self.domain, **content}
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
