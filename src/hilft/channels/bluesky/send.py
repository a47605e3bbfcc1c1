"""One answer to the network: checked, written once under a key of its own, never cut."""

from datetime import datetime
from typing import Any

from hilft.channels.bluesky import chat, entity, pictures
from hilft.channels.bluesky.answers import unreadable
from hilft.channels.bluesky.counting import POST, graphemes, size
from hilft.channels.bluesky.entity import POSTS, Entity, maybe
from hilft.channels.bluesky.facets import facets
from hilft.channels.bluesky.home import Home
from hilft.channels.bluesky.posts import is_deleted, is_post, views
from hilft.channels.bluesky.read import CHAT, CLOSED_THREAD, PUBLIC
from hilft.channels.bluesky.tid import record_key, written_at
from hilft.channels.contract import (
    N_,
    ChannelError,
    Gone,
    MessageRef,
    OutboundMessage,
    Refused,
    Sent,
    Unknown,
    Visibility,
)

_SWAPPED = "InvalidSwap"


def reply_visibility(visibility: Visibility, parent: str) -> str:
    """Give Bluesky's word: a private answer is chat, and so is every answer to something that was not public."""
    return PUBLIC if visibility is Visibility.PUBLIC and parent in {"", PUBLIC} else CHAT


async def send(home: Home, message: OutboundMessage) -> Sent:
    """Post or say it. Raises Refused, Gone (its parent), Later, Unknown or Unauthorized; never tries twice."""
    parent = CHAT if message.in_reply_to and not is_post(message.in_reply_to.external_id) else PUBLIC
    word = message.network_visibility or reply_visibility(message.visibility, parent)
    if word not in {CHAT, PUBLIC} or (
        word == PUBLIC and reply_visibility(message.visibility, parent) != PUBLIC
    ):
        raise Refused(N_("This would be seen by more people than the message it answers."))
    if word == CHAT:
        return await chat.send(home, message)
    _check(message)
    if message.first_tried_at is not None and (before := await find_sent(home, message)) is not None:
        return before  # what it answers may be gone by now, our answer is not
    return await _put(home, message, await _record(home, message))


async def find_sent(home: Home, message: OutboundMessage) -> Sent | None:
    """Look under the answer's own key. None: certainly not there. Raises Unknown when it cannot be looked."""
    if message.network_visibility == CHAT or message.visibility is Visibility.PRIVATE:
        return await chat.find_sent(home, message)
    try:
        me = (await home.me()).external_id
        query = [("repo", me), ("collection", POSTS), ("rkey", record_key(message.idempotency_key))]
        found = await home.client.read("com.atproto.repo.getRecord", query, answering=True)
        return _sent(entity.needed(found, "uri"), entity.needed(found, "cid"), entity.part(found, "value"))
    except Gone:
        return None
    except (ChannelError, ValueError) as error:
        raise Unknown(N_("It cannot be told yet whether the message was sent.")) from error


async def retract(home: Home, message: MessageRef) -> None:
    """Delete a post of ours. One that is gone already is as it should be."""
    if not is_post(message.external_id):
        raise Refused(N_("A private message on Bluesky cannot be taken back."))
    where = entity.place(message.external_id)
    me = (await home.me()).external_id
    if where.did != me:
        raise Refused(N_("Only our own posts can be deleted."))
    body = {"repo": me, "collection": POSTS, "rkey": where.rkey}
    await home.client.write("com.atproto.repo.deleteRecord", body)


async def _put(home: Home, message: OutboundMessage, record: dict[str, Any]) -> Sent:
    """Write the record only where there is none (`swapRecord: null`); one that lies there is this very answer.

    The same record twice changes nothing, one that differs is refused by `InvalidSwap` (observed).
    """
    me = (await home.me()).external_id
    body = {
        "repo": me, "collection": POSTS, "rkey": record_key(message.idempotency_key), "record": record, "swapRecord": None,
    }  # fmt: skip
    answer = await home.client.try_writing("com.atproto.repo.putRecord", body, irrevocable=True)
    if answer.error == _SWAPPED and (before := await find_sent(home, message)) is not None:
        return before
    made = home.client.parsed(answer)
    try:
        return _sent(entity.needed(made, "uri"), entity.needed(made, "cid"), record)
    except ValueError as error:
        raise unreadable(irrevocable=True) from error


async def _record(home: Home, message: OutboundMessage) -> dict[str, Any]:
    record: dict[str, Any] = {
        "$type": POSTS,
        "text": message.text,
        "createdAt": _moment(message, home).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if message.in_reply_to is not None:
        record["reply"] = await _reply_to(home, message.in_reply_to.external_id)
    marks = await facets(home.client, message.text)
    if marks:
        record["facets"] = marks
    if message.language:
        record["langs"] = [message.language]
    if message.attachments:
        record["embed"] = await pictures.embedded(home, message.attachments)
    return record


async def _reply_to(home: Home, uri: str) -> dict[str, Any]:
    """Give strong references to the post answered and to its thread's root, and see whether we may answer it."""
    view = (await views(home, [uri], answering=True)).get(uri)
    if view is None:
        if await is_deleted(home, uri, answering=True):
            raise Gone(N_("The message to be answered is not there any more."))
        raise Refused(N_("The network does not show us this message: a block stands between us."))
    if maybe(view, "viewer").get("replyDisabled") is True:
        raise Refused(CLOSED_THREAD)
    if maybe(maybe(view, "author"), "viewer").get("blockedBy") is True:
        raise Refused(N_("This person has blocked us."))
    try:
        ref = entity.reference(uri, entity.needed(view, "cid"), maybe(view, "record"))
    except ValueError as error:
        raise unreadable(irrevocable=False) from error
    return {"root": ref.extra["root"], "parent": {"uri": uri, "cid": ref.extra["cid"]}}


def _check(message: OutboundMessage) -> None:
    if not message.text.strip() and not message.attachments:
        raise Refused(N_("There is nothing to send."))
    if not POST.fits(message.text):
        raise Refused(
            N_("The text is too long: {length} of {limit} characters, {bytes} of {most} bytes."),
            length=graphemes(message.text), limit=POST.graphemes, bytes=size(message.text), most=POST.bytes,
        )  # fmt: skip
    pictures.check(message.attachments)


def _moment(message: OutboundMessage, home: Home) -> datetime:
    """Say when it was written, the same at every attempt wherever the key tells."""
    return written_at(message.idempotency_key) or message.first_tried_at or home.client.outside.now()


def _sent(uri: str, cid: str, record: Entity) -> Sent:
    return Sent(entity.reference(uri, cid, record), entity.moment(record.get("createdAt")))
