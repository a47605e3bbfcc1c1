"""POST /hooks/webhook/<account>: believed only when signed, answered only when stored, refused with a sentence."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from hilft import accounts
from hilft.channels.webhook.signing import headers_for, key_of, make_secret
from hilft.db import transaction
from hilft.web.hooks.body import LARGEST
from tests.hooks.program import Program, message
from tests.server import TestServer

pytestmark = pytest.mark.anyio


async def test_what_is_answered_is_stored_as_it_came(program: Program) -> None:
    event = message("m-1")
    answer = await program.post(event)
    assert (answer.status_code, answer.json()) == (200, {"received": 1})
    (receipt,) = await program.receipts()
    assert receipt["payload"] == json.dumps(event).encode()
    assert receipt["dedupe_key"] == "message:m-1"
    assert receipt["scope"] == "webhook:portal"
    assert receipt["state"] == "new"
    assert receipt["occurred_at"] == datetime.fromisoformat(event["at"])


async def test_a_list_is_kept_event_by_event_and_in_order(program: Program) -> None:
    events = [message(f"m-{number}") for number in (3, 1, 2)]
    assert (await program.post([*events, {"type": "typing"}])).json() == {"received": 4}
    keys = [each["dedupe_key"].partition(":")[2] for each in await program.receipts()]
    assert keys[:3] == ["m-3", "m-1", "m-2"]


async def test_the_same_again_is_kept_once(program: Program) -> None:
    event = message("m-1")
    for content in (event, event, [event, message("m-2")]):
        assert (await program.post(content)).status_code == 200
    assert [each["dedupe_key"] for each in await program.receipts()] == ["message:m-1", "message:m-2"]


async def test_nothing_forged_is_kept(program: Program) -> None:
    event, now = message("m-1"), datetime.now(UTC)
    body, key = json.dumps(event).encode(), key_of(program.secret)
    right = headers_for([key], "id", body, now)
    wrong = [
        {},
        headers_for([key_of(make_secret())], "id", body, now),
        headers_for([key], "id", body + b" ", now),
        headers_for([key], "id", body, now - timedelta(minutes=6)),
        headers_for([key], "id", body, now + timedelta(minutes=6)),
        {**right, "webhook-id": "another"},
        {**right, "webhook-timestamp": str(int(now.timestamp()) + 1)},
        {**right, "webhook-signature": right["webhook-signature"].replace("v1,", "v2,")},
        {**right, "webhook-signature": "v1,"},
        {**right, "webhook-timestamp": "٣"},
        {**right, "webhook-timestamp": "9" * 400},
    ]
    for headers in wrong:
        sent = {name.encode(): value.encode() for name, value in headers.items()}
        answer = await program.client.post(
            program.path, content=body, headers={b"Content-Type": b"application/json", **sent}
        )
        assert answer.status_code == 401, headers
        assert answer.json()["detail"]
        assert answer.headers["content-type"] == "application/problem+json"
    assert await program.receipts() == []
    answer = await program.client.post(
        program.path, content=body, headers={**right, "Content-Type": "application/json; charset=utf-8"}
    )
    assert answer.status_code == 200


async def test_both_secrets_are_good_while_they_change(program: Program) -> None:
    first = program.secret
    program.secret, program.old_secret = make_secret(), first
    await program.open()
    await asyncio.sleep(1.05)  # for how long a door may believe what it knew
    assert (await program.post(message("m-1"))).status_code == 200
    assert (await program.post(message("m-2"), secret=first)).status_code == 200
    program.old_secret = ""
    await program.open()
    await asyncio.sleep(1.05)
    assert (await program.post(message("m-3"), secret=first)).status_code == 401
    assert (await program.post(message("m-3"))).status_code == 200


async def test_an_unreadable_event_refuses_the_whole_post_with_a_sentence(program: Program) -> None:
    for content, named in (
        (b"{", "not JSON"),
        (b"7", "list of 1 to"),
        ([], "list of 1 to"),
        ([message("m-1"), {"type": "message"}], "event 1: "),
        (message("m-1", at="gestern"), "at must be"),
        (message("m-1", visibility="secret"), "visibility must be"),
        (message("x" * 201), "id must be"),
        (message("a\u0000b"), "id must be"),
        ({**message("m-1"), "from": {}}, "id must be"),
        ([message(f"m-{number}", "x") for number in range(1001)], "list of 1 to 1000"),
    ):
        answer = await program.post(content)
        assert answer.status_code == 422, content
        assert named in answer.json()["detail"]
    assert await program.receipts() == []


async def test_wrong_ways_in_are_told(program: Program) -> None:
    statuses = {
        f"/hooks/webhook/{uuid4()}": 404,
        "/hooks/webhook/nobody": 404,
        f"/hooks/mastodon/{program.account.id}": 404,
        f"/hooks/webhook/{program.account.id}/more": 404,
        "/hooks/": 404,
    }
    for path, status in statuses.items():
        assert (await program.client.post(path, json={})).status_code == status, path
    for method in ("GET", "PUT", "DELETE"):
        answer = await program.client.request(method, program.path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    for kind in ("text/plain", "", "application/jsonx"):
        assert (await program.post(message("m-1"), headers={"Content-Type": kind})).status_code == 415


async def test_one_megabyte_and_not_more(program: Program) -> None:
    event = message("m-1", "")
    pad = LARGEST - len(json.dumps(event).encode())
    fits = json.dumps({**event, "text": "Hallo", "pad": "x" * (pad - 16)}).encode()
    assert len(fits) == LARGEST
    assert (await program.post(fits)).status_code == 200
    assert (await program.post(fits + b" ")).status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 100_000

    answer = await program.client.post(
        program.path, content=endless(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


async def test_a_new_account_answers_at_once_and_a_removed_one_soon_no_more(program: Program) -> None:
    assert (await program.post(message("m-1"))).status_code == 200
    second = await Program(program.house, program.brand, program.client, name="second").open()
    assert (await second.post(message("m-1"))).status_code == 200
    async with transaction(program.house.pool) as tx:
        await accounts.remove_account(tx, program.account, program.house.now())
    await asyncio.sleep(1.05)
    assert (await program.post(message("m-2"))).status_code == 404
    assert (await second.post(message("m-2"))).status_code == 200


async def test_a_paused_account_still_takes_what_would_be_lost(program: Program) -> None:
    async with transaction(program.house.pool) as tx:
        await accounts.pause(tx, program.account, "resting", program.house.now())
    assert (await program.post(message("m-1"))).status_code == 200


async def test_last_contact_is_noted(program: Program) -> None:
    await program.post(message("m-1"))
    async with transaction(program.house.pool) as tx:
        (health,) = await accounts.health(tx.conn, program.brand.id)
    assert health.account.last_ok_at is not None
    assert health.waiting_receipts == 1
    assert health.missing_since(program.house.now()) is None


_CUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"


async def test_a_database_that_is_away_is_503_and_the_same_post_works_later(
    program: Program, database: str, database_server: TestServer
) -> None:
    assert (await program.post(message("m-1"))).status_code == 200
    name = database.partition("@/")[2].partition("?")[0]
    await database_server._administer(f'alter database "{name}" allow_connections false')
    await database_server._administer(_CUT.format(name=name))
    answer = await program.post(message("m-2"))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert answer.json()["detail"]
    await database_server._administer(f'alter database "{name}" allow_connections true')
    assert (await program.post(message("m-2"))).status_code == 200
    assert [each["dedupe_key"] for each in await program.receipts()] == ["message:m-1", "message:m-2"]


async def test_beyond_the_queue_it_is_503_and_nothing_is_kept(program: Program) -> None:
    program.house.batcher.most_waiting = 3
    assert (await program.post(message("m-0"))).status_code == 200
    answers = await asyncio.gather(*(program.post(message(f"n-{number}")) for number in range(30)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {200, 503}
    assert len(await program.receipts()) == 1 + statuses.count(200)
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 503)


async def test_a_path_of_the_api_with_a_line_break_is_a_404_of_the_api(program: Program) -> None:
    answer = await program.client.get("/api/v1/a%0Ab")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "urn:hilft:problem:not-found"
