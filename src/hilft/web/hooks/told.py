"""What the sender is told: the count of what was stored, or problem details (RFC 9457). English: programs read it."""

import json
from collections.abc import Sequence

from starlette.types import Send

from hilft.channels import HttpAnswer
from hilft.problems import Problem, Unavailable

RETRY_AFTER = b"3"
_JSON = (b"content-type", b"application/json")
_PROBLEM = (b"content-type", b"application/problem+json")
_TITLES = {
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
}

Headers = Sequence[tuple[bytes, bytes]]


async def tell_stored(send: Send, count: int) -> None:
    await _answer(send, 200, b'{"received":%d}' % count, (_JSON,))


async def tell_problem(send: Send, problem: Problem) -> None:
    headers: Headers = ((b"retry-after", RETRY_AFTER),) if isinstance(problem, Unavailable) else ()
    await tell(send, problem.status, problem.sentence(), headers)


async def tell(send: Send, status: int, detail: str, headers: Headers = ()) -> None:
    """Refuse with a sentence; the connection is closed where the body may be unread."""
    title = _TITLES.get(status, "Error")
    body = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail}).encode()
    await _answer(send, status, body, (_PROBLEM, *headers))


async def pass_on(send: Send, answer: HttpAnswer) -> None:
    """Give what a channel says to its network's challenge."""
    kind = answer.content_type.encode("latin-1", "replace")
    await _answer(send, answer.status, answer.body, ((b"content-type", kind),))


async def _answer(send: Send, status: int, body: bytes, headers: Headers) -> None:
    length = (b"content-length", b"%d" % len(body))
    nothing_kept = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
    await send(
        {"type": "http.response.start", "status": status, "headers": [*headers, length, *nothing_kept]}
    )
    await send({"type": "http.response.body", "body": body})
