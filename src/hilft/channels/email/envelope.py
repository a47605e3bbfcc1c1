"""What becomes of a mail as a receipt: its bytes as the server gave them, below one line that makes reading it pure.

``hilft-mail 1 {"kind": "mail", "folder": …, "validity": …, "uid": …, "received": …, "own": …}`` and the mail.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hilft.channels.contract import RawItem

_MARK = b"hilft-mail 1 "
_LONGEST_LINE = 4000


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail and where it lay. ``own``: in the folder of sent mails, where nobody but the account puts any."""

    kind: str
    folder: str
    validity: int
    uid: int
    received: datetime
    own: bool
    mail: bytes


def wrap(envelope: Envelope) -> RawItem:
    """Make a receipt. The key is the mail's own bytes: moved, copied or read anew it is the same mail."""
    told = {
        "kind": envelope.kind,
        "folder": envelope.folder,
        "validity": envelope.validity,
        "uid": envelope.uid,
        "received": envelope.received.isoformat(),
        "own": envelope.own,
    }
    line = json.dumps(told, separators=(",", ":")).encode()
    key = f"mail:{'own:' if envelope.own else ''}{sha256(envelope.mail).hexdigest()}"
    return RawItem(key, b"".join((_MARK, line, b"\n", envelope.mail)), envelope.received)


def unwrap(payload: bytes) -> Envelope:
    """Open a receipt. Raises ``ValueError`` for anything that is none."""
    end = payload.find(b"\n", 0, _LONGEST_LINE)
    if not payload.startswith(_MARK) or end < 0:
        raise ValueError("not a receipt of this channel")
    told = json.loads(payload[len(_MARK) : end])
    try:
        received = datetime.fromisoformat(told["received"])
        kind, folder = told["kind"], told["folder"]
        opened = Envelope(
            kind,
            folder,
            int(told["validity"]),
            int(told["uid"]),
            received,
            bool(told["own"]),
            payload[end + 1 :],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"cannot be read: {error!r}") from error
    if not isinstance(kind, str) or not isinstance(folder, str) or received.tzinfo is None:
        raise ValueError("cannot be read: the first line is not complete")
    return opened
