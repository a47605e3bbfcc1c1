"""Who writes while nobody is there is told once when somebody will be; nobody else ever is."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hilft import cases, hours, rules
from hilft.cases import Arrival
from hilft.channels import EventType, InboundEvent, MessageRef, Profile, Visibility
from hilft.db import transaction
from hilft.outbox import find_delivery
from hilft.rules import AutoReplies, AutoReply, default_texts
from tests.api.conftest import WINDOW, Office

pytestmark = pytest.mark.anyio

# It is Monday, nine o'clock in Berlin.
TUESDAYS = {"tue": [["09:00", "17:00"]]}
MORNINGS = {day: [["08:00", "09:08"]] for day in ("mon", "tue", "wed")}


async def open_on(office: Office, weekly: dict[str, list[list[str]]]) -> None:
    document = {"zone": "Europe/Berlin", "weekly": weekly}
    async with transaction(office.house.pool) as tx:
        await hours.put_hours(tx, office.brand.id, None, document, office.clock())


async def switch_on(office: Office, **changed: Any) -> None:
    for kind in Visibility:
        rule = AutoReply(
            office.account.id, kind, switched_on=True, way=kind, before_minutes=0, texts=default_texts()
        )
        async with transaction(office.house.pool) as tx:
            await rules.save_auto_reply(tx, office.brand.id, replace(rule, **changed), office.clock())


def job(office: Office) -> AutoReplies:
    return AutoReplies(office.house.pool, office.house.switchboard, office.clock)


async def said(office: Office, code: str) -> list[dict[str, Any]]:
    """Run the job, give what was answered in a case by itself."""
    await job(office).run()
    messages = (await office.get(f"/cases/{code}"))["messages"]
    return [each for each in messages if each["direction"] == "out" and each["automatic"]]


async def test_who_writes_to_nobody_is_told_when_somebody_will_be_there(office: Office) -> None:
    await open_on(office, TUESDAYS)
    await switch_on(office)
    await office.hear("Kein Internet")
    (code,) = await office.codes(state="open")
    before = await office.get(f"/cases/{code}")
    (told,) = await said(office, code)
    assert "Dienstag, 24. November, 09:00 Uhr" in told["text"]
    assert told["text"].endswith("– Wattkabel")
    assert told["visibility"] == "public"
    assert told["agent"] is None
    assert told["outside"] is False
    assert told["delivery"]["state"] == "queued"
    after = await office.get(f"/cases/{code}")
    assert {key: after[key] for key in ("state", "waiting_since", "owner", "version")} == {
        key: before[key] for key in ("state", "waiting_since", "owner", "version")
    }
    (item,) = (await office.get("/cases"))["items"]
    assert item["preview"] == "Kein Internet"
    assert after["timeline"][-1]["kind"] == "message.automatic"
    async with transaction(office.house.pool) as tx:
        delivery = await find_delivery(tx.conn, office.brand.id, told["delivery"]["id"])
    assert delivery is not None
    assert delivery.to_send.automatic
    assert delivery.to_send.signer == "Wattkabel"


async def test_once_in_a_closed_period_and_again_in_the_next(office: Office) -> None:
    await open_on(office, TUESDAYS)
    await switch_on(office)
    first = await office.hear("Kein Internet")
    (code,) = await office.codes(state="open")
    assert len(await said(office, code)) == 1
    office.clock.move(hours=2)
    await office.hear("Hallo?", parent=first)
    await office.hear("Und privat?", visibility=Visibility.PRIVATE)
    await office.hear("Anderes Problem")
    for each in await office.codes(state="open"):
        assert len(await said(office, each)) == (1 if each == code else 0)
    office.clock.move(days=2)
    await office.hear("Immer noch", parent=first)
    assert len(await said(office, code)) == 2


async def test_two_who_look_at_once_answer_once(office: Office) -> None:
    await open_on(office, TUESDAYS)
    await switch_on(office)
    for number in range(6):
        await office.hear(f"Kein Internet {number}", who=f"kunde{number % 3}")
    await asyncio.gather(*(job(office).run() for _ in range(3)))
    answers = [len(await said(office, code)) for code in await office.codes(state="open")]
    assert sum(answers) == 3


async def test_nothing_is_said_in_a_running_conversation(office: Office) -> None:
    await open_on(office, TUESDAYS)
    first = await office.hear("Kein Internet")
    (code,) = await office.codes(state="open")
    await office.post(f"/cases/{code}/replies", {"text": "Ich schaue.", "visibility": "public"}, status=201)
    await switch_on(office)
    office.clock.move(hours=3)
    await office.hear("Danke, und?", parent=first)
    assert await said(office, code) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"automatic": True},
        {"author": Profile("https://town.test/users/bot", "@bot@town.test", "Bot", bot=True)},
        {"ago": timedelta(hours=5)},
    ],
)
async def test_machines_and_what_is_long_past_are_not_answered(office: Office, odd: dict[str, Any]) -> None:
    await open_on(office, TUESDAYS)
    await switch_on(office)
    ago = odd.pop("ago", timedelta(0))
    event = InboundEvent(
        type=EventType.MESSAGE,
        occurred_at=office.clock() - ago,
        message=MessageRef("https://town.test/x/1", ("town.test#x1",)),
        author=Profile("https://town.test/users/otto", "@otto@town.test", "Otto"),
        visibility=Visibility.PRIVATE,
        network_visibility="direct",
        text="Bin im Urlaub",
    )
    async with transaction(office.house.pool) as tx:
        await cases.take_in(tx, Arrival(office.account, replace(event, **odd), office.clock(), WINDOW))
    codes = await office.codes()
    assert len(codes) == 1
    assert await said(office, codes[0]) == []


async def test_who_joins_in_is_not_answered(office: Office) -> None:
    await open_on(office, TUESDAYS)
    first = await office.hear("Kein Internet")
    await switch_on(office)
    (code,) = await office.codes()
    await job(office).run()
    office.clock.move(minutes=1)
    await office.hear("Bei mir auch!", who="mia", parent=first)
    assert len(await said(office, code)) == 1


async def test_while_it_is_open_or_switched_off_nothing_is_said(office: Office) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    await open_on(office, TUESDAYS)
    assert await said(office, code) == []
    await switch_on(office, switched_on=False)
    assert await said(office, code) == []
    await open_on(office, MORNINGS)
    await switch_on(office)
    assert await said(office, code) == []


async def test_closing_is_announced_and_then_not_told_again(office: Office) -> None:
    await open_on(office, MORNINGS)
    await switch_on(office, before_minutes=10)
    first = await office.hear("Hello?")
    (code,) = await office.codes()
    (told,) = await said(office, code)
    assert "in 8 Minuten" in told["text"]
    assert "Dienstag, 24. November, 08:00" in told["text"]
    office.clock.move(hours=1)
    await office.hear("Anyone?", parent=first)
    assert len(await said(office, code)) == 1


async def test_a_public_word_is_answered_in_private_where_one_wants_that(office: Office) -> None:
    await open_on(office, TUESDAYS)
    async with transaction(office.house.pool) as tx:
        await rules.save_auto_reply(
            tx, office.brand.id,
            AutoReply(
                office.account.id, Visibility.PUBLIC, switched_on=True, way=Visibility.PRIVATE, before_minutes=0,
                texts=default_texts(),
            ), office.clock(),
        )  # fmt: skip
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    (told,) = await said(office, code)
    assert told["visibility"] == "private"


async def test_whoever_never_opens_again_promises_nothing(office: Office) -> None:
    document = {"zone": "UTC", "weekly": {}, "exceptions": {"2026-01-05": [["09:00", "10:00"]]}}
    async with transaction(office.house.pool) as tx:
        await hours.put_hours(tx, office.brand.id, None, document, office.clock())
    await switch_on(office)
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    assert await said(office, code) == []


async def test_a_text_that_does_not_fit_stays_unsaid_and_is_not_tried_for_ever(office: Office) -> None:
    await open_on(office, TUESDAYS)
    texts = {code: replace(words, closed="{opens} " + "x" * 900) for code, words in default_texts().items()}
    await switch_on(office, texts=texts)
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    assert await said(office, code) == []
    await switch_on(office)
    assert await said(office, code) == []


async def test_what_was_looked_at_is_forgotten_later(office: Office) -> None:
    await open_on(office, TUESDAYS)
    await switch_on(office)
    await office.hear("Kein Internet")
    await job(office).run()
    async with transaction(office.house.pool) as tx:
        assert await tx.conn.fetchval("select count(*) from rules_looked") == 1
    office.clock.move(hours=2)
    await job(office).forget()
    async with transaction(office.house.pool) as tx:
        assert await tx.conn.fetchval("select count(*) from rules_looked") == 0
