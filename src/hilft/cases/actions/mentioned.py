"""A case code in the words of somebody to whom that case does not belong: a hint to the agent, nothing else."""

from hilft.cases import store
from hilft.cases.actions.belongs import is_of
from hilft.cases.codes import codes_in
from hilft.cases.model import Arrival, Case
from hilft.customers import Handle
from hilft.db import Transaction
from hilft.ids import MessageId
from hilft.timeline import Subject, append

MENTIONS = "case.mentions"


async def note_mentions(
    tx: Transaction, arrival: Arrival, case: Case, author: Handle, message_id: MessageId
) -> None:
    """Note which cases of other people a message names. The writer learns nothing by it, not even that they exist."""
    for code in codes_in(arrival.event.text):
        other = await store.case_by_code(tx.conn, arrival.brand_id, code)
        if other is None or case.id in {other.id, other.joined_into_id} or await is_of(tx, other, author):
            continue
        await append(
            tx.conn, arrival.brand_id, Subject.CASE, case.id, MENTIONS, arrival.now,
            case=other.id, message=message_id,
        )  # fmt: skip
