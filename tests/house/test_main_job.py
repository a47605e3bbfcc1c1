"""The main job, town square to desk to town square, with everything running: loops, streams, real HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hilft import accounts, cases, staff
from hilft.accounts import AccountRole
from hilft.app import House, open_house, working
from hilft.cases import Answer, Case, CaseState, InboxFilter, MessageRow, Replied, View
from hilft.channels import AccountConfig, Visibility, build
from hilft.db import transaction
from hilft.settings import Settings
from hilft.staff import Agent, Role
from tests.town.square import SETTINGS, Square, opened

pytestmark = [pytest.mark.anyio, pytest.mark.house]

PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE
SEEDS = (*SETTINGS.seeds, SETTINGS.seeds[0].__class__("wattkabel", "Wattkabel", "token-wattkabel"))


@dataclass
class Office:
    """A running desk with Romina in it, and the square it listens to."""

    house: House
    square: Square
    romina: Agent

    async def cases(self, view: View = View.ALL) -> list[Case]:
        async with self.house.pool.acquire() as conn:
            page = await cases.page(conn, self.romina, InboxFilter(view), None)
            found = [await cases.find(conn, self.romina, row.code) for row in page.rows]
        return sorted(found, key=lambda case: case.id)

    async def talk(self, case: Case) -> list[MessageRow]:
        async with self.house.pool.acquire() as conn:
            return await cases.conversation(conn, self.romina, case)

    async def texts(self) -> list[list[str]]:
        """Give what was said in each case, without the handles the network puts in front."""
        return [
            [re.sub(r"^(@\S+ )+", "", row.spoken.text) for row in await self.talk(case)]
            for case in await self.cases()
        ]

    async def become(self, texts: list[list[str]]) -> list[Case]:
        """Wait until this and nothing else was said in the cases; fifteen seconds without is a failure."""

        async def said() -> bool:
            return await self.texts() == texts

        try:
            await until(said)
        except TimeoutError:
            assert await self.texts() == texts
        return await self.cases()

    async def reply(self, case: Case, answer: Answer) -> Replied:
        async with transaction(self.house.pool) as tx:
            return await cases.reply(
                tx, self.house.switchboard, self.romina, case.code, answer, self.house.now(), undo_seconds=0
            )

    async def answers_to(
        self, status: dict[str, Any], count: int = 1, seen_by: str = "otto"
    ) -> list[dict[str, Any]]:
        """Wait until so many answers of the service account stand under a status, as somebody sees it."""
        found: list[dict[str, Any]] = []

        async def there() -> bool:
            context = await self.square.get(seen_by, f"/api/v1/statuses/{status['id']}/context")
            found[:] = [
                each for each in context["descendants"] if each["account"]["username"] == "wattkabel_hilft"
            ]
            return len(found) == count

        await until(there)
        return found


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(15):
        while not await holds():  # noqa: ASYNC110 - what runs on the other side has no event for it
            await asyncio.sleep(0.03)


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    async with opened(tmp_path / "town", seeds=SEEDS) as open_square:
        yield open_square


@asynccontextmanager
async def at_work(square: Square, dsn: str, data: Path) -> AsyncIterator[Office]:
    async with AsyncExitStack() as stack:
        settings = Settings(data=data, allow_loopback=True, database_url=dsn)
        house = await stack.enter_async_context(open_house(settings, dsn))
        romina = await _romina(house, square)
        await stack.enter_async_context(working(house))
        yield Office(house, square, romina)


async def _romina(house: House, square: Square) -> Agent:
    async with transaction(house.pool) as tx:
        known = await accounts.brands(tx.conn)
        if known:
            found = await staff.find_agent(tx.conn, known[0].id, "ro")
            assert found is not None
            return found
        brand = await accounts.create_brand(
            tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=house.now()
        )
        for handle, role in {"wattkabel_hilft": AccountRole.SERVICE, "wattkabel": AccountRole.MAIN}.items():
            settings, secrets = {"url": square.origin}, {"token": f"token-{handle}"}
            me = await build("mastodon", AccountConfig(settings, secrets), house.surroundings).identify()
            await accounts.add_account(
                tx, house.vault, brand.id, channel="mastodon", profile=me, scope="mastodon", role=role,
                settings=settings, secrets=secrets, now=house.now(),
            )  # fmt: skip
        return await staff.add_agent(
            tx, brand.id, login="romina", name="Romina", initials="ro", role=Role.AGENT, password="Deichgraf-17",
            now=house.now(),
        )  # fmt: skip


@pytest.fixture
async def office(square: Square, database: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with at_work(square, database, tmp_path / "desk") as open_office:
        yield open_office


async def test_a_customer_asks_in_public_and_a_named_person_answers(office: Office) -> None:
    square = office.square
    asked = await square.say("otto", "@wattkabel_hilft Seit heute früh kein Internet.")
    (case,) = await office.become([["Seit heute früh kein Internet."]])
    assert case.state is CaseState.OPEN
    await office.reply(case, Answer("Ich schaue nach Ihrem Anschluss.", PUBLIC))
    (answer,) = await office.answers_to(asked)
    assert (answer["in_reply_to_id"], answer["visibility"]) == (asked["id"], "public")
    assert "Ich schaue nach Ihrem Anschluss. ^ro" in answer["content"]
    await square.say("otto", "@wattkabel_hilft Danke, die Lampe blinkt.", in_reply_to_id=answer["id"])
    (case,) = await office.become(
        [
            [
                "Seit heute früh kein Internet.",
                "Ich schaue nach Ihrem Anschluss. ^ro",
                "Danke, die Lampe blinkt.",
            ]
        ]
    )
    assert len({row.spoken.conversation_id for row in await office.talk(case)}) == 1
    assert (case.state, case.owner_id) == (CaseState.OPEN, office.romina.id)


async def test_private_words_stay_private_and_name_nobody_else(office: Office) -> None:
    square = office.square
    asked = await square.say("otto", "@wattkabel_hilft Kein Internet.")
    await office.become([["Kein Internet."]])
    await square.say("otto", "@wattkabel_hilft Nummer 4711", in_reply_to_id=asked["id"], visibility="direct")
    await office.become([["Kein Internet.", "Nummer 4711"]])
    secret = await square.say("otto", "@wattkabel_hilft @mia und noch etwas", visibility="direct")
    (case,) = await office.become([["Kein Internet.", "Nummer 4711", "und noch etwas"]])
    public, private, loose = (row.spoken for row in await office.talk(case))
    assert [row.visibility for row in (public, private, loose)] == [PUBLIC, PRIVATE, PRIVATE]
    assert len({public.conversation_id, private.conversation_id, loose.conversation_id}) == 3
    with pytest.raises(cases.NamesOthers):
        await office.reply(case, Answer("Fragen Sie @mia", PRIVATE))
    await office.reply(case, Answer("Danke für die Nummer.", PRIVATE))
    (answer,) = await office.answers_to(secret)
    assert (answer["visibility"], [each["username"] for each in answer["mentions"]]) == ("direct", ["otto"])
    for stranger in ("jonas", "mia"):
        refused = await square.by(stranger).get(f"/api/v1/statuses/{answer['id']}")
        assert refused.status_code == 404
    with pytest.raises(cases.WiderThanParent):
        await office.reply(case, Answer("Öffentlich!", PUBLIC, conversation_id=loose.conversation_id))


async def test_the_main_account_is_answered_from_the_service_account(office: Office) -> None:
    square = office.square
    asked = await square.say("otto", "@wattkabel Kein Internet.")
    (case,) = await office.become([["Kein Internet."]])
    (row,) = await office.talk(case)
    assert (row.spoken.to_main, row.spoken.account_handle) == (True, "@wattkabel@town.test")
    await office.reply(case, Answer("Wir schauen.", PUBLIC))
    (answer,) = await office.answers_to(asked)
    assert answer["account"]["username"] == "wattkabel_hilft"
    await square.say("mia", "@wattkabel @wattkabel_hilft Hallo beide")
    await square.say("jonas", "@wattkabel_hilft Und ich")
    found = await office.become([["Kein Internet.", "Wir schauen. ^ro"], ["Hallo beide"], ["Und ich"]])
    (both,) = await office.talk(found[1])
    assert (both.spoken.to_main, both.spoken.account_handle) == (False, "@wattkabel_hilft@town.test")


async def test_what_the_account_writes_elsewhere_ends_the_waiting(office: Office) -> None:
    square = office.square
    asked = await square.say("otto", "@wattkabel_hilft Kein Internet.")
    await office.become([["Kein Internet."]])
    ours = await square.say("wattkabel_hilft", "@otto Ist bekannt.", in_reply_to_id=asked["id"])
    (case,) = await office.become([["Kein Internet.", "Ist bekannt."]])
    assert (case.state, case.waiting_since) == (CaseState.WAITING, None)
    assert (await office.talk(case))[1].spoken.outside
    await square.say("mia", "@wattkabel_hilft Bei mir auch!", in_reply_to_id=ours["id"])
    (case,) = await office.become([["Kein Internet.", "Ist bekannt.", "Bei mir auch!"]])
    assert (case.participants, (await office.talk(case))[2].spoken.is_participant) == (1, True)


async def test_an_edit_and_a_deletion_reach_the_desk(office: Office) -> None:
    square = office.square
    kept = await square.say("otto", "@wattkabel_hilft Passwort Hund")
    gone = await square.say("mia", "@wattkabel_hilft Löscht mich")
    await office.become([["Passwort Hund"], ["Löscht mich"]])
    edited = await square.by("otto").put(
        f"/api/v1/statuses/{kept['id']}", json={"status": "@wattkabel_hilft Kein Internet"}
    )
    assert edited.status_code == 200
    await square.by("mia").delete(f"/api/v1/statuses/{gone['id']}")
    await office.become([["Kein Internet"], [""]])


async def test_nothing_is_lost_or_doubled_over_a_stop(square: Square, database: str, tmp_path: Path) -> None:
    async with at_work(square, database, tmp_path / "desk") as office:
        asked = await square.say("otto", "@wattkabel_hilft Kein Internet.")
        (case,) = await office.become([["Kein Internet."]])
        held = Answer("Wir schauen.", PUBLIC, hold_seconds=1)
        await office.reply(case, held)
    for number in range(90):
        await square.say("mia", f"@wattkabel_hilft Frage {number}")
    await square.say("otto", "@wattkabel_hilft Hallo?", in_reply_to_id=asked["id"])
    await square.say("wattkabel_hilft", "@otto Ja.", in_reply_to_id=asked["id"])
    for _ in range(2):
        async with at_work(square, database, tmp_path / "desk") as office:
            await office.answers_to(asked, 2)

            async def all_there(office: Office = office) -> bool:
                return bool(await office.house.pool.fetchval("select count(*) from messages") == 94)

            await until(all_there)
            async with office.house.pool.acquire() as conn:
                found = await cases.find(conn, office.romina, case.code)
            assert [row.spoken.outside for row in await office.talk(found)] == [False, False, False, True]
            assert await office.house.pool.fetchval("select count(*) from cases") == 91
            (ours, *_) = await _accounts(office)
            assert ours.complete_until is not None
            assert office.house.now() - ours.complete_until < timedelta(minutes=1)


async def _accounts(office: Office) -> list[accounts.Account]:
    async with office.house.pool.acquire() as conn:
        return await accounts.accounts(conn, office.romina.brand_id)
