"""A copy as people meet it: pages, buttons, commands, and a cloned demo that has an answer on its way."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from hilft.cli import main
from hilft.db import transaction
from hilft.seal import COPY_PAUSED
from hilft.staff import Role, add_agent
from tests.api.conftest import Office, house, office
from tests.backup.conftest import NOW
from tests.cli.running import Running, desk_of, hilft, town_of, wait_for
from tests.web.conftest import PASSWORD, Visitor, romina, visiting

__all__ = ["house", "office", "romina"]

BANNER = "all accounts are paused until an administrator confirms"


async def turn_into_a_copy(office: Office) -> None:
    """What the start of a copied installation leaves behind."""
    async with transaction(office.house.pool) as tx:
        await office.house.seal.examine(tx.conn, NOW)
        await tx.conn.execute("update installation set home = 'elsewhere'")
        await office.house.seal.examine(tx.conn, NOW)
        await tx.conn.execute("update accounts set state = 'paused', reason = $1", COPY_PAUSED)


@pytest.mark.anyio
async def test_every_page_says_so_and_an_administrator_ends_it(office: Office, romina: Visitor) -> None:
    for path in ("/desk/inbox", "/desk/outbox", "/desk/accounts"):
        assert BANNER not in await romina.page(f"{path}?lang=en")
    await turn_into_a_copy(office)
    for path in ("/desk/inbox", "/desk/outbox", "/desk/settings", "/desk/accounts"):
        assert BANNER in await romina.page(path)
    page = await romina.page("/desk/accounts")
    assert "Its database was restored from a backup" in page
    assert "/desk/accounts/confirm-only-copy" not in page
    for door in ("confirm-only-copy", "resume-all"):
        assert (await romina.ask(f"/desk/accounts/{door}")).status_code == 403
    async with transaction(office.house.pool) as tx:
        await add_agent(
            tx, office.brand.id, login="hauke", name="Hauke", initials="ha", role=Role.ADMIN,
            password=PASSWORD, now=NOW,
        )  # fmt: skip
    async with visiting(office.house) as hauke:
        await hauke.sign_in("hauke")
        page = await hauke.page("/desk/accounts?lang=en")
        assert "The other one is gone: this is the only one" in page
        assert f"/desk/accounts/{office.account.id}/resume" not in page
        early = await hauke.ask("/desk/accounts/resume-all")
        assert early.status_code == 409
        assert "confirm-only-copy" in early.text
        assert (await hauke.ask("/desk/accounts/confirm-only-copy")).status_code == 200
        page = await hauke.page("/desk/accounts")
        assert BANNER not in page
        assert "Resume all" in page
        assert "paused" in page
        assert (await hauke.ask("/desk/accounts/resume-all")).status_code == 200
        assert "Resume all" not in await hauke.page("/desk/accounts")
    assert await office.house.pool.fetchval("select state from accounts") == "active"


@contextmanager
def demo(where: Path, data: Path) -> Iterator[tuple[Running, dict[str, Any]]]:
    info = where / f"{data.name}.json"
    info.unlink(missing_ok=True)  # of a start that was killed
    arguments = ("demo", "--port", "0", "--town-port", "0", "--data", str(data), "--info", str(info))
    with hilft(*arguments, output=where / data.name / "output") as running:
        yield running, wait_for(info, running)


def said(info: dict[str, Any]) -> int:
    with town_of(info) as town:
        account = town.get("/accounts/lookup", params={"acct": "wattkabel_hilft"}).json()
        return len(town.get(f"/accounts/{account['id']}/statuses").json())


def eventually(look: Any) -> Any:
    until = time.monotonic() + 30
    while not (found := look()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)
    return found


def deliveries(desk: httpx.Client, code: str) -> list[str]:
    messages = desk.get(f"/cases/{code}").json()["messages"]
    return [message["delivery"]["state"] for message in messages if message["direction"] == "out"]


@pytest.mark.house
def test_a_cloned_demo_does_not_speak_until_confirmed(tmp_path: Path) -> None:
    first, clone = tmp_path / "first", tmp_path / "clone"
    first.mkdir()
    with demo(tmp_path, first) as (running, info):
        with desk_of(info) as desk, town_of(info) as otto:
            otto.post("/statuses", json={"status": "@wattkabel_hilft Kein Internet."}).raise_for_status()
            (item,) = eventually(lambda: desk.get("/cases").json()["items"])
            code = item["code"]
            answer = {"text": "Moment, ich schaue nach.", "visibility": "public", "hold_seconds": 3}
            desk.post(f"/cases/{code}/replies", json=answer).raise_for_status()
        running.kill_group()
    shutil.copytree(first, clone, symlinks=True, ignore=shutil.ignore_patterns("run"))
    _same_owners(first, clone)
    with demo(tmp_path, clone) as (running, info):
        eventually(lambda: "This desk is a copy." in running.said())
        with desk_of(info) as desk:
            time.sleep(4)  # longer than the answer was held
            assert deliveries(desk, code) == ["unknown"]
            assert said(info) == 0
            done = CliRunner().invoke(main, ["confirm-only-copy", "--data", str(clone), "--yes", "--resume"])
            assert "Confirmed: this is the only one." in done.output
            assert re.search(r"^[2-9] accounts speak again\.$", done.output, re.MULTILINE)
            (message,) = (m for m in desk.get(f"/cases/{code}").json()["messages"] if m["direction"] == "out")
            desk.post(f"/deliveries/{message['delivery']['id']}/resend").raise_for_status()
            eventually(lambda: deliveries(desk, code) == ["sent"])
            assert said(info) == 1
        assert running.stop() == 0
    with demo(tmp_path, first) as (_, info), desk_of(info) as desk:  # the original never noticed
        eventually(lambda: deliveries(desk, code) == ["sent"])
        assert said(info) == 1


def _same_owners(source: Path, target: Path) -> None:
    """As ``cp -a`` does: the server's files belong to its own user."""
    if os.geteuid() == 0:
        for path in (source, *source.rglob("*")):
            there = target / path.relative_to(source)
            if there.exists():
                found = path.stat()
                os.chown(there, found.st_uid, found.st_gid)
