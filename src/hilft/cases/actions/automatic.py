"""An answer nobody wrote: it tells who will be there when. It counts as no answer, so whoever waits goes on waiting."""

from dataclasses import dataclass
from datetime import datetime

from hilft.accounts import Switchboard
from hilft.cases import store
from hilft.cases.actions.finding import keep_threads_still
from hilft.cases.actions.reply import find_way, home_of_answer, reference
from hilft.cases.actions.settle import locked, settle
from hilft.cases.answer import Replied, measure, others_named, signed, why_not, without_others
from hilft.cases.problems import CannotReply, TooLong
from hilft.channels import Visibility
from hilft.db import Transaction, storable
from hilft.ids import BrandId, CaseId, ConversationId, MessageId, new_id
from hilft.outbox import Request, hold
from hilft.timeline import Subject, append


@dataclass(frozen=True, slots=True)
class AutomaticWords:
    """What is said and how. ``signer``: the brand, by name; ``conversation_id``: where the customer spoke."""

    text: str
    visibility: Visibility
    signer: str
    language: str
    conversation_id: ConversationId


async def reply_automatically(
    tx: Transaction,
    switchboard: Switchboard,
    brand_id: BrandId,
    case_id: CaseId,
    words: AutomaticWords,
    now: datetime,
) -> Replied:
    """Put an automatic answer on its way, at once and signed by the brand; the case stays as open as it was.

    Raises ``CannotReply``, ``WiderThanParent`` or ``TooLong``; then nothing was written.
    """
    there = await store.read_case(tx.conn, brand_id, case_id)
    assert there is not None  # a message of it led here
    await keep_threads_still(tx, there)
    case = await locked(tx, brand_id, case_id)
    way = await find_way(tx.conn, switchboard, case, words.visibility, words.conversation_id)
    refused = why_not(way.target.reply_policy, words.visibility, now)
    if refused is not None:
        raise CannotReply(reason=refused)
    text = signed(storable(words.text), f"– {words.signer}", way.channel, words.visibility)
    if words.visibility is Visibility.PRIVATE and others_named(way.channel, text, way.recipient):
        text = without_others(way.channel, text, way.recipient)
    measured = measure(way.channel, text, words.visibility, way.recipient)
    if not measured.ok:
        raise TooLong(used=measured.used, limit=measured.limit)
    conversation_id = await home_of_answer(tx, case, way, words.visibility, now)
    network_word = way.channel.reply_visibility(words.visibility, way.target.network_visibility)
    message_id = MessageId(new_id())
    await store.insert_automatic(
        tx.conn, brand_id, message_id, conversation_id, case.id, way.account.id, way.account.scope,
        way.target.external_id, words.visibility, network_word, text, words.language, now,
    )  # fmt: skip
    request = Request(
        text=text,
        visibility=words.visibility,
        idempotency_key=str(message_id),
        network_visibility=network_word,
        in_reply_to=reference(way.target),
        recipient=way.recipient,
        language=words.language,
        signer=words.signer,
        automatic=True,
    )
    delivery = await hold(
        tx, brand_id, message_id=message_id, conversation_id=conversation_id, account_id=way.account.id,
        request=request, hold_until=None, now=now,
    )  # fmt: skip
    await append(
        tx.conn,
        brand_id,
        Subject.CASE,
        case.id,
        "message.automatic",
        now,
        message=message_id,
        delivery=delivery.id,
    )
    await settle(tx, case, now, spoken=False)
    return Replied(message_id, delivery.id, None, text)
