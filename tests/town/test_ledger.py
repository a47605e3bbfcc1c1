"""What survives: restarts, kill -9, a torn line, a second opener, a full disk."""

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from hilft.town import LedgerDamaged, TownInUse, open_town
from hilft.town.state.accounts import Account
from tests.town.square import SETTINGS, Square, opened

pytestmark = pytest.mark.anyio
SERVE = """
import asyncio, sys
from pathlib import Path
import uvicorn
from hilft.town import build, open_town
from tests.town.square import SETTINGS

async def main() -> None:
    town = await open_town(Path(sys.argv[1]), origin="http://127.0.0.1", settings=SETTINGS)
    config = uvicorn.Config(build(town), fd=int(sys.argv[2]), log_level="error", lifespan="off")
    await uvicorn.Server(config).serve()

asyncio.run(main())
"""


async def everything(square: Square) -> dict[str, object]:
    """What each of the API's lists shows, with the address of this run taken out."""
    seen: dict[str, object] = {}
    for handle in ("otto", "mia", "wattkabel_hilft"):
        me = square.id_of(handle)
        for path in (
            "/api/v1/accounts/verify_credentials",
            f"/api/v1/accounts/{me}/statuses",
            f"/api/v1/accounts/{me}/followers",
            "/api/v1/notifications?include_filtered=true",
            "/api/v1/notifications/requests",
            "/api/v2/notifications/policy",
            "/api/v1/conversations",
            "/api/v1/timelines/home",
            "/api/v1/markers?timeline[]=notifications",
            "/api/v1/blocks",
        ):
            text = json.dumps(await square.get(handle, path)).replace(square.origin, "")
            seen[f"{handle} {path}"] = json.loads(text)
    return seen


async def live_a_little(square: Square) -> str:
    """One of everything that the ledger has a row for."""
    desk = square.id_of("wattkabel_hilft")
    root = await square.say("otto", "@wattkabel_hilft kaputt #dsl")
    secret = await square.say(
        "otto", "@wattkabel_hilft geheim", visibility="direct", in_reply_to_id=root["id"]
    )
    answer = await square.say("wattkabel_hilft", "@otto ja", visibility="direct", in_reply_to_id=secret["id"])
    await square.by("otto").put(f"/api/v1/statuses/{root['id']}", json={"status": "@wattkabel_hilft kaputt!"})
    await square.post("mia", f"/api/v1/statuses/{root['id']}/favourite")
    await square.post("mia", f"/api/v1/statuses/{root['id']}/reblog")
    await square.post("mia", f"/api/v1/accounts/{desk}/follow", notify=True)
    await square.post("mia", f"/api/v1/accounts/{square.id_of('jonas')}/block")
    await square.post("otto", f"/api/v1/accounts/{square.id_of('mia')}/mute")
    policy = {"for_not_following": "filter"}
    await square.by("mia").patch("/api/v2/notifications/policy", json=policy)
    await square.say("otto", "@mia hörst du?")
    gone = await square.say("jonas", "@otto gleich weg")
    await square.by("jonas").delete(f"/api/v1/statuses/{gone['id']}")
    await square.by("otto").patch("/api/v1/accounts/update_credentials", data={"note": "Ich bin Otto."})
    (letter,) = await square.get("otto", "/api/v1/conversations")
    await square.post("otto", f"/api/v1/conversations/{letter['id']}/read")
    notices = await square.notices("otto")
    await square.post("otto", "/api/v1/markers", notifications={"last_read_id": notices[0]["id"]})
    await square.post("otto", f"/api/v1/notifications/{notices[-1]['id']}/dismiss")
    return str(answer["id"])


async def test_everything_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as square:
        last = await live_a_little(square)
        before = await everything(square)
    async with opened(tmp_path) as square:
        assert await everything(square) == before
        fresh = await square.say("otto", "neu")
        assert int(fresh["id"]) > int(last)


async def test_a_torn_last_line_is_forgotten(tmp_path: Path) -> None:
    async with opened(tmp_path) as square:
        await square.say("otto", "bleibt")
    ledger = tmp_path / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + b'[{"t":"status","id":12,"acc')
    async with opened(tmp_path) as square:
        assert ledger.read_bytes() == whole
        await square.say("otto", "danach")
    async with opened(tmp_path) as square:
        texts = [each["content"] for each in await square.get("", "/api/v1/timelines/public")]
        assert texts == ["<p>danach</p>", "<p>bleibt</p>"]


async def test_damage_in_the_middle_is_said_aloud(tmp_path: Path) -> None:
    async with opened(tmp_path) as square:
        await square.say("otto", "eins")
    ledger = tmp_path / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([lines[0], b"garbage\n", *lines[1:]]))
    with pytest.raises(LedgerDamaged, match="cannot be read at byte"):
        await open_town(tmp_path, origin="http://127.0.0.1", settings=SETTINGS)


async def test_a_second_opener_is_turned_away(tmp_path: Path) -> None:
    async with opened(tmp_path):
        with pytest.raises(TownInUse, match="another process has the town"):
            await open_town(tmp_path, origin="http://127.0.0.1", settings=SETTINGS)


async def test_a_disk_that_refuses_refuses_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as square:
        await square.say("otto", "geht")

        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            answer = await square.by("otto").post("/api/v1/statuses", json={"status": "geht nicht"})
        assert answer.status_code == 503
        later = await square.by("otto").get("/api/v1/timelines/public")
        assert later.status_code == 503


async def test_kill_9_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port, handle = listening.getsockname()[1], listening.fileno()
        command = (sys.executable, "-c", SERVE, str(tmp_path), str(handle))
        process = await asyncio.create_subprocess_exec(*command, pass_fds=[handle])
    acknowledged: set[str] = set()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:

        async def talk(handle: str) -> None:
            headers = {"Authorization": f"Bearer token-{handle}"}
            for number in range(10_000):
                try:
                    answer = await client.post(
                        "/api/v1/statuses", headers=headers, json={"status": f"{number}"}
                    )
                except httpx.HTTPError:
                    return
                acknowledged.add(answer.json()["id"])

        talking = [asyncio.create_task(talk(handle)) for handle in ("otto", "mia", "jonas") * 3]
        for _ in range(2000):
            if len(acknowledged) >= 150:
                break
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await asyncio.gather(*talking)
    town = await open_town(tmp_path, origin="http://127.0.0.1", settings=SETTINGS)
    kept = {str(number) for number in town.state.statuses.by_id}
    assert len(acknowledged) >= 150
    assert acknowledged <= kept
    assert isinstance(town.state.accounts.named("otto"), Account)
    await town.close()
