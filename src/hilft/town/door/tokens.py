"""The access token of a request."""

import re

from starlette.datastructures import Headers

_BEARER = re.compile(r"bearer\s+(\S+)\s*", re.IGNORECASE)


def bearer(headers: Headers) -> str | None:
    match = _BEARER.fullmatch(headers.get("authorization", ""))
    return match[1] if match else None
