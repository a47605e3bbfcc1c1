"""Believe a delivery: our own signature (Standard Webhooks), or sipgate's.

The first is that of the webhook channel: ``webhook-signature`` holds ``v1,<base64>`` of HMAC-SHA256 over
``<webhook-id>.<webhook-timestamp>.<body>``. sipgate signs the raw body with RSA (PKCS#1 v1.5, SHA-256) in
``X-Sipgate-Signature`` and posts from two addresses (https://github.com/sipgate-io/sipgateio-node).
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from hilft.channels.contract import N_, Forged, Refused

SIPGATE_HEADER = "x-sipgate-signature"
SIPGATE_SENDERS = frozenset({"217.116.118.254", "212.9.46.32"})
TOLERANCE_SECONDS = 300
_PREFIX = "whsec_"
_SHORTEST, _LONGEST, _MADE = 24, 64, 32
_MOST_SIGNATURES = 8
_LONGEST_ID = 200
_LONGEST_STAMP = 13


def make_secret() -> str:
    """Make a new secret of 32 random bytes."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_MADE)).decode()


def key_of(secret: str) -> bytes:
    """Read a secret as it is written down. Raises Refused."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(N_("A secret is whsec_ and 24 to 64 bytes in base64.")) from error
    if not secret.strip().startswith(_PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        raise Refused(N_("A secret is whsec_ and 24 to 64 bytes in base64."))
    return key


def signature(key: bytes, message_id: str, stamp: str, body: bytes) -> str:
    """Sign a body as the other side does."""
    signed = b"%b.%b.%b" % (message_id.encode("utf-8", "replace"), stamp.encode(), body)
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def verify(key: bytes, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Raise Forged unless the key signed exactly this, within five minutes of ``now``."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or len(message_id) > _LONGEST_ID:
        raise Forged("The headers webhook-id, webhook-timestamp and webhook-signature are needed.")
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > _LONGEST_STAMP:
        raise Forged("webhook-timestamp is not a number of seconds since 1970.")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise Forged("webhook-timestamp differs by more than five minutes from the time here.")
    right = signature(key, message_id, stamp, body).encode()
    given = headers.get("webhook-signature", "").split(" ", _MOST_SIGNATURES)[:_MOST_SIGNATURES]
    if not any(hmac.compare_digest(each.encode("latin-1", "replace"), right) for each in given):
        raise Forged("The signature is not right.")


def public_key(pem: str) -> RSAPublicKey | None:
    """Read sipgate's key, also where a form put it on one line; None for an empty one. Raises Refused."""
    lines = pem.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", "")
    if not lines.strip():
        return None
    try:
        key = load_der_public_key(base64.b64decode("".join(lines.split()), validate=True))
    except ValueError as error:
        raise Refused(N_("This is no public key in PEM form.")) from error
    if not isinstance(key, RSAPublicKey):
        raise Refused(N_("This is no public key in PEM form."))
    return key


def verify_sipgate(key: RSAPublicKey, headers: Mapping[str, str], body: bytes) -> None:
    """Raise Forged unless sipgate signed this body, and posted it, where a proxy tells who did."""
    through = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    if through and through not in SIPGATE_SENDERS:
        raise Forged("This address is not one of sipgate's.")
    try:
        given = base64.b64decode(headers.get(SIPGATE_HEADER, ""), validate=True)
        key.verify(given, body, PKCS1v15(), SHA256())
    except (ValueError, InvalidSignature) as error:
        raise Forged("The signature is not right.") from error
