"""A program that speaks to the desk by webhook, and the account it was given."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from hilft import accounts
from hilft.accounts import Account, AccountRole, Brand
from hilft.app import House
from hilft.channels import AccountConfig, build
from hilft.channels.webhook.signing import headers_for, key_of, make_secret
from hilft.db import transaction

NOWHERE = "http://127.0.0.1:9/answers"


@dataclass
class Program:
    """Knows its account's address and secret; ``client`` reaches the desk."""

    house: House
    brand: Brand
    client: httpx.AsyncClient
    name: str = "portal"
    url: str = NOWHERE
    secret: str = field(default_factory=make_secret)
    old_secret: str = ""

    async def open(self) -> "Program":
        """Add the account, or change it, as the command line does."""
        secrets = {"secret": self.secret, "old_secret": self.old_secret}
        config = AccountConfig({"name": self.name, "url": self.url}, secrets, "key")
        channel = build("webhook", config, self.house.surroundings)
        async with transaction(self.house.pool) as tx:
            self.account: Account = await accounts.add_account(
                tx, self.house.vault, self.brand.id, channel="webhook", profile=await channel.identify(),
                scope=channel.scope, role=AccountRole.SERVICE, settings=dict(config.settings), secrets=secrets,
                now=self.house.now(),
            )  # fmt: skip
        return self

    @property
    def path(self) -> str:
        return f"/hooks/webhook/{self.account.id}"

    async def post(
        self, content: object, *, headers: Mapping[str, str] | None = None, secret: str = ""
    ) -> httpx.Response:
        """Post an event, a list of them, or raw bytes, signed now."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        signed = headers_for([key_of(secret or self.secret)], str(uuid4()), body, datetime.now(UTC))
        wanted = {**signed, "Content-Type": "application/json", **(headers or {})}
        return await self.client.post(self.path, content=body, headers=wanted)

    async def receipts(self) -> list[Any]:
        """Give what is stored, in the order it came."""
        async with self.house.pool.acquire() as conn:
            return list(await conn.fetch("select * from receipts order by id"))


def message(name: str, text: str = "Kein Internet.", **more: object) -> dict[str, Any]:
    """Make a message of Otto's."""
    at = datetime.now(UTC).isoformat()
    return {
        "type": "message",
        "id": name,
        "at": at,
        "from": {"id": "otto", "name": "Otto"},
        "text": text,
        **more,
    }
