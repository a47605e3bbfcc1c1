"""``hilft account add webhook``: prints where to post and the secret, keeps what the other side knows."""

import re

import pytest
from click.testing import Result

from tests.cli.conftest import Hilft, caller

pytestmark = pytest.mark.anyio
URL = "https://portal.example/hilft"


@pytest.fixture
async def hilft(database: str, tmp_path: object) -> Hilft:
    made = caller({"HILFT_DATABASE_URL": database, "HILFT_DATA": f"{tmp_path}/data"})
    person = ("--name", "Hauke", "--login", "hauke", "--initials", "ha", "--password", "Deichgraf-17")
    done = await made("init", "--brand", "W", "--zone", "Europe/Berlin", "--language", "de", *person)
    assert done.exit_code == 0, done.output
    return made


async def add(hilft: Hilft, *more: str) -> Result:
    return await hilft("account", "add", "webhook", "--name", "portal", "--url", URL, *more)


async def test_it_prints_the_address_and_a_secret_once(hilft: Hilft) -> None:
    first = await add(hilft)
    assert first.exit_code == 0, first.output
    address = re.search(
        r"Post to: (http://127.0.0.1:8480/hooks/webhook/[0-9a-f-]{36})$", first.output, re.MULTILINE
    )
    secret = re.search(r"Secret: (whsec_\S+) \(shown this once\)", first.output)
    assert address
    assert secret
    again = await add(hilft)
    assert address[1] in again.output
    assert "whsec_" not in again.output
    changed = await add(hilft, "--secret", "whsec_" + "YWFh" * 11, "--old_secret", secret[1])
    assert address[1] in changed.output
    assert "whsec_" not in changed.output
    listed = await hilft("account", "list")
    assert listed.output.count("portal") == 1


async def test_what_cannot_be_used_is_one_sentence(hilft: Hilft) -> None:
    for options in (("--secret", "kurz"), ("--url", "http://portal.example"), ("--name", "Groß & Klein")):
        done = await add(hilft, *options)
        assert done.exit_code == 1
        assert done.output.startswith("Error: ")
        assert done.output.count("\n") == 1
