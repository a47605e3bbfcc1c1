"""Rate limits, faults, imported history."""

import time
from pathlib import Path

import httpx
import pytest

from tests.town.square import Square, opened

pytestmark = pytest.mark.anyio


async def test_limits_are_told_and_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, requests=5, deletes=1) as square:
        status = await square.say("otto", "eins")
        first = await square.by("otto").get("/api/v1/timelines/home")
        assert first.headers["x-ratelimit-limit"] == "5"
        assert first.headers["x-ratelimit-remaining"] == "3"
        assert first.headers["x-ratelimit-reset"].endswith("Z")
        gone = await square.by("otto").delete(f"/api/v1/statuses/{status['id']}")
        assert (gone.headers["x-ratelimit-limit"], gone.headers["x-ratelimit-remaining"]) == ("1", "0")
        over = await square.by("otto").delete("/api/v1/statuses/1")
        assert (over.status_code, over.json()) == (429, {"error": "Too many requests"})
        assert (await square.by("mia").get("/api/v1/timelines/home")).status_code == 200
        assert (await square.by("").get("/api/v1/instance")).status_code == 429
        assert (await square.by("").get("/")).status_code == 200


async def fault(square: Square, **what: object) -> None:
    await square.post("operator", "/api/v1/town/faults", path="/api/v1/statuses", method="POST", **what)


async def count(square: Square) -> int:
    return len(await square.get("", "/api/v1/timelines/public"))


async def test_an_answer_is_lost_after_the_work(square: Square) -> None:
    await fault(square, close=True, when="after")
    with pytest.raises(httpx.RemoteProtocolError):
        await square.by("otto").post(
            "/api/v1/statuses", json={"status": "a"}, headers={"Idempotency-Key": "k"}
        )
    assert await count(square) == 1
    await square.by("otto").post("/api/v1/statuses", json={"status": "a"}, headers={"Idempotency-Key": "k"})
    assert await count(square) == 1


async def test_a_connection_breaks_before_the_work(square: Square) -> None:
    await fault(square, close=True, times=2)
    for _ in range(2):
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            await square.say("otto", "a")
    assert await count(square) == 0
    await square.say("otto", "a")


async def test_statuses_and_delays_on_demand(square: Square) -> None:
    await fault(square, status=503, headers={"Retry-After": "7"})
    answer = await square.by("otto").post("/api/v1/statuses", json={"status": "a"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    await fault(square, status=502, when="after")
    assert (await square.by("otto").post("/api/v1/statuses", json={"status": "a"})).status_code == 502
    assert await count(square) == 1
    await fault(square, delay=0.2)
    begun = time.monotonic()
    await square.say("otto", "b")
    assert time.monotonic() - begun >= 0.2
    await fault(square, status=500, times=9)
    assert (await square.by("operator").delete("/api/v1/town/faults")).json() == []
    await square.say("otto", "c")


async def test_history_is_imported_as_it_was(square: Square) -> None:
    path = "/api/v1/town/import_status"
    made = await square.post(
        "operator", "/api/v1/town/import_account", username="115712", display_name="Kunde"
    )
    old = await square.post(
        "operator",
        path,
        account="115712",
        text="@wattkabel_hilft " + "x" * 600,
        in_reply_to_id="42",
        created_at="2017-10-31T22:10:47+00:00",
    )
    assert old["in_reply_to_id"] == "42"
    assert old["created_at"] == "2017-10-31T22:10:47.000Z"
    assert old["account"]["id"] == made["account"]["id"]
    answer = await square.post(
        "operator", path, account="wattkabel_hilft", text="ja", in_reply_to_id=old["id"]
    )
    context = await square.get("", f"/api/v1/statuses/{answer['id']}/context")
    assert [each["id"] for each in context["ancestors"]] == [old["id"]]
    assert [notice["status"]["id"] for notice in await square.notices("wattkabel_hilft")] == [old["id"]]
    again = await square.post("operator", "/api/v1/town/import_account", username="115712")
    assert again["access_token"] == made["access_token"]


async def test_the_operators_door_is_locked(tmp_path: Path) -> None:
    async with opened(tmp_path / "locked") as square:
        assert (await square.by("otto").post("/api/v1/town/faults", json={})).status_code == 401
    async with opened(tmp_path / "none", operator_token=None) as square:
        assert (await square.by("operator").post("/api/v1/town/faults", json={})).status_code == 404
