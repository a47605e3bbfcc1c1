"""Signatures after the Standard Webhooks specification (https://www.standardwebhooks.com), both ways.

``webhook-signature`` is a list of ``v1,<base64>`` over ``<webhook-id>.<webhook-timestamp>.<body>`` with HMAC-SHA256.
During a change of secrets both sign, and either is believed.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from hilft.channels.contract import N_, Forged, Refused

TOLERANCE_SECONDS = 300
"How far the two clocks may differ; what is older was recorded by somebody and sent again."
PREFIX = "whsec_"
_SHORTEST, _LONGEST, _MADE = 24, 64, 32
_MOST_SIGNATURES = 8
_LONGEST_ID = 200


def make_secret() -> str:
    """Make a new secret of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_MADE)).decode()


def key_of(secret: str) -> bytes:
    """Read a secret as it is written down: the prefix, then 24 to 64 bytes in base64. Raises Refused."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(N_("A secret is whsec_ and 24 to 64 bytes in base64.")) from error
    if not secret.strip().startswith(PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        raise Refused(N_("A secret is whsec_ and 24 to 64 bytes in base64."))
    return key


def headers_for(keys: Sequence[bytes], message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """Sign a body with every key."""
    stamp = str(int(now.timestamp()))
    signatures = [_signature(key, message_id, stamp, body).decode() for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{each}" for each in signatures),
    }


def verify(keys: Sequence[bytes], headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Raise Forged unless one of the keys signed exactly this, within five minutes of ``now``."""
    message_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    if not message_id or not stamp or not given:
        raise Forged("The headers webhook-id, webhook-timestamp and webhook-signature are needed.")
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > len("1234567890123"):
        raise Forged("webhook-timestamp is not a number of seconds since 1970.")
    if len(message_id) > _LONGEST_ID:
        raise Forged("webhook-id is too long.")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise Forged("webhook-timestamp differs by more than five minutes from the time here.")
    wanted = [_signature(key, message_id, stamp, body) for key in keys]
    for each in given.split(" ", _MOST_SIGNATURES)[:_MOST_SIGNATURES]:
        version, _, signature = each.partition(",")
        found = signature.encode("latin-1", "replace")
        if version == "v1" and any(hmac.compare_digest(found, right) for right in wanted):
            return
    raise Forged("The signature is not right.")


def _signature(key: bytes, message_id: str, stamp: str, body: bytes) -> bytes:
    signed = b"%b.%b.%b" % (message_id.encode("utf-8", "replace"), stamp.encode(), body)
    return base64.b64encode(hmac.digest(key, signed, "sha256"))
