"""A letterhead beside the hotline: the same house, the real doors, the real outbox."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from hilft import accounts
from hilft.accounts import Account, AccountRole
from hilft.channels import AccountConfig, build
from hilft.db import transaction
from hilft.outbox import Carrier, Deliverer
from tests.calls.conftest import Hotline, hotline
from tests.web.conftest import Visitor

__all__ = ["Post", "hotline", "post"]

HEAD = {"name": "Wattkabel GmbH", "street": "Deichstraße 17", "place": "25813 Husum"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
KATE: dict[str, Any] = {"name": "Käthe Hinrichs", "street": "Süderstraße 9", "place": "25813 Husum"}


@dataclass
class Post:
    """Romina opens the letters, Kai is the mail room."""

    desk: Hotline
    account: Account

    @property
    def romina(self) -> Visitor:
        return self.desk.romina

    async def put(self, scan: bytes | list[bytes] = PNG, status: int = 303, **fields: Any) -> httpx.Response:
        """Put a letter in as the page's form does."""
        scans = scan if isinstance(scan, list) else [scan]
        answer = await self.romina.client.post(
            "/desk/letters/new",
            data={"csrf": self.romina.csrf, "written_on": "2026-11-20"} | fields,
            files=[("scan", ("brief.html", each, "text/html")) for each in scans],
        )
        assert answer.status_code == status, answer.text
        return answer

    async def case(self, scan: bytes = PNG, **fields: Any) -> str:
        """Put a letter in; give the code of its case."""
        return (await self.put(scan, **fields)).headers["location"].rpartition("/")[2]

    async def deliver(self) -> None:
        house = self.desk.house
        carrier = Carrier(house.pool, house.switchboard, house.files, self.desk.clock, lambda: 0.5)
        await Deliverer(carrier).deliver_due()

    async def answer(self, code: str, text: str) -> httpx.Response:
        return await self.romina.post(f"/desk/case/{code}/send", {"kind": "private", "text": text})


@pytest.fixture
async def post(hotline: Hotline) -> Post:
    channel = build("letter", AccountConfig(HEAD, {}), hotline.house.surroundings)
    async with transaction(hotline.house.pool) as tx:
        account = await accounts.add_account(
            tx, hotline.house.vault, hotline.brand.id, channel="letter", profile=await channel.identify(),
            scope=channel.scope, role=AccountRole.SERVICE, settings=HEAD, secrets={}, now=hotline.clock(),
        )  # fmt: skip
    return Post(hotline, account)
