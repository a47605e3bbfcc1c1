"""Tell the desk what a customer said: python send.py message.json (or - for standard input). Needs nothing but Python.

URL and SECRET come from the environment, as `hilft account add webhook` printed them. Post again, with the same event,
until the answer is 2xx: the same id is the same message, however often it comes.
"""  # noqa: INP001 - an example, no package

import base64
import hmac
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path


def signed(secret: str, body: bytes) -> dict[str, str]:
    """Sign a body after the Standard Webhooks specification."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    message_id, stamp = f"msg_{uuid.uuid4()}", str(int(time.time()))
    signature = hmac.digest(key, f"{message_id}.{stamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(signature).decode(),
        "Content-Type": "application/json",
    }


def post(url: str, secret: str, body: bytes) -> tuple[int, str]:
    """Post once; gives status and answer."""
    request = urllib.request.Request(url, body, signed(secret, body))  # noqa: S310 - the operator's own address
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


if __name__ == "__main__":
    given = sys.stdin.buffer.read() if sys.argv[1] == "-" else Path(sys.argv[1]).read_bytes()
    status, said = post(os.environ["URL"], os.environ["SECRET"], given)
    sys.stdout.write(f"{status} {said}\n")
    sys.exit(not 200 <= status < 300)  # noqa: PLR2004 - 2xx is success
