"""``hilft account add email`` at a real terminal: asked for what is needed, told what is wrong, asked once more."""

import asyncio
import os
import pty
import re
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from tests.channels.email.office import PASSWORD, SERVICE, Office
from tests.cli.conftest import caller

pytestmark = pytest.mark.anyio
_SECONDS = 30.0


class Terminal:
    """A program at a terminal of its own, and who sits there."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, {**os.environ, **environment})  # noqa: S606 - the program under test
        os.set_blocking(self.end, False)
        self.said = ""

    async def until(self, words: str) -> None:
        """Wait until the program has said this since it was last answered."""
        until = time.monotonic() + _SECONDS
        while words not in self.said:
            assert time.monotonic() < until, self.said
            with suppress(BlockingIOError, OSError):
                self.said += os.read(self.end, 65536).decode("utf-8", "replace")
            await asyncio.sleep(0.02)

    async def answer(self, question: str, words: str) -> None:
        await self.until(question)
        self.said = ""
        os.write(self.end, f"{words}\n".encode())

    async def ended(self) -> int:
        _, status = await asyncio.wait_for(asyncio.to_thread(os.waitpid, self.pid, 0), _SECONDS)
        os.close(self.end)
        return os.waitstatus_to_exitcode(status)


async def test_asked_told_what_is_wrong_and_asked_once_more(
    office: Office, database: str, tmp_path: Path
) -> None:
    environment = {"HILFT_DATABASE_URL": database, "HILFT_DATA": str(tmp_path / "data")}
    hilft = caller(environment)
    done = await hilft(
        "init", "--brand", "Wattkabel", "--zone", "Europe/Berlin", "--language", "de", "--name", "Hauke Haien",
        "--login", "hauke", "--initials", "ha", "--password", "Deichgraf-17",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    command = [sys.executable, "-m", "hilft.cli", "account", "add", "email"]
    command += ["--ca", office.post.certificates.authority]
    terminal = Terminal(command, environment)
    await terminal.answer("Mail address", SERVICE)
    await terminal.answer("Incoming mail server", f"imaps://localhost:{office.post.ports['imaps']}")
    await terminal.answer("Outgoing mail server", f"smtps://localhost:{office.post.ports['smtps']}")
    await terminal.answer("Password", "falsch")
    await terminal.answer("Set further options?", "n")
    await terminal.until("does not accept the user name or the password")
    for kept in ("Mail address", "Incoming mail server", "Outgoing mail server"):
        await terminal.answer(kept, "")
    await terminal.answer("Password", PASSWORD)
    await terminal.until(f"Added {SERVICE} (email, service).")
    assert PASSWORD not in terminal.said
    assert await terminal.ended() == 0
    listed = await hilft("account", "list")
    assert re.match(rf"{SERVICE}  email  service  active", listed.output)
