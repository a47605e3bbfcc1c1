"""Every public sample through the whole house: real IMAP, receipts, digestion, and the page of each case."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from hilft import accounts, staff
from hilft.accounts import Account
from hilft.app import House
from hilft.channels import Pullable
from hilft.db import transaction
from hilft.ids import BrandId
from hilft.intake import Digestion, receive
from hilft.staff import Role
from tests.api.conftest import EIGHT, found_brand, house
from tests.channels.email.office import PASSWORD, SERVICE, Office, letter
from tests.channels.email.test_reading import samples
from tests.web.conftest import Visitor, visiting

__all__ = ["house"]

pytestmark = [pytest.mark.anyio, pytest.mark.house, pytest.mark.shared]
_TEXTS = ("crisp/fixtures", "zapier", "email_reply_trimmer")


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


def every_mail(mail: Path) -> list[bytes]:
    """All MIME samples as they are, all bare texts as mails of their own."""
    whole = [path.read_bytes() for path in samples(mail)]
    bare = [
        path.read_bytes().decode("utf-8", "replace")
        for folder in _TEXTS
        for path in sorted((mail / folder).rglob("*.txt"))
    ]
    wrapped = [letter(text.replace("\0", "")).as_bytes() for text in bare]
    return [content for content in (*whole, *wrapped) if content.strip()]


async def taken_in(house: House) -> tuple[BrandId, int]:
    """Pull until nothing is left, and digest; give how many receipts there are."""
    async with house.pool.acquire() as conn:
        [brand] = await accounts.brands(conn)
        [account] = await accounts.accounts(conn, brand.id)
    await _pulled(house, account)
    digestion = Digestion(house.pool, house.switchboard, house.now, timedelta(days=14), house.files)
    await digestion.digest(brand.id)
    async with house.pool.acquire() as conn:
        states = await conn.fetch("select state, error from receipts")
    assert [each["error"] for each in states if each["state"] != "digested"] == []
    return brand.id, len(states)


async def _pulled(house: House, account: Account) -> None:
    channel = await house.switchboard.channel_of(account)
    assert isinstance(channel, Pullable)
    cursor, complete = None, False
    while not complete:
        page = await channel.pull(cursor, 80)
        async with transaction(house.pool) as tx:
            await receive(tx, account, page.items, house.now())
        cursor, complete = page.next_cursor, page.complete


async def test_every_sample_is_taken_in_and_can_be_looked_at(
    office: Office, admin: Visitor, house: House, shared_data: Path
) -> None:
    mails = every_mail(shared_data / "mail")
    office.post.put(SERVICE, mails)
    fields = {
        "address": SERVICE,
        "imap": f"imaps://localhost:{office.post.ports['imaps']}",
        "smtp": f"smtps://localhost:{office.post.ports['smtps']}",
        "ca": office.post.certificates.authority,
        "password": PASSWORD,
    }
    assert (await admin.post("/desk/accounts/add/email", fields)).status_code == 303
    _, count = await taken_in(house)
    assert count == len({each.replace(b"\r\n", b"\n") for each in mails}) > 700
    async with house.pool.acquire() as conn:
        codes = [each["code"] for each in await conn.fetch("select code from cases")]
    letters: set[str] = set()
    for code in codes[::6]:
        page = await admin.page(f"/desk/case/{code}")
        letters |= set(re.findall(r"/desk/letters/[0-9a-f-]+", page))
    for address in sorted(letters):
        await admin.page(address)
    assert len(codes) > 400
    assert len(letters) > 5
