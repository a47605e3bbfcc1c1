"""Write one message of the network into its conversation."""

from hilft.cases import store
from hilft.cases.model import Arrival, Direction
from hilft.channels import ReplyPolicy
from hilft.db import Transaction
from hilft.ids import CaseId, ConversationId, HandleId, MessageId, new_id
from hilft.memory import hear


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
    event, account = arrival.event, arrival.account
    message_id = MessageId(new_id())
    await store.insert_message(
        tx.conn, arrival.brand_id, message_id, conversation_id, case_id, account.id, account.scope,
        event.message.external_id, event.parent, direction, event.visibility, event.network_visibility, author_id,
        direction is Direction.OUT, needs_answer, event.text, event.language, event.message.url,
        dict(event.message.extra), _as_json(event.reply), account.role == "main" and direction is Direction.IN,
        event.occurred_at, arrival.now, event.edited_at, event.subject, event.quoted, event.html, event.automatic,
        dict(event.origin),
    )  # fmt: skip
    await store.name_message(tx.conn, arrival.brand_id, account.scope, arrival.called, message_id)
    for position, file in enumerate(event.attachments):
        await store.insert_attachment(
            tx.conn, arrival.brand_id, new_id(), message_id, case_id, position, file.kind, file.content_type,
            file.name, file.alt, file.url, file.size, arrival.now, arrival.blobs.get(position),
        )  # fmt: skip
    if direction is Direction.IN and not event.automatic:
        await hear(tx, arrival.brand_id, message_id, arrival.now)
    if event.attachments:
        tx.nudge(arrival.brand_id, "attachments")
    return message_id


def _as_json(policy: ReplyPolicy) -> dict[str, object]:
    if policy == ReplyPolicy():
        return {}
    return {
        "allowed": policy.allowed,
        "visibilities": [str(v) for v in policy.visibilities],
        "expires_at": policy.expires_at.isoformat() if policy.expires_at else None,
        "reason": policy.reason,
    }
