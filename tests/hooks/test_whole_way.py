"""The example programs and the whole desk: a message goes in, an answer comes out, and what became of it comes back."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from hilft import app, staff
from hilft.app import House
from hilft.cases import Chores
from hilft.db import transaction
from hilft.intake import Digestion
from hilft.staff import Role
from tests.hooks.program import Program, message

pytestmark = pytest.mark.anyio
EXAMPLES = Path(__file__).parents[2] / "docs/channels/webhook"


@dataclass
class Desk:
    """The desk at work, the receiving example beside it, and the API in an agent's name."""

    program: Program
    origin: str
    listener: asyncio.subprocess.Process
    api: httpx.AsyncClient
    folder: Path
    printed: list[str] = field(default_factory=list)

    async def send(self, example: str, event: object, secret: str = "") -> tuple[int, str]:
        """Let one of the sending examples post an event."""
        file = self.folder / "event.json"
        file.write_text(json.dumps(event))
        command = [sys.executable, "send.py"] if example == "send.py" else ["sh", "send.sh"]
        environment = {**os.environ, "URL": f"{self.origin}{self.program.path}"}
        environment["SECRET"] = secret or self.program.secret
        run = await asyncio.create_subprocess_exec(
            *command, str(file), cwd=EXAMPLES, env=environment, stdout=-1, stderr=-1
        )
        said, wrong = await run.communicate()
        return run.returncode or 0, (said + wrong).decode()

    async def case(self, said: str) -> dict[str, Any]:
        """Wait for the case in which this was said."""
        async with asyncio.timeout(10):
            while True:
                for item in (await self.get("/cases"))["items"]:
                    if item["preview"] == said:
                        return await self.get(f"/cases/{item['code']}")
                await asyncio.sleep(0.05)

    async def answered(self, code: str, wanted: str, *, delivered: bool = False) -> dict[str, Any]:
        """Wait until the newest answer's delivery is in a state, if asked for reported as delivered."""
        async with asyncio.timeout(10):
            while True:
                case = await self.get(f"/cases/{code}")
                last: dict[str, Any] = [each for each in case["messages"] if each["direction"] == "out"][-1]
                arrived = last["delivery"]["delivered_at"] is not None
                if last["delivery"]["state"] == wanted and arrived >= delivered:
                    return last
                await asyncio.sleep(0.05)

    async def get(self, path: str) -> dict[str, Any]:
        answer = await self.api.get(path)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def line(self) -> str:
        """Give the next line the receiving example prints."""
        assert self.listener.stdout is not None
        async with asyncio.timeout(10):
            return (await self.listener.stdout.readline()).decode().strip()


@asynccontextmanager
async def listening(secret: str, folder: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {**os.environ, "SECRET": secret, "KEYS": str(folder / "keys.sqlite")}
    run = await asyncio.create_subprocess_exec(
        sys.executable, str(EXAMPLES / "receive.py"), str(port), env=environment, stdout=-1
    )
    try:
        yield run
    finally:
        run.terminate()
        await run.wait()


@pytest.fixture
async def desk(house: House, program: Program, tmp_path: Path) -> AsyncIterator[Desk]:
    free = app.listen("127.0.0.1", 0)
    port = int(free.getsockname()[1])
    free.close()
    program.url = f"http://127.0.0.1:{port}/answers"
    await program.open()
    async with transaction(house.pool) as tx:
        agent = await staff.add_agent(
            tx, program.brand.id, login="hauke", name="Hauke", initials="ha", role=Role.AGENT,
            password="Deichgraf-17", now=house.now(),
        )  # fmt: skip
        token = await staff.create_token(tx, agent, "test", house.now())
    taken = app.listen("127.0.0.1", 0)
    origin = app.origin_of(taken)
    async with (
        listening(program.secret, tmp_path, port) as listener,
        app.working(house),
        app.answering(app.asgi(house), taken),
        httpx.AsyncClient(base_url=f"{origin}/api/v1", headers={"Authorization": f"Bearer {token}"}) as api,
    ):
        yield Desk(program, origin, listener, api, tmp_path)


async def test_the_examples_carry_a_message_in_and_its_answer_out(desk: Desk) -> None:
    code, said = await desk.send("send.py", message("m-1", "Kein Internet."))
    assert (code, said) == (0, '200 {"received":1}\n')
    code, said = await desk.send("send.sh", message("m-2", "Schon gestern nicht.", reply_to="m-1"))
    assert (code, said) == (0, '{"received":1}')
    assert (await desk.send("send.py", message("m-3"), secret="whsec_" + "YWFh" * 11))[0] == 1
    assert "401" in (await desk.send("send.sh", message("m-3"), secret="whsec_" + "YWFh" * 11))[1]
    case = await desk.case("Schon gestern nicht.")
    assert [each["text"] for each in case["messages"]] == ["Kein Internet.", "Schon gestern nicht."]
    answer = await desk.api.post(
        f"/cases/{case['code']}/replies", json={"text": "Wir schauen nach.", "visibility": "private"}
    )
    assert answer.status_code == 201, answer.text
    assert await desk.line() == "to otto: Wir schauen nach. ^ha"
    sent = await desk.answered(case["code"], "sent")
    assert sent["external_id"].startswith("answer-")
    log = await desk.get(f"/accounts/{desk.program.account.id}/log")
    assert [(each["outcome"], each["opening"]) for each in log["items"]] == [
        ("sent", "Wir schauen nach. ^ha")
    ]


async def test_64_first_messages_at_once_are_one_customer_and_one_case(desk: Desk, house: House) -> None:
    """Posted in parallel while the desk digests, half of them twice; a second digestion works beside the first."""
    digestion = Digestion(house.pool, house.switchboard, house.clock, house.reopen_window, house.files)
    posts = [desk.program.post(message(f"m-{number % 64}", f"Wort {number % 64}")) for number in range(96)]
    answers = await asyncio.gather(*posts, *(digestion.digest(desk.program.brand.id) for _ in range(3)))
    assert {answer.status_code for answer in answers[:96] if isinstance(answer, httpx.Response)} == {200}
    async with asyncio.timeout(20):
        while await house.pool.fetchval("select count(*) from receipts where state <> 'digested'"):  # noqa: ASYNC110 - the work loop tells nobody
            await asyncio.sleep(0.05)
    for table, count in (("customers", 1), ("handles", 1), ("cases", 1), ("messages", 64)):
        assert await house.pool.fetchval(f"select count(*) from {table}") == count, table  # noqa: S608 - our own words


async def test_what_became_of_an_answer_is_shown_and_a_failure_goes_out_again(desk: Desk) -> None:
    await desk.program.post(message("m-1", "Kein Internet."))
    code = (await desk.case("Kein Internet."))["code"]
    await desk.api.post(f"/cases/{code}/replies", json={"text": "Moin.", "visibility": "private"})
    sent = await desk.answered(code, "sent")
    report = {"type": "delivery", "id": sent["external_id"], "at": datetime.now(UTC).isoformat()}
    await desk.program.post({**report, "state": "delivered"})
    await desk.answered(code, "sent", delivered=True)
    key = sent["external_id"].removeprefix("answer-")
    await desk.program.post({**report, "id": key, "state": "failed", "reason": "The mailbox is full."})
    refused = await desk.answered(code, "refused")
    assert refused["delivery"]["reason"] == "The mailbox is full."
    again = await desk.api.post(f"/deliveries/{refused['delivery']['id']}/resend")
    assert again.status_code == 204, again.text
    await desk.answered(code, "sent")
    log = await desk.get(f"/accounts/{desk.program.account.id}/log")
    assert [each["outcome"] for each in log["items"]] == ["sent", "failed", "delivered", "sent"]
    following = await desk.get(
        f"/accounts/{desk.program.account.id}/log?limit=1&before={log['items'][0]['id']}"
    )
    assert [each["outcome"] for each in following["items"]] == ["failed"]


async def test_edits_and_deletions_are_applied_and_deleted_text_is_erased_later(
    desk: Desk, house: House
) -> None:
    await desk.program.post(message("m-1", "Kein Internet."))
    code = (await desk.case("Kein Internet."))["code"]
    await desk.program.post({"type": "edited", "id": "m-1", "at": at(1), "text": "Kein Internet seit sechs."})
    await desk.case("Kein Internet seit sechs.")
    await desk.program.post({"type": "deleted", "id": "m-1", "at": at(2)})
    async with asyncio.timeout(10):
        while True:
            (shown,) = (await desk.get(f"/cases/{code}"))["messages"]
            if shown["deleted_at"] is not None:
                break
            await asyncio.sleep(0.05)
    assert shown["text"] == ""
    text = "select text from messages union all select text from edits"
    assert {row[0] for row in await house.pool.fetch(text)} == {"Kein Internet.", "Kein Internet seit sechs."}
    for days, erased in ((29, False), (31, True)):
        later = house.now() + timedelta(days=days)
        chores = Chores(
            house.pool, house.http, house.files, lambda later=later: later,  # type: ignore[misc]
            reopen_window=timedelta(days=14), erase_after=timedelta(days=30),
        )  # fmt: skip
        await chores.erase(desk.program.brand.id)
        assert ({row[0] for row in await house.pool.fetch(text)} <= {""}) == erased


async def test_the_log_is_a_page_of_the_account(desk: Desk, house: House) -> None:
    async with transaction(house.pool) as tx:
        signed_in = await staff.sign_in(
            tx, desk.program.brand.id, "hauke", "Deichgraf-17", origin_ip="127.0.0.1", now=house.now()
        )
    assert isinstance(signed_in, staff.SignedIn)
    await desk.program.post(message("m-1", "Kein Internet."))
    code = (await desk.case("Kein Internet."))["code"]
    await desk.api.post(f"/cases/{code}/replies", json={"text": "Moin.", "visibility": "private"})
    await desk.answered(code, "sent")
    async with httpx.AsyncClient(
        base_url=desk.origin, cookies={"hilft_session": signed_in.session_token}
    ) as me:
        path = f"/desk/accounts/{desk.program.account.id}/log"
        assert path in (await me.get("/desk/accounts")).text
        page = await me.get(path)
        assert page.status_code == 200
        assert "Moin. ^ha" in page.text
        assert (await me.get(f"{path}?before=nonsense")).status_code == 404


def at(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
