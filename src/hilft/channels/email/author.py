"""Who a mail says it is from. A claim, nothing more: `origin` tells what the server made of it. Pure."""

import re
from email.message import Message
from hashlib import sha256

from hilft.channels.contract import Profile
from hilft.channels.email.headers import Address, addresses

_NO_REPLY = re.compile(
    r"^(?:no-?reply|do-?not-?reply|donotreply|nicht-?antworten|keine-?antwort|mailer|formular|kontaktformular)\b",
    re.IGNORECASE,
)


def author_of(message: Message, mail: bytes) -> Profile:
    """Give the author; ``local_id`` is the address to answer, empty where there is none.

    A form on a web site writes as nobody and names the customer in Reply-To: then that is the author. Somebody with an
    address of their own is answered there, or at a Reply-To of the same domain, so that the desk shows where an answer
    goes. A mail without any address is from somebody unknown, a different one each time.
    """
    written = addresses(message, "From") or addresses(message, "Sender") or addresses(message, "Return-Path")
    answer_to = addresses(message, "Reply-To")
    if not written:
        unknown = f"unknown:{sha256(mail).hexdigest()[:16]}"
        return Profile(external_id=unknown, handle="?", display_name="?")
    author = written[0]
    if answer_to and _NO_REPLY.match(author.spec):
        author = answer_to[0]
    to = answer_to[0] if answer_to and _domain(answer_to[0]) == _domain(author) else author
    return Profile(
        external_id=author.spec,
        handle=author.spec,
        display_name=author.name[:200],
        url=f"mailto:{author.spec}",
        local_id=to.spec,
    )


def _domain(address: Address) -> str:
    return address.spec.rpartition("@")[2]
