"""``hilft account add email``: tried at both servers before it is kept, and what is wrong said in one sentence."""

from pathlib import Path

import pytest

from tests.channels.email.office import PASSWORD, SERVICE, Office
from tests.cli.conftest import Hilft, caller

pytestmark = pytest.mark.anyio


@pytest.fixture
async def hilft(database: str, tmp_path: Path) -> Hilft:
    called = caller({"HILFT_DATABASE_URL": database, "HILFT_DATA": str(tmp_path / "data")})
    done = await called(
        "init", "--brand", "Wattkabel", "--zone", "Europe/Berlin", "--language", "de", "--name", "Hauke Haien",
        "--login", "hauke", "--initials", "ha", "--password", "Deichgraf-17",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return called


def options(office: Office, **changed: str) -> list[str]:
    told = {
        "address": SERVICE,
        "imap": f"imaps://localhost:{office.post.ports['imaps']}",
        "smtp": f"smtps://localhost:{office.post.ports['smtps']}",
        "ca": office.post.certificates.authority,
        **changed,
    }
    return [
        "account",
        "add",
        "email",
        *(part for name, value in told.items() for part in (f"--{name}", value)),
    ]


async def test_a_mailbox_is_tried_and_kept(office: Office, hilft: Hilft) -> None:
    done = await hilft(*options(office), env={"HILFT_EMAIL_PASSWORD": PASSWORD})
    assert done.exit_code == 0, done.output
    assert f"Added {SERVICE} (email, service)." in done.output
    assert PASSWORD not in done.output
    listed = await hilft("account", "list")
    assert listed.output.startswith(f"{SERVICE}  email  service  active")
    again = await hilft(*options(office, folders="INBOX"), env={"HILFT_EMAIL_PASSWORD": PASSWORD})
    assert again.exit_code == 0, again.output
    assert len((await hilft("account", "list")).output.splitlines()) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "falsch"}, "does not accept the user name or the password"),
        ({"imap": "imaps://localhost:1"}, "connection to the mail server was lost"),
        ({"smtp": "smtps://localhost:1"}, "mail server localhost cannot be reached"),
        ({"ca": ""}, "certificate of the mail server cannot be trusted"),
        ({"ca": "quatsch"}, "not one in PEM form"),
        ({"folders": "INBOX,Nirgends"}, "no folder Nirgends"),
        ({"address": "kein mensch"}, "not a mail address"),
        ({"imap": "ftp://x"}, "not the address of a mail server"),
        ({"imap": "imap+insecure://mail.example"}, "Without encryption"),
        ({"start": "gestern"}, "must be all or new"),
    ],
)
async def test_what_is_wrong_is_said(
    office: Office, hilft: Hilft, changed: dict[str, str], sentence: str
) -> None:
    done = await hilft(*options(office, **{"password": PASSWORD, **changed}))
    assert done.exit_code == 1
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert (await hilft("account", "list")).output == ""
