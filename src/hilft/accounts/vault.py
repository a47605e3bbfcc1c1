"""Seal and open the secrets of accounts.

A sealed blob is: format (1 byte) | key id (1 byte) | nonce (12 random bytes) | AES-256-GCM ciphertext and tag.
The account and its brand are the associated data, so a blob moved to another row does not open. Each key is derived
with HKDF-SHA256 (RFC 5869) from a long text; the first one seals, all of them open: that is how a key is changed.
"""

import json
import os
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hilft.accounts.problems import KeyTooShort, SecretsLocked
from hilft.ids import AccountId, BrandId

MINIMUM = 32
"Characters of a key text, at least."

_FORMAT = b"\x01"
_NONCE = 12
_HEAD = 2 + _NONCE


class Vault:
    """Holds the keys and shows them to nobody."""

    __slots__ = ("_keys",)

    def __init__(self, key_texts: Sequence[str]) -> None:
        """Take the key texts, the one that seals first; raises ``KeyTooShort``."""
        if not key_texts or any(len(text) < MINIMUM for text in key_texts):
            raise KeyTooShort(minimum=MINIMUM)
        self._keys = [(_derive(text, b"id")[:1], AESGCM(_derive(text, b"key"))) for text in key_texts]

    def __repr__(self) -> str:
        return f"Vault({len(self._keys)} keys)"

    def seal(self, brand_id: BrandId, account_id: AccountId, secrets: Mapping[str, str]) -> bytes:
        """Seal with the first key under a fresh nonce."""
        key_id, key = self._keys[0]
        nonce = os.urandom(_NONCE)
        text = json.dumps(dict(secrets)).encode()
        return _FORMAT + key_id + nonce + key.encrypt(nonce, text, _bound_to(brand_id, account_id))

    def open(self, brand_id: BrandId, account_id: AccountId, sealed: bytes) -> dict[str, str]:
        """Open what was sealed for exactly this account; raises ``SecretsLocked``."""
        for key_id, key in self._keys:
            if sealed[:2] == _FORMAT + key_id:
                try:
                    text = key.decrypt(sealed[2:_HEAD], sealed[_HEAD:], _bound_to(brand_id, account_id))
                except (InvalidTag, ValueError):
                    continue
                return {str(name): str(secret) for name, secret in json.loads(text).items()}
        raise SecretsLocked

    def is_current(self, sealed: bytes) -> bool:
        """Whether the blob names the key that seals today."""
        return sealed[:2] == _FORMAT + self._keys[0][0]


def _derive(text: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"hilft account secrets " + purpose).derive(
        text.encode()
    )


def _bound_to(brand_id: BrandId, account_id: AccountId) -> bytes:
    return b"hilft account secrets|" + brand_id.bytes + b"|" + account_id.bytes
