"""The desk for real use: founded, given an account, served, its database shot, stopped."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.cli.running import Running, hilft, wait_for
from tests.cli.test_demo import eventually, start

pytestmark = pytest.mark.house

_HILFT = Path(sys.executable).with_name("hilft")


def command(data: Path, *arguments: str) -> str:
    """Run a command to its end beside the running desk."""
    done = subprocess.run(  # noqa: S603 - our own program
        [_HILFT, *arguments, "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def join_town(town_url: str, name: str) -> str:
    """Open an account on the town square as Mastodon's documentation says, give its token."""
    with httpx.Client(base_url=town_url, timeout=20) as web:
        app = web.post(
            "/api/v1/apps",
            json={"client_name": "t", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write"},
        ).json()
        keys = {"client_id": app["client_id"], "client_secret": app["client_secret"], "scope": "read write"}
        token = web.post("/oauth/token", json={**keys, "grant_type": "client_credentials"}).json()[
            "access_token"
        ]
        person = {
            "username": name,
            "email": f"{name}@town.test",
            "password": "Deichgraf-17",
            "agreement": True,
            "locale": "de",
        }
        made = web.post("/api/v1/accounts", json=person, headers={"Authorization": f"Bearer {token}"})
        found: str = made.raise_for_status().json()["access_token"]
        return found


@dataclass
class Served:
    running: Running
    data: Path
    api: httpx.Client
    town_url: str
    otto: httpx.Client

    def cases(self) -> Any:
        answer = self.api.get("/cases")
        return answer.json()["items"] if answer.status_code == 200 else []


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A real desk beside the demo, whose town square it uses."""
    data = tmp_path / "desk"
    brand = ("--brand", "Deichnetz", "--zone", "Europe/Berlin", "--language", "de")
    admin = ("--name", "Wiebke", "--login", "wiebke", "--initials", "wi", "--password", "Deichgraf-17")
    command(data, "init", *brand, *admin)
    with start(tmp_path) as demo:
        info = wait_for(tmp_path / "info.json", demo)
        token = join_town(info["town_url"], "deichnetz_hilft")
        with hilft("serve", "--port", "0", "--data", str(data), output=tmp_path / "serve") as running:
            url = eventually(lambda: re.search(r"answers on (http\S+)", running.said()), 30)[1]
            added = command(data, "account", "add", "mastodon", "--url", info["town_url"], "--token", token)
            assert added == "Added @deichnetz_hilft@town.test (mastodon, service)."
            api_token = command(data, "token", "create", "--agent", "wi")
            headers = {"Authorization": f"Bearer {api_token}"}
            citizen = {"Authorization": f"Bearer {info['customers'][0]['access_token']}"}
            with (
                httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=30) as api,
                httpx.Client(base_url=f"{info['town_url']}/api/v1", headers=citizen, timeout=30) as otto,
            ):
                yield Served(running, data, api, info["town_url"], otto)


def test_a_real_desk_listens_survives_its_database_and_stops(served: Served) -> None:
    served.otto.post("/statuses", json={"status": "@deichnetz_hilft Hallo?"}).raise_for_status()
    eventually(served.cases)

    command(served.data, "account", "pause", "@deichnetz_hilft")
    assert "paused" in command(served.data, "account", "list")
    command(served.data, "account", "resume", "@deichnetz_hilft")

    (server,) = [
        one for one in psutil.Process(served.running.process.pid).children() if "postgres" in one.name()
    ]
    server.send_signal(signal.SIGKILL)
    away = eventually(lambda: _not_ok(served.api), 10)
    assert away.headers["content-type"] == "application/problem+json"
    assert away.status_code == 503
    assert away.headers["retry-after"]
    eventually(served.cases, 30)

    served.otto.post("/statuses", json={"status": "@deichnetz_hilft Noch da?"}).raise_for_status()
    eventually(lambda: len(served.cases()) == 2, 60)
    assert "ok    @deichnetz_hilft" in command(served.data, "doctor")

    children = psutil.Process(served.running.process.pid).children(recursive=True)
    began = time.monotonic()
    assert served.running.stop() == 0
    assert time.monotonic() - began < 8
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert "Traceback" not in served.running.said()


def _not_ok(api: httpx.Client) -> httpx.Response | None:
    answer = api.get("/cases")
    return answer if answer.status_code != 200 else None


def test_an_own_database_is_not_migrated_behind_its_back(tmp_path: Path, empty_database: str) -> None:
    env = {"HILFT_DATABASE_URL": empty_database, "HILFT_DATA": str(tmp_path)}
    with hilft("serve", "--port", "0", output=tmp_path / "serve", env=env) as running:
        assert running.process.wait(timeout=30) == 1
        assert "Run: hilft migrate" in running.said()
        assert "Traceback" not in running.said()


def test_a_database_that_is_away_at_start_is_waited_for(tmp_path: Path) -> None:
    env = {"HILFT_DATABASE_URL": "postgresql://x@127.0.0.1:9/x", "HILFT_DATA": str(tmp_path)}
    with hilft("serve", "--port", "0", output=tmp_path / "serve", env=env) as running:
        eventually(lambda: "does not answer yet" in running.said(), 30)
        assert running.process.poll() is None
        assert running.stop() == 0
        assert "Traceback" not in running.said()
