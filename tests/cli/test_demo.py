"""The demo as a person meets it: desk, town square, and a crash in between."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.cli.running import Running, desk_of, hilft, town_of, wait_for

pytestmark = pytest.mark.house

_PLEA = "@wattkabel_hilft Seit heute früh kein Internet, die DSL-Lampe blinkt."


def eventually(look: Callable[[], Any], seconds: float = 15) -> Any:
    """Look until something is there."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)
    return found


def start(where: Path) -> Any:
    info = where / "info.json"
    arguments = (
        "demo",
        "--port",
        "0",
        "--town-port",
        "0",
        "--data",
        str(where / "data"),
        "--info",
        str(info),
    )
    return hilft(*arguments, output=where / "output")


@contextmanager
def signed_in(info: dict[str, Any], initials: str = "ro") -> Iterator[httpx.Client]:
    """A browser in which an agent has signed in with what the page itself tells."""
    (agent,) = (one for one in info["agents"] if one["initials"] == initials)
    with httpx.Client(base_url=info["desk_url"], timeout=20) as browser:
        page = browser.get("/desk/sign-in").text
        assert agent["login"] in page
        assert agent["password"] in page
        form = {"login": agent["login"], "password": agent["password"]}
        answer = browser.post("/desk/sign-in", data=form, headers={"Origin": info["desk_url"]})
        assert answer.status_code == 303, answer.text
        yield browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, Any]]]:
    where = tmp_path_factory.mktemp("demo")
    with start(where) as running:
        yield running, wait_for(where / "info.json", running)


@pytest.fixture
def info(demo: tuple[Running, dict[str, Any]]) -> dict[str, Any]:
    return demo[1]


def test_the_info_file_names_everything(info: dict[str, Any]) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", info["desk_url"])
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", info["town_url"])
    assert [one["initials"] for one in info["agents"]] == ["ha", "be", "ka", "ta", "wi", "ro", "sa"]
    assert info["agents"][0]["role"] == "admin"
    assert [one["handle"] for one in info["customers"]] == ["otto", "mia", "jonas"]
    assert (info["service_account"], info["main_account"]) == ("wattkabel_hilft", "wattkabel")


def test_every_agent_can_sign_in(info: dict[str, Any]) -> None:
    for one in info["agents"]:
        with signed_in(info, one["initials"]) as browser:
            assert browser.get("/desk/inbox").status_code == 200


def test_a_plea_becomes_a_case_and_the_answer_stands_in_the_thread(info: dict[str, Any]) -> None:
    with desk_of(info) as desk, town_of(info) as otto:
        post = otto.post("/statuses", json={"status": _PLEA}).json()

        def mine() -> Any:
            items = desk.get("/cases", params={"state": "open"}).json()["items"]
            return [item for item in items if _PLEA in item["preview"]]

        (item,) = eventually(mine)
        body = {"text": "Wir messen Ihre Leitung.", "visibility": "public", "hold_seconds": 0}
        desk.post(f"/cases/{item['code']}/replies", json=body).raise_for_status()
        (answer,) = eventually(lambda: otto.get(f"/statuses/{post['id']}/context").json()["descendants"])
        assert answer["in_reply_to_id"] == post["id"]
        assert "Wir messen Ihre Leitung. ^ro" in answer["content"]
        assert answer["account"]["username"] == "wattkabel_hilft"

        def said() -> Any:  # the network has the answer a moment before the desk has noted its name
            messages = desk.get(f"/cases/{item['code']}").json()["messages"]
            return [one["external_id"] for one in messages] == [post["uri"], answer["uri"]]

        assert eventually(said)


def test_a_second_start_on_the_same_directory_is_told(
    demo: tuple[Running, dict[str, Any]], tmp_path: Path
) -> None:
    data = demo[0].output.parent / "data"
    arguments = ("demo", "--port", "0", "--town-port", "0", "--data", str(data))
    with hilft(*arguments, output=tmp_path / "second") as second:
        assert second.process.wait(timeout=30) == 1
        assert "is in use by another hilft" in second.said()
        assert "Traceback" not in second.said()


def test_a_taken_port_is_told(info: dict[str, Any], tmp_path: Path) -> None:
    port = info["desk_url"].rpartition(":")[2]
    arguments = ("demo", "--port", port, "--town-port", "0", "--data", str(tmp_path / "other"))
    with hilft(*arguments, output=tmp_path / "second") as second:
        assert second.process.wait(timeout=30) == 1
        assert f"Port {port} on 127.0.0.1 is already in use" in second.said()
        assert "Traceback" not in second.said()


def test_other_commands_find_the_running_database(
    demo: tuple[Running, dict[str, Any]], tmp_path: Path
) -> None:
    data = demo[0].output.parent / "data"
    with hilft("token", "create", "--agent", "ro", "--data", str(data), output=tmp_path / "token") as making:
        assert making.process.wait(timeout=30) == 0, making.said()
    token = making.said().strip().splitlines()[-1]
    answer = httpx.get(
        f"{demo[1]['desk_url']}/api/v1/cases", headers={"Authorization": f"Bearer {token}"}, timeout=20
    )
    assert answer.status_code == 200


def test_a_killed_house_stands_again_with_everything(tmp_path: Path) -> None:
    file = tmp_path / "info.json"
    with start(tmp_path) as first:
        before = wait_for(file, first)
        with desk_of(before) as desk, town_of(before) as otto:
            otto.post("/statuses", json={"status": _PLEA}).raise_for_status()
            (item,) = eventually(lambda: desk.get("/cases").json()["items"])
            body = {"text": "Moment.", "visibility": "public", "hold_seconds": 0}
            done = desk.post(f"/cases/{item['code']}/replies", json=body).json()
        first.kill_group()
    file.unlink()
    with start(tmp_path) as second:
        after = wait_for(file, second)
        assert [one["api_token"] for one in after["agents"]] == [one["api_token"] for one in before["agents"]]
        assert after["customers"] == before["customers"]
        with desk_of(after) as desk, town_of(after) as otto:

            def sent() -> Any:
                messages = desk.get(f"/cases/{item['code']}").json()["messages"]
                return [m for m in messages if m["id"] == done["id"] and m["delivery"]["state"] == "sent"]

            (message,) = eventually(sent, 60)
            assert _answers(otto, message["external_id"]) == 1
            otto.post("/statuses", json={"status": "@wattkabel_hilft Noch etwas."}).raise_for_status()
            eventually(lambda: len(desk.get("/cases").json()["items"]) == 2)
        children = psutil.Process(second.process.pid).children(recursive=True)
        with signed_in(after) as browser, browser.stream("GET", "/desk/stream?view=open") as live:
            next(live.iter_lines())
            began = time.monotonic()
            assert second.stop() == 0
        assert time.monotonic() - began < 5
        assert "Traceback" not in second.said()
    assert not [child for child in children if child.is_running() and child.status() != "zombie"]
    assert not file.exists()


def _answers(town: httpx.Client, uri: str) -> int:
    """How often the answer stands on the town square."""
    account = town.get("/accounts/lookup", params={"acct": "wattkabel_hilft"}).json()
    statuses = town.get(f"/accounts/{account['id']}/statuses").json()
    texts = [status for status in statuses if "Moment." in status["content"]]
    assert [status["uri"] for status in texts] == [uri]
    return len(texts)
