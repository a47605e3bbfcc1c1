"""A desk with every way in open at once: the town square, a hotline, a shop, a mailbox; four agents at their own doors."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from hilft import accounts, app, staff
from hilft.accounts import AccountRole, Brand
from hilft.app import House
from hilft.channels import AccountConfig, build
from hilft.channels.phone.signing import key_of, make_secret, signature
from hilft.db import transaction
from hilft.settings import Settings
from hilft.staff import Role
from tests.channels.email.office import Office, config
from tests.house.test_main_job import until
from tests.town.square import Square
from tests.web.conftest import PASSWORD, Visitor

ORIGIN = "http://desk.test"
HOTLINE, OTTOS_PHONE = "+4930901820", "+493023125117"
SHOP = {"name": "Wattkabel-Laden Husum", "address": "Krämerstraße 3, 25813 Husum"}
TEAM = ("romina", "kai", "wiebke", "hauke")


@dataclass
class Colleague:
    """One agent at the desk's own doors and at its API."""

    visitor: Visitor
    client: httpx.AsyncClient
    headers: Mapping[str, str]

    async def brief(self, code: str) -> dict[str, Any]:
        answer = await self.client.get(f"/api/v1/cases/{code}/brief", headers=self.headers)
        assert answer.status_code == 200, answer.text
        card: dict[str, Any] = answer.json()
        return card

    async def asks_again(self, code: str, text: str, visibility: str = "private") -> set[str]:
        """Give the kinds of facts that a draft asks for although they are known."""
        return {each["key"] for each in (await self.check(code, text, visibility))["asked_again"]}

    async def check(self, code: str, text: str, visibility: str = "private") -> dict[str, Any]:
        answer = await self.client.post(
            f"/api/v1/cases/{code}/draft-check",
            json={"text": text, "visibility": visibility},
            headers=self.headers,
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def answer(self, code: str, text: str, visibility: str) -> None:
        """Send from the composer, having asked nothing that is known."""
        assert await self.asks_again(code, text, visibility) == set()
        sent = await self.visitor.ask(
            f"/desk/case/{code}/send", {"kind": visibility, "text": text, "anyway": "yes"}
        )
        assert sent.status_code == 200, sent.text


@dataclass
class Story:
    """Everything that the customer and the agents do passes a real door."""

    house: House
    brand: Brand
    square: Square
    office: Office
    client: httpx.AsyncClient
    hotline_secret: str
    romina: Colleague
    kai: Colleague
    wiebke: Colleague
    hauke: Colleague

    async def codes(self) -> list[str]:
        answer = await self.client.get("/api/v1/cases?view=all", headers=self.romina.headers)
        return [each["code"] for each in answer.json()["items"]]

    async def new_code(self, known: list[str]) -> str:
        """Wait for a case that was not there before; gives its code."""
        found: list[str] = []

        async def there() -> bool:
            found[:] = [each for each in await self.codes() if each not in known]
            return len(found) == 1

        await until(there)
        return found[0]

    async def becomes(self, code: str, words: str) -> None:
        """Wait until these words stand in the case."""

        async def said() -> bool:
            return words in await self.romina.visitor.page(f"/desk/case/{code}")

        await until(said)

    async def phone(self, step: str, **more: Any) -> None:
        """Let the telephone system tell of a step of Otto's call, signed."""
        accounts_of = await self.client.get("/api/v1/accounts", headers=self.romina.headers)
        account = next(each for each in accounts_of.json()["items"] if each["channel"] == "phone")
        told = {
            "type": f"call.{step}", "call": "c-1", "at": self.house.now().isoformat(), "from": OTTOS_PHONE, "to": HOTLINE,
        } | more  # fmt: skip
        body, name, stamp = json.dumps(told).encode(), str(uuid4()), str(int(self.house.now().timestamp()))
        headers = {
            "webhook-id": name,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(key_of(self.hotline_secret), name, stamp, body),
            "Content-Type": "application/json",
        }
        heard = await self.client.post(f"/hooks/phone/{account['id']}", content=body, headers=headers)
        assert heard.status_code == 200, heard.text

    async def ringing(self) -> str:
        """Wait for the call on Kai's screen; gives the path of its page."""
        found: list[str] = []

        async def rings() -> bool:
            found[:] = re.findall(
                r'href="(/desk/calls/[0-9a-f-]{36})"', await self.kai.visitor.page("/desk/inbox")
            )
            return bool(found)

        await until(rings)
        return found[0]


@asynccontextmanager
async def opened(square: Square, office: Office, dsn: str, data: Path) -> AsyncIterator[Story]:
    """Open the desk and let its loops work; everybody is signed in."""
    async with AsyncExitStack() as stack:
        settings = Settings(data=data, allow_loopback=True, database_url=dsn, undo_seconds=0)
        house = await stack.enter_async_context(app.open_house(settings, dsn, origin=ORIGIN))
        async with transaction(house.pool) as tx:
            brand = await accounts.create_brand(
                tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=house.now()
            )
        secret = make_secret()
        mailbox = config(office.post)
        for kind, plain, sealed in (
            ("mastodon", {"url": square.origin}, {"token": "token-wattkabel_hilft"}),
            ("phone", {"number": HOTLINE}, {"secret": secret}),
            ("counter", SHOP, {}),
            ("email", dict(mailbox.settings), dict(mailbox.secrets)),
        ):
            await _account(house, brand, kind, plain, sealed)
        transport = httpx.ASGITransport(app=app.asgi(house))

        def client() -> httpx.AsyncClient:
            return httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=30)

        team = [
            await _colleague(house, brand, login, await stack.enter_async_context(client())) for login in TEAM
        ]
        await stack.enter_async_context(app.working(house))
        yield Story(house, brand, square, office, await stack.enter_async_context(client()), secret, *team)


async def _account(
    house: House, brand: Brand, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> None:
    channel = build(kind, AccountConfig(settings, secrets, "0001"), house.surroundings)
    profile = await channel.identify()
    await channel.close()
    async with transaction(house.pool) as tx:
        await accounts.add_account(
            tx, house.vault, brand.id, channel=kind, profile=profile, scope=channel.scope, role=AccountRole.SERVICE,
            settings=settings, secrets=secrets, now=house.now(),
        )  # fmt: skip


async def _colleague(house: House, brand: Brand, login: str, client: httpx.AsyncClient) -> Colleague:
    async with transaction(house.pool) as tx:
        agent = await staff.add_agent(
            tx, brand.id, login=login, name=login.title(), initials=login[:2], role=Role.AGENT, password=PASSWORD,
            now=house.now(),
        )  # fmt: skip
        token = await staff.create_token(tx, agent, "test", house.now())
    visitor = Visitor(client)
    assert (await visitor.sign_in(login)).status_code == 303
    return Colleague(visitor, client, {"Authorization": f"Bearer {token}"})
