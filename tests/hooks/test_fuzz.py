"""Whatever is posted: an answer within a second, never a 500, and the door stands afterwards."""

import asyncio
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilft import app
from tests.hooks.program import Program, message

pytestmark = pytest.mark.anyio
EXPECTED = {200, 401, 404, 405, 413, 415, 422}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
EVENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "edited", "deleted", "delivery", "ping", ""])},
    optional={
        "id": st.text(max_size=210) | JSON, "at": st.datetimes().map(str) | JSON, "text": st.text() | JSON,
        "from": st.fixed_dictionaries({"id": st.text(min_size=1)}) | JSON, "state": st.just("failed") | JSON,
        "thread": JSON, "reply_to": JSON, "visibility": JSON, "attachments": JSON, "language": JSON,
    },
)  # fmt: skip
BODIES = (
    st.binary(max_size=300)
    | JSON.map(lambda found: json.dumps(found).encode())
    | EVENTS.map(lambda found: json.dumps({**message("m"), **found}).encode())
    | st.lists(EVENTS, max_size=3).map(lambda found: json.dumps(found).encode())
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [b"webhook-id", b"webhook-timestamp", b"webhook-signature", b"content-type", b"content-length"]
    ),
    st.binary(max_size=60).filter(lambda value: b"\n" not in value and b"\r" not in value),
    max_size=3,
)
calm = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


async def test_any_signed_body(program: Program) -> None:
    @calm
    @given(BODIES)
    def posts(body: bytes) -> None:
        bodies.append(body)

    bodies: list[bytes] = []
    posts()
    for body in bodies:
        began = time.perf_counter()
        answer = await program.post(body)
        assert answer.status_code in {200, 422}, (answer.status_code, body)
        assert time.perf_counter() - began < 1
    assert (await program.post(message("after"))).status_code == 200
    async with app.working(program.house), asyncio.timeout(20):
        await digested(program)
    wrong = [each["error"] for each in await program.receipts() if each["error"]]
    assert not wrong  # what the door let in, the desk can read


async def test_any_headers(program: Program) -> None:
    @calm
    @given(HEADERS)
    def posts(headers: dict[bytes, bytes]) -> None:
        every.append(headers)

    every: list[dict[bytes, bytes]] = []
    posts()
    for headers in every:
        status = await bare(program, headers)
        assert status in EXPECTED, headers
    assert (await program.post(message("after"))).status_code == 200


async def test_hostile_bodies(program: Program) -> None:
    deep = b'{"type":"message","x":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    mentions = json.dumps(message("m-1", "@otto " * 100_000)).encode()
    large = json.dumps(message("m-2", pad="x" * 5_000_000)).encode()
    fits = json.dumps(message("m-3", "@otto " * 16_000)).encode()
    wanted = ((deep, 422), (mentions, 422), (large, 413), (fits, 200))
    began = time.perf_counter()
    answers = await asyncio.gather(*(program.post(body) for body, _ in wanted))
    assert [answer.status_code for answer in answers] == [status for _, status in wanted]
    assert time.perf_counter() - began < 2


async def digested(program: Program) -> None:
    while True:
        if not [each for each in await program.receipts() if each["state"] == "new" and not each["error"]]:
            return
        await asyncio.sleep(0.1)


async def bare(program: Program, headers: dict[bytes, bytes]) -> int:
    """Call the door as a server does, with headers no client would send."""
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(part: Any) -> None:
        told.append(part)

    scope = {
        "type": "http", "method": "POST", "path": program.path, "query_string": b"", "headers": list(headers.items()),
    }  # fmt: skip
    await program.client._transport.app(scope, receive, send)  # type: ignore[attr-defined]
    return int(told[0]["status"])
