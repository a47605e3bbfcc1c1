"""A mailbox added in the desk, at real servers: tried, told what is wrong, kept."""

from collections.abc import AsyncIterator

import pytest

from hilft import accounts, staff
from hilft.app import House
from hilft.db import transaction
from hilft.staff import Role
from tests.api.conftest import EIGHT, found_brand, house
from tests.channels.email.office import PASSWORD, SERVICE, Office
from tests.web.conftest import Visitor, visiting

__all__ = ["house"]

pytestmark = pytest.mark.anyio
ADD = "/desk/accounts/add/email"


@pytest.fixture
async def admin(house: House) -> AsyncIterator[Visitor]:
    brand = await found_brand(house.pool, "wattkabel")
    async with transaction(house.pool) as tx:
        await staff.add_agent(
            tx, brand.id, login="hauke", name="Hauke Haien", initials="ha", role=Role.ADMIN,
            password="Deichgraf-17", now=EIGHT,
        )  # fmt: skip
    async with visiting(house) as visitor:
        assert (await visitor.sign_in("hauke")).status_code == 303
        yield visitor


def fields(office: Office, **changed: str) -> dict[str, str]:
    usual = {
        "address": SERVICE,
        "imap": f"imaps://localhost:{office.post.ports['imaps']}",
        "smtp": f"smtps://localhost:{office.post.ports['smtps']}",
        "ca": office.post.certificates.authority,
        "password": PASSWORD,
        "name": "Wattkabel",
    }
    return usual | changed


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "falsch"}, "Der Mailserver nimmt Benutzername oder Passwort nicht an."),
        ({"folders": "INBOX, Nirgends"}, "Im Postfach gibt es keinen Ordner Nirgends."),
        ({"ca": ""}, "Zertifikat"),
        ({"address": "niemand"}, "niemand"),
        ({"smtp": "smtps://localhost:1"}, "localhost"),
    ],
)
async def test_what_is_wrong_is_said(
    office: Office, admin: Visitor, house: House, changed: dict[str, str], sentence: str
) -> None:
    answer = await admin.post(ADD, fields(office, **changed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert PASSWORD not in answer.text
    assert "falsch" not in answer.text
    for name in ("imap", "address"):
        assert f'value="{fields(office, **changed)[name]}"' in answer.text
    async with house.pool.acquire() as conn:
        [brand] = await accounts.brands(conn)
        assert await accounts.accounts(conn, brand.id) == []


async def test_a_mailbox_that_works_is_kept(office: Office, admin: Visitor, house: House) -> None:
    added = await admin.post(ADD, fields(office))
    assert (added.status_code, added.headers["location"]) == (303, "/desk/accounts")
    page = await admin.page("/desk/accounts")
    assert SERVICE in page
    assert PASSWORD not in page
    async with house.pool.acquire() as conn:
        [brand] = await accounts.brands(conn)
        [account] = await accounts.accounts(conn, brand.id)
        secrets = (await accounts.config_of(conn, house.vault, account)).secrets
    assert secrets["password"] == PASSWORD
    assert secrets["reply_key"]
    assert secrets["reply_key"] not in page
