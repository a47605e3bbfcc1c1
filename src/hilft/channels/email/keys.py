"""Ids and addresses that prove they are ours: an answer's Message-ID, and the address answers to it go to. Pure.

Both carry a keyed hash (HMAC-SHA256), so nobody who was not given one can name one. They say to which answer a mail
belongs; they never say who wrote it.
"""

import hmac
from base64 import b32decode, b32encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

_LENGTH = 16
_SHORT = 10


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes and checks them for one mailbox."""

    secret: bytes = field(repr=False)
    address: str
    plus: bool
    "Whether mails to ``name+anything@domain`` arrive in this mailbox."

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def message_id(self, key: str) -> str:
        """Give the Message-ID of the answer with this idempotency key: the same one at every attempt."""
        return f"<{key}.{self._sign(key)[:_LENGTH]}@{self.domain}>"

    def is_ours(self, message_id: str) -> bool:
        """Whether we made this Message-ID."""
        local, _, domain = message_id.strip("<>").rpartition("@")
        key, _, signature = local.rpartition(".")
        return (
            bool(key)
            and domain.lower() == self.domain
            and hmac.compare_digest(self._sign(key)[:_LENGTH].encode(), signature.encode("utf-8", "replace"))
        )

    def reply_address(self, key: str) -> str | None:
        """Give the address that answers to this answer go to; None where the mailbox has no such addresses."""
        if not self.plus:
            return None
        try:
            name = b32encode(UUID(key).bytes).decode().rstrip("=").lower()
        except ValueError:
            return None
        local = self.address.rpartition("@")[0]
        return f"{local}+{name}{self._sign(key)[:_SHORT]}@{self.domain}"

    def answered(self, address: str) -> str | None:
        """Give the Message-ID of the answer a reply address stands for; None: it is not one of ours."""
        local, _, domain = address.lower().rpartition("@")
        name, _, token = local.partition("+")
        if domain != self.domain or name != self.address.rpartition("@")[0] or len(token) <= _SHORT:
            return None
        try:
            key = str(UUID(bytes=b32decode(_padded(token[:-_SHORT].upper()))))
        except ValueError:
            return None
        signature = self._sign(key)[:_SHORT].encode()
        return self.message_id(key) if hmac.compare_digest(signature, token[-_SHORT:].encode()) else None

    def _sign(self, key: str) -> str:
        digest = hmac.new(self.secret, f"{self.address}\0{key}".encode(), sha256).digest()
        return b32encode(digest).decode().lower()


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 8)


def make_key() -> str:
    """Make a key for one mailbox."""
    return token_urlsafe(32)
