"""One answer to the network: checked, sent once, never cut."""

from hilft.channels.contract import (
    N_,
    Gone,
    MessageRef,
    OutboundMessage,
    Profile,
    Refused,
    Sent,
    Visibility,
)
from hilft.channels.mastodon import entity, upload
from hilft.channels.mastodon.addressing import full_text, others_named
from hilft.channels.mastodon.answers import unreadable
from hilft.channels.mastodon.facts import Facts
from hilft.channels.mastodon.home import Home
from hilft.channels.mastodon.threads import status_id
from hilft.channels.mastodon.words import mentions

_WIDTH = {"direct": 0, "private": 1, "unlisted": 2, "public": 3}


def reply_visibility(visibility: Visibility, parent: str) -> str:
    """Give Mastodon's word: private answers are direct, public ones as quiet as what they answer, never wider.

    ``parent`` is its network visibility, empty for a message that answers nothing. A word we do not know is
    answered directly.
    """
    if visibility is Visibility.PRIVATE:
        return "direct"
    if not parent:
        return "public"
    return parent if parent in {"public", "unlisted"} else "direct"


async def send(home: Home, message: OutboundMessage) -> Sent:
    """Post a status. Raises Refused, Gone (its parent), Later, Unknown or Unauthorized; never tries twice."""
    known = await home.facts()
    word = _word(message)
    text = full_text(message.text, message.recipient, known.domain)
    _check(text, word, message, known)
    upload.check(message.attachments, known)
    body: dict[str, object] = {"status": text, "visibility": word}
    if message.in_reply_to is not None:
        body["in_reply_to_id"] = await status_id(home, message.in_reply_to, answering=True)
    if message.attachments:
        body["media_ids"] = await upload.upload(home, message.attachments)
    if message.language:
        body["language"] = message.language
    try:
        status = await home.client.post("/api/v1/statuses", body, message.idempotency_key)
    except Gone as error:
        raise Gone(N_("The message to be answered is not there any more.")) from error
    return sent(status, known.domain)


def sent(status: entity.Entity, domain: str) -> Sent:
    """Read what the network made of it. What cannot be read was posted all the same: Unknown."""
    try:
        return Sent(entity.reference(status, domain), entity.moment(status.get("created_at")))
    except ValueError as error:
        raise unreadable(irrevocable=True) from error


def _word(message: OutboundMessage) -> str:
    parent = message.in_reply_to.extra.get("visibility") if message.in_reply_to else None
    widest = reply_visibility(message.visibility, parent if isinstance(parent, str) else "")
    word = message.network_visibility or widest
    if word not in _WIDTH or _WIDTH[word] > _WIDTH[widest]:
        raise Refused(N_("This would be seen by more people than the message it answers."))
    return word


def _check(text: str, word: str, message: OutboundMessage, known: Facts) -> None:
    length = known.measure(text)
    if not message.text.strip() and not message.attachments:
        raise Refused(N_("There is nothing to send."))
    if length > known.characters:
        raise Refused(
            N_("The text is too long: {length} of {limit} characters."), length=length, limit=known.characters
        )
    if word in {"direct", "private"}:
        others = others_named(text, message.recipient, known.domain)
        if others:
            raise Refused(N_("This would show a private message to {handles}."), handles=", ".join(others))


async def retract(home: Home, message: MessageRef) -> None:
    """Delete a status of ours. One that is gone already is as it should be."""
    try:
        await home.client.change("DELETE", f"/api/v1/statuses/{await status_id(home, message)}")
    except Gone:
        return


async def edit(home: Home, message: MessageRef, text: str) -> None:
    """Put another text into a status of ours; its files, its warning and the mention in front stay.

    Raises Refused when the text is too long, or would show a private status to somebody new.
    """
    wanted = await status_id(home, message)
    known = await home.facts()
    status = await home.client.read_one(f"/api/v1/statuses/{wanted}", answering=True)
    source = await home.client.read_one(f"/api/v1/statuses/{wanted}/source", answering=True)
    recipient = _first_named(entity.text(source.get("text")), status, known.domain)
    text = full_text(text, recipient, known.domain)
    _check(
        text, _private_word(status), OutboundMessage("", text, Visibility.PUBLIC, recipient=recipient), known
    )
    media = [str(each.get("id")) for each in entity.parts(status, "media_attachments")]
    body = {
        "status": text,
        "media_ids": media,
        "spoiler_text": entity.text(source.get("spoiler_text")),
        "sensitive": status.get("sensitive") is True,
        "language": status.get("language"),
    }
    await home.client.change("PUT", f"/api/v1/statuses/{wanted}", body)


def _private_word(status: entity.Entity) -> str:
    word = entity.text(status.get("visibility"))
    return word if entity.visibility(word) is Visibility.PUBLIC else "direct"


def _first_named(source: str, status: entity.Entity, domain: str) -> Profile | None:
    """Give the person whose mention begins our status: `send` put it there."""
    first = next(mentions(source), None)
    if first is None or first.start != 0:
        return None
    for each in entity.parts(status, "mentions"):
        acct = entity.text(each.get("acct"))
        handle = acct if "@" in acct else f"{acct}@{domain}"
        if first.handle.lower() in {f"@{acct}".lower(), f"@{handle}".lower()}:
            return Profile(external_id="", handle=f"@{handle}")
    return None
