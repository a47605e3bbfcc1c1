"""Answer a customer: message, delivery, state and timeline in one transaction; the network hears of it later."""

import re
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hilft.accounts import Account, Switchboard, account, answering_account
from hilft.cases import store
from hilft.cases.actions.belongs import RETIRED, base_key
from hilft.cases.actions.finding import find, find_to_change, keep_threads_still
from hilft.cases.actions.minding import keep_word, mind
from hilft.cases.actions.settle import settle
from hilft.cases.answer import (
    Answer,
    Replied,
    measure,
    others_named,
    parts_of,
    profile_of,
    signed,
    why_not,
    without_others,
)
from hilft.cases.model import Case, Conversation, DraftKind
from hilft.cases.problems import (
    BadCopy,
    CannotReply,
    EmptyText,
    NamesOthers,
    NoFurtherRecipients,
    NoPrivateMessages,
    NothingToAnswer,
    OtherBody,
    OtherConversation,
    Stale,
    TooLong,
    WiderThanParent,
)
from hilft.cases.rows import Target
from hilft.channels import Channel, MessageRef, Profile, Visibility
from hilft.customers import find_handle
from hilft.db import Connection, Transaction, storable
from hilft.ids import ConversationId, DeliveryId, MessageId, new_id
from hilft.outbox import DeliveryState, FileRef, Request, hold, states_of
from hilft.staff import Agent
from hilft.timeline import Subject, append

_ADDRESS = re.compile(r"[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,190}\.[^\s@<>,;:\"().]{2,63}")


@dataclass(frozen=True, slots=True)
class Way:
    """Where an answer goes and by which channel: found before anything is written."""

    account: Account
    channel: Channel
    home: Conversation
    "The conversation whose message is answered; a private answer to a public post opens its own."
    target: Target
    recipient: Profile | None


async def reply(
    tx: Transaction, switchboard: Switchboard, agent: Agent, code: str, answer: Answer, now: datetime,
    undo_seconds: int = 10,
) -> Replied:  # fmt: skip
    """Put an answer on its way. Frozen from here on: recipient, conversation, visibility, text.

    Raises ``Stale`` when something was said since ``seen_version``, ``TooLong``, ``NamesOthers``,
    ``WiderThanParent``, ``CannotReply``, ``PersonalInPublic``; then nothing was written. The same ``request_key`` again gives the same
    answer; with another body it raises ``OtherBody``. Answering a free case claims it.
    """
    if answer.visibility is Visibility.PRIVATE:
        # It may open a conversation, as digestion may.
        await keep_threads_still(tx, await find(tx.conn, agent, code))
    case = await find_to_change(tx, agent, code)
    before = await _asked_before(tx, agent, case, answer)
    if before is not None:
        return before
    if answer.seen_version is not None and answer.seen_version < case.version and not answer.anyway:
        raise Stale
    way = await find_way(tx.conn, switchboard, case, answer.visibility, answer.conversation_id)
    _check_copies(way, answer)
    texts = _texts(way, agent, answer, now)
    minded = await mind(tx.conn, case, answer)
    if case.owner_id is None:
        case = replace(case, owner_id=agent.id)
        await append(tx.conn, agent.brand_id, Subject.CASE, case.id, "case.claimed", now, agent_id=agent.id)
    seconds = undo_seconds if answer.hold_seconds is None else answer.hold_seconds
    hold_until = now + timedelta(seconds=seconds) if seconds > 0 else None
    conversation_id = await home_of_answer(tx, case, way, answer.visibility, now)
    replied = await _send(tx, agent, case, way, conversation_id, answer, texts[0], hold_until, now, None)
    await keep_word(tx, agent, case, way.account.id, replied.message_id, answer, minded, now)
    for number, text in enumerate(texts[1:], 1):
        replied = await _send(
            tx, agent, case, way, conversation_id, _follow_up(answer), text,
            hold_until, now + timedelta(microseconds=number), replied.delivery_id,
        )  # fmt: skip
    kind = DraftKind(answer.visibility.value)
    await store.drop_draft(tx.conn, agent.brand_id, agent.id, case.id, kind, now)
    await settle(tx, case, now)
    return replied


def _follow_up(answer: Answer) -> Answer:
    return replace(answer, request_key=None, attachment_ids=())


async def _asked_before(tx: Transaction, agent: Agent, case: Case, answer: Answer) -> Replied | None:
    if answer.request_key is None:
        return None
    before = await store.answer_by_key(tx.conn, agent.brand_id, agent.id, answer.request_key)
    if before is None:
        return None
    if before.request_hash != answer.fingerprint() or before.case_id != case.id:
        raise OtherBody
    delivery = (await states_of(tx.conn, agent.brand_id, [before.id]))[before.id]
    until = delivery.run_at if delivery.state is DeliveryState.HELD else None
    return Replied(before.id, delivery.id, until, before.text, again=True)


async def find_way(
    conn: Connection,
    switchboard: Switchboard,
    case: Case,
    visibility: Visibility,
    conversation_id: ConversationId | None = None,
) -> Way:
    """Find what is answered and by which account; raises ``WiderThanParent`` or ``CannotReply``."""
    home = await _home(conn, case, visibility, conversation_id)
    target = await store.message_to_answer(conn, case.brand_id, home.id, case.handle_id)
    if target is None and home.visibility is Visibility.PRIVATE:
        target = await _asked_in_public(conn, case)
    if target is None:
        raise NothingToAnswer
    addressed = await account(conn, case.brand_id, home.account_id)
    answering = await answering_account(conn, case.brand_id, addressed)
    channel = await switchboard.channel_of(answering, conn)
    if visibility not in channel.capabilities.text:  # also where it had private messages once
        raise NoPrivateMessages
    author = await find_handle(conn, case.brand_id, target.author_id) if target.author_id else None
    return Way(answering, channel, home, target, profile_of(author) if author else None)


async def _asked_in_public(conn: Connection, case: Case) -> Target | None:
    """Give what we answered when we began to talk in private; nothing was said there by the customer yet."""
    asked = await store.newest_conversation(conn, case.brand_id, case.id, Visibility.PUBLIC)
    if asked is None:
        return None
    return await store.message_to_answer(conn, case.brand_id, asked.id, case.handle_id)


async def _home(
    conn: Connection, case: Case, visibility: Visibility, conversation_id: ConversationId | None
) -> Conversation:
    if conversation_id is not None:
        chosen = await store.conversation_by_id(conn, case.brand_id, conversation_id)
        if chosen is None or chosen.case_id != case.id:
            raise OtherConversation
    else:
        chosen = await store.newest_conversation(conn, case.brand_id, case.id, visibility)
    if chosen is None and visibility is Visibility.PRIVATE:
        chosen = await store.newest_conversation(conn, case.brand_id, case.id, Visibility.PUBLIC)
    if chosen is None or (visibility is Visibility.PUBLIC and chosen.visibility is Visibility.PRIVATE):
        raise WiderThanParent
    return chosen


def _check_copies(way: Way, answer: Answer) -> None:
    """Copies go to whoever they name: refused where the network has none, or where an address is none."""
    if (answer.cc or answer.bcc) and not way.channel.capabilities.copies:
        raise NoFurtherRecipients
    for address in (*answer.cc, *answer.bcc):
        if not _ADDRESS.fullmatch(address):
            raise BadCopy(address=address)


def _texts(way: Way, agent: Agent, answer: Answer, now: datetime) -> list[str]:
    """Give the text as it will leave, in parts only when the agent asked for parts."""
    refused = why_not(way.target.reply_policy, answer.visibility, now)
    if refused is not None:
        raise CannotReply(reason=refused)
    text = storable(answer.text).strip()
    if not text and not answer.attachment_ids:
        raise EmptyText
    if answer.visibility is Visibility.PRIVATE:
        others = others_named(way.channel, text, way.recipient)
        if others and not answer.drop_handles:
            raise NamesOthers(handles=", ".join(others))
        text = without_others(way.channel, text, way.recipient) if others else text
    full = signed(text, agent.signature, way.channel, answer.visibility)
    measured = measure(way.channel, full, answer.visibility, way.recipient)
    if measured.ok:
        return [full]
    if not answer.split:
        raise TooLong(used=measured.used, limit=measured.limit)
    return parts_of(way.channel, full, answer.visibility, way.recipient, agent.signature)


async def home_of_answer(
    tx: Transaction, case: Case, way: Way, visibility: Visibility, now: datetime
) -> ConversationId:
    """Give the conversation in which an answer stands; a private one to a public post opens its own."""
    if way.home.visibility is visibility:
        await store.touch_conversation(tx.conn, case.brand_id, way.home.id, now)
        return way.home.id
    thread = base_key(way.home.thread_key)
    opened = await _open_private(tx, case, way, visibility, thread, now)
    if opened.case_id != case.id:  # a case that followed this one has the thread by now
        opened = await _open_private(tx, case, way, visibility, f"{thread}{RETIRED}{case.id}", now)
    return opened.id


async def _open_private(
    tx: Transaction, case: Case, way: Way, visibility: Visibility, key: str, now: datetime
) -> Conversation:
    opened = await store.open_conversation(
        tx.conn, case.brand_id, ConversationId(new_id()), case.id, way.account.id, way.home.scope,
        key, visibility, str(way.target.author_id), now,
    )  # fmt: skip
    assert opened is not None  # an upsert always gives its row
    return opened


async def _send(
    tx: Transaction, agent: Agent, case: Case, way: Way, conversation_id: ConversationId, answer: Answer,
    text: str, hold_until: datetime | None, now: datetime, follows: DeliveryId | None,
) -> Replied:  # fmt: skip
    word = way.channel.reply_visibility(answer.visibility, way.target.network_visibility)
    message_id = MessageId(new_id())
    await store.insert_answer(
        tx.conn, case.brand_id, message_id, conversation_id, case.id, way.account.id, way.account.scope,
        way.target.external_id, answer.visibility, word, agent.id, text, "", now, answer.request_key,
        answer.fingerprint() if answer.request_key else None,
    )  # fmt: skip
    files = await _files(tx, agent, case, message_id, answer.attachment_ids)
    request = Request(
        text=text,
        visibility=answer.visibility,
        idempotency_key=str(message_id),
        network_visibility=word,
        in_reply_to=reference(way.target),
        recipient=way.recipient,
        attachments=files,
        signer=agent.first_name,
        signer_photo=agent.photo_file,
        cc=answer.cc,
        bcc=answer.bcc,
        case_code=case.written_code,
        follows=follows,
    )
    delivery = await hold(
        tx, case.brand_id, message_id=message_id, conversation_id=conversation_id, account_id=way.account.id,
        request=request, hold_until=hold_until, now=now,
    )  # fmt: skip
    await append(
        tx.conn, case.brand_id, Subject.CASE, case.id, "message.out", now, agent_id=agent.id,
        message=message_id, delivery=delivery.id,
    )  # fmt: skip
    return Replied(message_id, delivery.id, hold_until, text)


async def _files(
    tx: Transaction, agent: Agent, case: Case, message_id: MessageId, chosen: tuple[uuid.UUID, ...]
) -> tuple[FileRef, ...]:
    if not chosen:
        return ()
    await store.attach_uploads(tx.conn, case.brand_id, case.id, agent.id, message_id, list(chosen))
    rows = await store.attachments_of_messages(tx.conn, case.brand_id, [message_id])
    return tuple(FileRef(row.sha256, row.content_type, row.name, row.alt) for row in rows if row.sha256)


def reference(target: Target) -> MessageRef | None:
    """Give what the network knows the answered message by."""
    if target.external_id is None:
        return None
    return MessageRef(target.external_id, tuple(target.names), target.url, target.ref)
