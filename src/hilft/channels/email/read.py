"""From a receipt to events. Pure: bytes in, events out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from hashlib import sha256
from typing import Any

from hilft.channels.contract import (
    N_,
    Attachment,
    EventType,
    Fate,
    InboundEvent,
    MessageRef,
    Profile,
    ReplyPolicy,
    Report,
    Visibility,
)
from hilft.channels.email import headers
from hilft.channels.email.author import author_of
from hilft.channels.email.automatic import why_automatic
from hilft.channels.email.bounce import Bounce, bounce_of
from hilft.channels.email.envelope import Envelope, unwrap
from hilft.channels.email.keys import Keys
from hilft.channels.email.mime import Content, File, content_of, flat, parse
from hilft.channels.email.origin import origin
from hilft.channels.email.plaintext import plain
from hilft.channels.email.sanitised import sanitised
from hilft.channels.email.trim import trim

WORD = "mail"
NO_ADDRESS = N_("The mail names no address that could be answered.")
_CLOCKS_DIFFER = timedelta(days=1)
_LAST = 999_999
LONGEST_TEXT = 100_000
"Characters of a mail that are shown and searched; a book stays readable as a file."
_LONGEST_READ = 1_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the mails of one mailbox."""

    keys: Keys
    authserv_id: str

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        """Read one receipt. An unknown kind gives nothing; what is no receipt of this channel raises ``ValueError``."""
        envelope = unwrap(payload)
        if envelope.kind != "mail":
            return []
        if not envelope.mail.strip():
            raise ValueError("there is no mail in it")
        try:
            return self._events(parse(envelope.mail), envelope)
        except RecursionError:
            return self._events(flat(envelope.mail), envelope)

    def _events(self, message: Message, envelope: Envelope) -> Sequence[InboundEvent]:
        bounce = None if envelope.own else bounce_of(message)
        if bounce is not None and bounce.original is not None and self.keys.is_ours(bounce.original):
            return _reported(bounce, bounce.original, envelope.received)
        return [self._message(message, envelope)]

    def _message(self, message: Message, envelope: Envelope) -> InboundEvent:
        content = content_of(message)
        author = self._own_profile() if envelope.own else author_of(message, envelope.mail)
        text, quoted, whole = _parted(content, author.display_name or author.handle)
        chain, keyed = headers.above(message), self._keyed(message)
        nearest_first = [*reversed(chain), *keyed]
        machine = "" if envelope.own else why_automatic(message, self.keys.address)
        name = headers.message_id(message)
        reference = self._reference(message, envelope, chain, name)
        return InboundEvent(
            type=EventType.MESSAGE,
            occurred_at=_moment(message, envelope.received),
            message=reference,
            author=author,
            visibility=Visibility.PRIVATE,
            network_visibility=WORD,
            text=text,
            html=sanitised(content.html),
            subject=headers.text(message, "Subject")[:500],
            quoted=quoted,
            attachments=tuple(_attachment(file) for file in (*content.files, *whole)),
            language=headers.raw(message, "Content-Language").partition(",")[0].strip()[:35],
            thread_key=next(iter([*chain, *keyed]), name or reference.external_id),
            parent=nearest_first[0] if nearest_first else None,
            ancestors=tuple(nearest_first[1:]),
            recipients=_recipients(message),
            own=envelope.own,
            reply=_policy(author, machine),
            automatic=bool(machine),
            invited=bool(keyed) or any(self.keys.is_ours(each) for each in chain),
            origin={} if envelope.own else origin(message, self.authserv_id),
        )

    def _reference(
        self, message: Message, envelope: Envelope, chain: list[str], name: str | None
    ) -> MessageRef:
        """A Message-ID is its sender's word: only one of ours stands for one mail, any other with what was said."""
        extra: dict[str, Any] = {
            "message_id": name,
            "references": chain,
            "subject": headers.text(message, "Subject")[:500],
            "to": headers.raw(message, "To")[:1000],
        }
        if name is not None and envelope.own and self.keys.is_ours(name):
            return MessageRef(name, extra=extra)
        told = "\0".join(headers.raw(message, each) for each in ("From", "Date", "Subject"))
        body = envelope.mail.partition(b"\r\n\r\n")[2] or envelope.mail.partition(b"\n\n")[2]
        print_of_it = sha256(told.encode("utf-8", "replace") + b"\0" + body).hexdigest()[:16]
        aliases = (name,) if name is not None else ()
        return MessageRef(f"{name or '<>'}/{print_of_it}", extra=extra, aliases=aliases)

    def _keyed(self, message: Message) -> list[str]:
        """Give the answers of ours whose reply addresses this mail was sent to."""
        told = headers.addresses(message, "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
        return [answered for each in told if (answered := self.keys.answered(each.spec))]

    def _own_profile(self) -> Profile:
        return own_profile(self.keys.address)


def own_profile(address: str) -> Profile:
    """Give the mailbox itself. Its id is no address: whoever writes our address as sender is somebody else."""
    return Profile(external_id=f"mailbox:{address}", handle=address, url=f"mailto:{address}")


def _parted(content: Content, sender: str) -> tuple[str, str, tuple[File, ...]]:
    """Give the reply, what is folded, and of a text longer than any letter the whole as a file.

    Where nothing was written but quotes, they are the message.
    """
    text = content.text if content.text.strip() else plain(content.html)
    parted = trim(text[:_LONGEST_READ], sender)
    reply, quoted = (parted.reply, parted.folded) if parted.reply else (parted.folded, "")
    too_long = len(text) > _LONGEST_READ or max(len(reply), len(quoted)) > LONGEST_TEXT
    whole = (File(text.encode("utf-8", "replace"), "text/plain", "mail.txt"),) if too_long else ()
    return reply[:LONGEST_TEXT], quoted[:LONGEST_TEXT], whole


def _moment(message: Message, received: datetime) -> datetime:
    """The sender's clock counts only where it agrees with our server's: a forged date may not jump the queue.

    Mails tell whole seconds; the end of the second is meant, so that nobody's reply stands before what it answers.
    """
    written = headers.date(message)
    if written is None or abs(written - received) > _CLOCKS_DIFFER:
        return received.replace(microsecond=_LAST)
    return min(written, received).replace(microsecond=_LAST)


def _recipients(message: Message) -> tuple[Profile, ...]:
    return tuple(
        Profile(external_id=each.spec, handle=each.spec, display_name=each.name)
        for each in headers.addresses(message, "To", "Cc")
    )


def _policy(author: Profile, machine: str) -> ReplyPolicy:
    only = (Visibility.PRIVATE,)
    if machine:
        return ReplyPolicy(allowed=False, visibilities=only, reason=machine)
    if not author.local_id:
        return ReplyPolicy(allowed=False, visibilities=only, reason=NO_ADDRESS)
    return ReplyPolicy(visibilities=only)


def _attachment(file: File) -> Attachment:
    kind = file.content_type.partition("/")[0]
    return Attachment(
        url=f"cid:{file.cid}" if file.cid else "",
        kind=kind if kind in {"image", "video", "audio"} else "file",
        content_type=file.content_type[:200],
        name=file.name[:200],
        size=len(file.content),
        content=file.content,
    )


def _reported(bounce: Bounce, ours: str, at: datetime) -> Sequence[InboundEvent]:
    """A delay is no fate yet: the mail system goes on trying."""
    fates = {"failed": Fate.FAILED, "delivered": Fate.DELIVERED, "relayed": Fate.DELIVERED}
    if bounce.action not in fates:
        return []
    reason = " ".join(each for each in (bounce.recipient, bounce.status, bounce.diagnostic) if each)
    return [
        InboundEvent(
            type=EventType.REPORTED,
            occurred_at=at,
            message=MessageRef(ours),
            author=Profile(external_id="", handle=""),
            visibility=Visibility.PRIVATE,
            network_visibility=WORD,
            reply=ReplyPolicy(allowed=False, visibilities=(Visibility.PRIVATE,)),
            report=Report(fates[bounce.action], reason if fates[bounce.action] is Fate.FAILED else ""),
        )
    ]
