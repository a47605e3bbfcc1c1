"""The session cookie, and what proves that a form was ours."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response

from hilft.problems import Forbidden

SESSION = "hilft_session"
LANGUAGE = "hilft_language"
_WEEK = 7 * 24 * 3600
_YEAR = 365 * 24 * 3600


class ForeignForm(Forbidden):
    """This form came from another page or is too old. Reload the page and send it again."""


def keep_session(response: Response, token: str, *, secure: bool) -> None:
    """Hand out the token: no script reads it, no foreign page sends it with a POST."""
    response.set_cookie(SESSION, token, max_age=_WEEK, path="/", secure=secure, httponly=True, samesite="lax")


def drop_session(response: Response, *, secure: bool) -> None:
    response.delete_cookie(SESSION, path="/", secure=secure, httponly=True, samesite="lax")


def keep_language(response: Response, code: str, *, secure: bool) -> None:
    response.set_cookie(LANGUAGE, code, max_age=_YEAR, path="/", secure=secure, httponly=True, samesite="lax")


def mask(token: str) -> str:
    """Hide the token under a fresh pad, so that compressed pages do not leak it (BREACH)."""
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(pad + bytes(a ^ b for a, b in zip(pad, plain, strict=True))).decode()


def unmask(masked: str) -> str:
    """Take the pad off; anything that was never masked gives an empty string."""
    try:
        both = urlsafe_b64decode(masked.encode())
        half = len(both) // 2
        return bytes(a ^ b for a, b in zip(both[:half], both[half:], strict=True)).decode()
    except (Error, ValueError):
        return ""


def check_origin(headers: Headers, origin: str) -> None:
    """Refuse a browser's request that another site caused; a program that sends no Origin carries no cookie of ours."""
    given = headers.get("origin")
    if given is None:
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            raise ForeignForm
        return
    if urlsplit(given).netloc not in {headers.get("host", ""), urlsplit(origin).netloc}:
        raise ForeignForm


def check_token(given: str, expected: str) -> None:
    if not secrets.compare_digest(unmask(given).encode(), expected.encode()):
        raise ForeignForm
