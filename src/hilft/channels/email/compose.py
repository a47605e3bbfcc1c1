"""An answer as a mail: text and HTML, signed by a person, in its thread. Pure: time and id are arguments."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from hilft.channels.contract import N_, OutboundFile, OutboundMessage, Refused
from hilft.channels.email.picture import picture_type
from hilft.channels.email.terms import Terms

# Longer than usual and still below what RFC 5322 allows: an id that does not fit would be written as an encoded word.
_POLICY = SMTP.clone(max_line_length=900)
_ANSWERED = re.compile(r"^(?:\s*(?:re|aw|antw|sv|vs|odp|ynt|ré|rif)(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_ID = re.compile(r"<[^<>\s]{1,500}>")
_MOST_REFERENCES = 20
_PHOTO = 64
_STYLE = (
    "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5"
)


def compose(terms: Terms, message: OutboundMessage, now: datetime) -> EmailMessage:
    """Write the mail. Raises Refused when it has no recipient or a name or address no mail can carry."""
    mail = EmailMessage(_POLICY)
    mail["Message-ID"] = terms.keys.message_id(message.idempotency_key)
    mail["Date"] = format_datetime(now)
    try:
        _address(mail, terms, message)
    except (ValueError, IndexError) as error:
        raise Refused(N_("The recipient's address cannot be written to.")) from error
    _place(mail, message)
    if message.language:
        mail["Content-Language"] = message.language
    signature = _signature(terms, message)
    mail.set_content(_plain(message.text, signature), cte="quoted-printable")
    photo = message.signer.photo if message.signer else None
    mail.add_alternative(_html(message.text, signature, photo), subtype="html", cte="quoted-printable")
    if photo is not None:
        _attach_photo(mail, photo)
    for file in message.attachments:
        _attach(mail, file)
    return mail


def recipients(terms: Terms, message: OutboundMessage) -> list[str]:
    """Give everybody the mail goes to, each once: the customer, those in copy, those in blind copy."""
    first = message.recipient.local_id or message.recipient.external_id if message.recipient else ""
    found = dict.fromkeys(each.strip().lower() for each in (first, *message.cc, *message.bcc) if each.strip())
    found.pop(terms.address, None)
    return list(found)


def subject(parent: str) -> str:
    """Give the subject of an answer: one ``Re:``, whatever the program of the customer calls it."""
    words = _ANSWERED.sub("", " ".join(parent.split()))
    return f"Re: {words}".rstrip() if words else "Re:"


def _address(mail: EmailMessage, terms: Terms, message: OutboundMessage) -> None:
    name = " | ".join(_signature(terms, message))
    mail["From"] = _written(terms.address, name)
    person = message.recipient
    if person is None or not (person.local_id or "@" in person.external_id):
        raise Refused(N_("The mail names no address that could be answered."))
    shown = person.display_name if person.display_name != person.handle else ""
    mail["To"] = _written(person.local_id or person.external_id, shown)
    if message.cc:
        mail["Cc"] = [_written(each) for each in message.cc]
    if message.automatic:
        # RFC 3834, 3.1.7: whoever answers by machine must not answer this.
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    keyed = terms.keys.reply_address(message.idempotency_key)
    if keyed is not None:
        mail["Reply-To"] = _written(keyed, terms.name)


def _written(address: str, name: str = "") -> Address:
    local, _, domain = address.strip().rpartition("@")
    if "@" in local:
        raise ValueError(address)
    if not domain.isascii():
        domain = domain.encode("idna").decode("ascii")
    clean = "".join(sign for sign in name if sign.isprintable())
    return Address(clean, username=local, domain=domain)


def _place(mail: EmailMessage, message: OutboundMessage) -> None:
    """Put it into its thread (RFC 5322, 3.6.4). Long chains keep the first and the newest ids."""
    parent = message.in_reply_to.extra if message.in_reply_to else {}
    told = str(parent.get("subject", ""))
    mail["Subject"] = subject("".join(sign if sign.isprintable() else " " for sign in told))
    answered = str(parent.get("message_id") or "")
    if message.in_reply_to and not answered and _ID.fullmatch(message.in_reply_to.external_id):
        answered = message.in_reply_to.external_id
    if not _ID.fullmatch(answered):
        return
    above = [each for each in parent.get("references") or [] if isinstance(each, str) and _ID.fullmatch(each)]
    chain = [*(each for each in above if each != answered), answered]
    if len(chain) > _MOST_REFERENCES:
        chain = [chain[0], *chain[-_MOST_REFERENCES + 1 :]]
    mail["In-Reply-To"] = answered
    mail["References"] = " ".join(chain)


def _signature(terms: Terms, message: OutboundMessage) -> list[str]:
    lines = [message.signer.name if message.signer else "", terms.name]
    return list(dict.fromkeys(line for line in lines if line))


def _plain(text: str, signature: Sequence[str]) -> str:
    body = text.strip("\n")
    # RFC 3676, 4.3: this line, blank included, is where readers fold the signature.
    return "\n".join([body, "", "-- ", *signature, ""]) if signature else f"{body}\n"


def _html(text: str, signature: Sequence[str], photo: OutboundFile | None) -> str:
    paragraphs = "".join(
        f'<p style="margin:0 0 1em">{"<br>".join(map(_linked, each.split(chr(10))))}</p>'
        for each in re.split(r"\n{2,}", text.strip("\n"))
    )
    signed = ""
    if signature:
        picture = (
            f'<td style="padding-right:12px"><img src="cid:signer" width="{_PHOTO}" height="{_PHOTO}" '
            f'alt="" style="border-radius:50%"></td>'
            if photo is not None
            else ""
        )
        names = "<br>".join(
            f"<strong>{escape(line)}</strong>" if number == 0 else escape(line)
            for number, line in enumerate(signature)
        )
        signed = (
            '<div><span style="color:#777">-- </span><table cellpadding="0" cellspacing="0" role="presentation">'
            f"<tr>{picture}<td>{names}</td></tr></table></div>"
        )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div style="{_STYLE}">'
        f"{paragraphs}{signed}</div></body></html>"
    )


def _linked(line: str) -> str:
    parts, end = [], 0
    for found in _LINK.finditer(line):
        address = escape(found[0])
        parts += [escape(line[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*parts, escape(line[end:])])


def _attach_photo(mail: EmailMessage, photo: OutboundFile) -> None:
    html = mail.get_payload()[1]  # type: ignore[index]
    assert isinstance(html, EmailMessage)
    kind = picture_type(photo.content)
    if kind is None:
        raise Refused(N_("The photo of the signature is not a picture."))
    html.add_related(photo.content, "image", kind, cid="<signer>", disposition="inline")


def _attach(mail: EmailMessage, file: OutboundFile) -> None:
    main, _, sub = (file.content_type or "application/octet-stream").partition("/")
    if main in {"message", "multipart"} or not sub:
        main, sub = "application", "octet-stream"
    mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name or "file")
