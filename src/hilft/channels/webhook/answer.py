"""One answer to the program: checked, posted once, never cut."""

import base64

from hilft.channels.contract import N_, MessageRef, OutboundMessage, Refused, Sent, Visibility
from hilft.channels.webhook.post import Program

LONGEST = 20_000
FILES = 4
FILE_BYTES = 5 * 1024 * 1024
FILE_TYPES = (
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "video/mp4",
    "audio/mpeg",
    "application/pdf",
    "text/plain",
)
_LONGEST_NAME = 200


async def send(program: Program, message: OutboundMessage) -> Sent:
    """Post an answer. Raises Refused, Later, Unknown or Unauthorized; never tries twice."""
    _check(message)
    said = await program.post(message.idempotency_key, content_of(message))
    name, url = said.get("id"), said.get("url")
    known = isinstance(name, str) and name.isprintable() and 0 < len(name) <= _LONGEST_NAME
    shown = isinstance(url, str) and url.isprintable() and url.startswith(("https://", "http://"))
    reference = MessageRef(
        external_id=str(name) if known else message.idempotency_key,
        names=(message.idempotency_key,) if known else (),
        url=str(url) if shown else None,
        extra=_passed_on(message),
    )
    return Sent(reference, program.outside.now())


def content_of(message: OutboundMessage) -> dict[str, object]:
    """Give the JSON of an answer: the format is docs/channels/webhook.md."""
    parent, to = message.in_reply_to, message.recipient
    return {
        "type": "answer",
        "key": message.idempotency_key,
        "text": message.text,
        "visibility": message.visibility.value,
        "reply_to": parent.external_id if parent else None,
        "thread": parent.extra.get("thread") if parent else None,
        "to": {"id": to.external_id, "handle": to.handle, "name": to.display_name} if to else None,
        "language": message.language,
        "attachments": [
            {
                "name": each.name,
                "content_type": each.content_type,
                "alt": each.alt,
                "content": base64.b64encode(each.content).decode(),
            }
            for each in message.attachments
        ],
    }


def _check(message: OutboundMessage) -> None:
    if not message.text.strip() and not message.attachments:
        raise Refused(N_("There is nothing to send."))
    if len(message.text) > LONGEST:
        raise Refused(
            N_("The text is too long: {length} of {limit} characters."),
            length=len(message.text),
            limit=LONGEST,
        )
    parent = message.in_reply_to.extra.get("visibility", "public") if message.in_reply_to else "public"
    if message.visibility is Visibility.PUBLIC and parent != "public":
        raise Refused(N_("This would be seen by more people than the message it answers."))
    if len(message.attachments) > FILES or any(
        len(each.content) > FILE_BYTES for each in message.attachments
    ):
        raise Refused(N_("There are too many files, or one is too large."))


def _passed_on(message: OutboundMessage) -> dict[str, str]:
    """Keep the thread and the visibility, so that an answer to our answer finds them."""
    thread = message.in_reply_to.extra.get("thread") if message.in_reply_to else None
    return {"visibility": message.visibility.value, **({"thread": thread} if isinstance(thread, str) else {})}
