"""From one verified POST to receipts: each event is kept by itself, as it came."""

import json
from collections.abc import Sequence
from hashlib import sha256

from hilft.channels.contract import EventType, InboundEvent, RawItem
from hilft.channels.webhook.event import parsed, read

MOST = 1000
"Events of one POST."


def receive(body: bytes, me: str) -> Sequence[RawItem]:
    """Take a POST apart. Raises ``ValueError`` with a sentence for the sender; then nothing of it is kept."""
    whole = parsed(body)
    if isinstance(whole, dict):
        return (_item(read(whole, me), body),)
    if not isinstance(whole, list) or not 1 <= len(whole) <= MOST:
        raise ValueError(f"the body must be an event or a list of 1 to {MOST} events")
    return [_in_list(number, each, me) for number, each in enumerate(whole)]


def _in_list(number: int, whole: object, me: str) -> RawItem:
    if not isinstance(whole, dict):
        raise ValueError(f"event {number}: it must be an object")  # noqa: TRY004 - the contract says ValueError
    try:
        return _item(read(whole, me), json.dumps(whole, separators=(",", ":")).encode())
    except ValueError as error:
        raise ValueError(f"event {number}: {error}") from error


def _item(event: InboundEvent | None, payload: bytes) -> RawItem:
    """Name the event so that the same one has the same key, however often and in whichever POST it comes."""
    if event is None:
        return RawItem(f"unknown:{sha256(payload).hexdigest()}", payload)
    key = f"{event.type}:{event.message.external_id}"
    if event.type is EventType.EDITED:
        key += f":{event.occurred_at.isoformat()}:{sha256(event.text.encode()).hexdigest()[:16]}"
    elif event.report is not None:
        key += f":{event.report.fate}:{event.occurred_at.isoformat()}"
    return RawItem(key, payload, event.occurred_at)
