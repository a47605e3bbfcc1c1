"""Private messages (`chat.bsky.convo`): a service of its own, which our data server carries requests to.

It remembers no idempotency key, so whether a message was sent is told by reading the conversation.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hilft.channels.bluesky import entity
from hilft.channels.bluesky.answers import unreadable
from hilft.channels.bluesky.client import Query
from hilft.channels.bluesky.counting import CHAT, graphemes, size
from hilft.channels.bluesky.facets import facets
from hilft.channels.bluesky.home import Home
from hilft.channels.bluesky.read import chat_name
from hilft.channels.contract import (
    N_,
    ChannelError,
    MessageRef,
    OutboundMessage,
    Profile,
    RawItem,
    Refused,
    Sent,
    Unauthorized,
    Unknown,
)

_API = "chat.bsky.convo"
_UNREAD, _PAIR = 50, 2
_LOOK_BACK_PAGES = 3
_CONVOS = 2000
_CLOCKS_DIFFER = timedelta(minutes=2)
_IN_FLIGHT = timedelta(seconds=30)


async def begin(home: Home) -> tuple[list[RawItem], str]:
    """Give what is unread, the last message of each conversation, and where the log stands."""
    await home.me()
    if not home.chats:
        return [], ""
    answer = await _read(home, "listConvos", [("limit", _UNREAD)])
    convos = entity.parts(answer, "convos")
    items = []
    for each in convos:
        _keep_members(home, each)
        if each.get("unreadCount") and isinstance(each.get("lastMessage"), dict):
            log = {
                "$type": f"{_API}.defs#logCreateMessage",
                "convoId": each.get("id"),
                "message": each["lastMessage"],
            }
            items += await _item(home, log)
    return items, max([str(each.get("rev") or "") for each in convos], default="")


async def since(home: Home, cursor: str) -> tuple[list[RawItem], str]:
    """Give what was said and taken back in private since the log's ``cursor``, and where it stands now."""
    await home.me()
    if not home.chats:
        return [], cursor
    if not cursor:  # the service lets us in only now
        return await begin(home)
    try:
        answer = await _read(home, "getLog", [("cursor", cursor)])
    except Unauthorized:  # the right to private messages was taken away; the rest of the account works
        home.chats = False
        return [], cursor
    items: list[RawItem] = []
    for each in entity.parts(answer, "logs"):
        if str(each.get("$type", "")).endswith(("#logCreateMessage", "#logDeleteMessage")):
            items += await _item(home, each)
    return items, str(answer.get("cursor") or cursor)


async def send(home: Home, message: OutboundMessage) -> Sent:
    """Say something to the recipient alone. Raises what `Channel.send` raises."""
    if message.attachments:
        raise Refused(N_("Private messages on Bluesky carry no files."))
    if not message.text.strip():
        raise Refused(N_("There is nothing to send."))
    if not CHAT.fits(message.text):
        raise Refused(
            N_("The text is too long: {length} of {limit} characters, {bytes} of {most} bytes."),
            length=graphemes(message.text), limit=CHAT.graphemes, bytes=size(message.text), most=CHAT.bytes,
        )  # fmt: skip
    try:
        convo = await _convo_with(home, message.recipient)
    except Unauthorized as error:
        home.chats = False
        raise Refused(N_("The app password has no access to direct messages.")) from error
    said: dict[str, object] = {"text": message.text}
    marks = await facets(home.client, message.text)
    if marks:
        said["facets"] = marks
    body = {"convoId": convo, "message": said}
    answer = await home.client.write(f"{_API}.sendMessage", body, irrevocable=True, chat=True)
    return _sent(convo, answer)


async def find_sent(home: Home, message: OutboundMessage) -> Sent | None:
    """Look for our words in the conversation. Of several that match the newest is meant. Raises Unknown."""
    try:
        convo = await _convo_with(home, message.recipient)
        found = await _said_before(home, convo, message)
    except ChannelError as error:
        raise Unknown(N_("It cannot be told yet whether the message was sent.")) from error
    tried = message.first_tried_at
    if found is None and tried is not None and home.client.outside.now() - tried < _IN_FLIGHT:
        raise Unknown(N_("It cannot be told yet whether the message was sent."))
    return found


async def mark_read(home: Home, message: MessageRef) -> None:
    convo, _, name = message.external_id.removeprefix("chat:").partition("/")
    await home.client.write(f"{_API}.updateRead", {"convoId": convo, "messageId": name}, chat=True)


async def _said_before(home: Home, convo: str, message: OutboundMessage) -> Sent | None:
    me = (await home.me()).external_id
    earliest = message.first_tried_at - _CLOCKS_DIFFER if message.first_tried_at else None
    cursor = ""
    for _ in range(_LOOK_BACK_PAGES):
        query: Query = [("convoId", convo), ("limit", 100), *([("cursor", cursor)] if cursor else [])]
        answer = await _read(home, "getMessages", query, answering=True)
        for each in entity.parts(answer, "messages"):
            sent_at = entity.moment(each.get("sentAt")) if each.get("sentAt") else None
            if earliest and sent_at and sent_at < earliest:
                return None
            if entity.maybe(each, "sender").get("did") == me and each.get("text") == message.text:
                return _sent(convo, each)
        cursor = str(answer.get("cursor") or "")
        if not cursor:
            return None
    raise Unknown(N_("It cannot be told whether the message was sent."))


async def _convo_with(home: Home, recipient: Profile | None) -> str:
    if recipient is None or not recipient.external_id.startswith("did:"):
        raise Refused(N_("It is not known to whom this private message goes."))
    query = [("members", recipient.external_id)]
    answer = await _read(home, "getConvoForMembers", query, answering=True)
    try:
        convo = entity.part(answer, "convo")
        _keep_members(home, convo)
        return entity.needed(convo, "id")
    except ValueError as error:
        raise unreadable(irrevocable=False) from error


async def _item(home: Home, log: entity.Entity) -> list[RawItem]:
    """Make a receipt of a log entry; a conversation of more than two is nobody's private word to us."""
    wrap = await home.wrapper()
    try:
        members = await _members(home, entity.needed(log, "convoId"))
        return [wrap.chat(log, members)] if len(members) == _PAIR else []
    except ValueError:
        return [wrap.malformed(log)]


async def _members(home: Home, convo: str) -> list[dict[str, Any]]:
    if convo not in home.convos:
        answer = await _read(home, "getConvo", [("convoId", convo)])
        _keep_members(home, entity.part(answer, "convo"))
    return home.convos.get(convo, [])


def _keep_members(home: Home, convo: entity.Entity) -> None:
    grouped = "group" in str(entity.maybe(convo, "kind").get("$type", ""))
    members = [] if grouped else [dict(each) for each in entity.parts(convo, "members")]
    home.convos[str(convo.get("id"))] = members
    if len(home.convos) > _CONVOS:
        home.convos.popitem(last=False)


def _sent(convo: str, message: Mapping[str, Any]) -> Sent:
    """Read what became of it. What cannot be read was sent all the same: Unknown."""
    try:
        name = chat_name(convo, entity.needed(message, "id"))
        ref = MessageRef(name, url=f"https://bsky.app/messages/{convo}", extra={"convo": convo})
        return Sent(ref, entity.moment(message.get("sentAt")))
    except ValueError as error:
        raise unreadable(irrevocable=True) from error


async def _read(home: Home, name: str, query: Query, *, answering: bool = False) -> dict[str, Any]:
    return await home.client.read(f"{_API}.{name}", query, answering=answering, chat=True)
