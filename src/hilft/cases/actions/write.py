"""Write messages of the network into their conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hilft.cases import store
from hilft.cases.model import Arrival, Direction
from hilft.channels import ReplyPolicy
from hilft.db import Transaction
from hilft.ids import CaseId, ConversationId, HandleId, MessageId, new_id
from hilft.memory import hear_all


@dataclass(frozen=True, slots=True)
class Writing:
    """A message that is to be written, and where."""

    arrival: Arrival
    id: MessageId
    case_id: CaseId
    conversation_id: ConversationId
    direction: Direction
    author_id: HandleId | None
    needs_answer: bool


async def write_message(
    tx: Transaction,
    arrival: Arrival,
    case_id: CaseId,
    conversation_id: ConversationId,
    direction: Direction,
    *,
    author_id: HandleId | None,
    needs_answer: bool,
) -> MessageId:
    """Write the message, its names and the list of its files."""
    message_id = MessageId(new_id())
    one = Writing(arrival, message_id, case_id, conversation_id, direction, author_id, needs_answer)
    await write_messages(tx, [one])
    return message_id


async def write_messages(tx: Transaction, several: Sequence[Writing]) -> None:
    """Write messages of one scope, their names and the lists of their files."""
    first = several[0].arrival
    brand_id, scope = first.brand_id, first.account.scope
    await store.insert_messages(tx.conn, brand_id, [_row(one) for one in several])
    named = [(name, one.id) for one in several for name in one.arrival.called]
    await store.name_messages(
        tx.conn, brand_id, scope, [name for name, _ in named], [message_id for _, message_id in named]
    )
    words = [one.id for one in several if one.direction is Direction.IN and not one.arrival.event.automatic]
    if words:
        await hear_all(tx, brand_id, words, first.now)
    for one in several:
        await _list_files(tx, one)


async def _list_files(tx: Transaction, one: Writing) -> None:
    arrival = one.arrival
    for position, file in enumerate(arrival.event.attachments):
        await store.insert_attachment(
            tx.conn, arrival.brand_id, new_id(), one.id, one.case_id, position, file.kind, file.content_type,
            file.name, file.alt, file.url, file.size, arrival.now, arrival.blobs.get(position),
        )  # fmt: skip
    if arrival.event.attachments:
        tx.nudge(arrival.brand_id, "attachments")


def _row(one: Writing) -> dict[str, Any]:
    """Give the row as JSON: columns by name."""
    event, account, inbound = one.arrival.event, one.arrival.account, one.direction is Direction.IN
    return {
        "id": str(one.id),
        "conversation_id": str(one.conversation_id),
        "case_id": str(one.case_id),
        "account_id": str(account.id),
        "scope": account.scope,
        "external_id": event.message.external_id,
        "parent_name": event.parent,
        "direction": one.direction,
        "visibility": event.visibility,
        "network_visibility": event.network_visibility,
        "author_id": str(one.author_id) if one.author_id else None,
        "outside": not inbound,
        "needs_answer": one.needs_answer,
        "text": event.text,
        "language": event.language,
        "url": event.message.url,
        "ref": dict(event.message.extra),
        "reply_policy": _as_json(event.reply),
        "to_main": account.role == "main" and inbound,
        "occurred_at": event.occurred_at.isoformat(),
        "received_at": one.arrival.now.isoformat(),
        "edited_at": event.edited_at.isoformat() if event.edited_at else None,
        "subject": event.subject,
        "quoted": event.quoted,
        "html": event.html,
        "automatic": event.automatic,
        "origin": dict(event.origin),
    }


def _as_json(policy: ReplyPolicy) -> dict[str, object]:
    if policy == ReplyPolicy():
        return {}
    return {
        "allowed": policy.allowed,
        "visibilities": [str(v) for v in policy.visibilities],
        "expires_at": policy.expires_at.isoformat() if policy.expires_at else None,
        "reason": policy.reason,
    }
