"""Who is asked after a case was solved: once, in private, after it stayed solved, and nobody who is a machine."""

import asyncio
from datetime import timedelta

import pytest

from hilft import cases, ratings
from hilft.channels import Visibility
from hilft.db import transaction
from hilft.ratings import BadDays, BadWait, Settings, Way
from tests.ratings.conftest import Desk

pytestmark = pytest.mark.anyio


async def test_nobody_is_asked_by_message_unless_an_account_is_set_so(desk: Desk) -> None:
    await desk.solved()
    desk.office.clock.move(hours=3)
    assert await desk.asked() == []


async def test_a_case_that_stays_solved_is_asked_about_once(desk: Desk) -> None:
    await desk.ask_in_channel(wait_minutes=120)
    code = await desk.solved()
    desk.office.clock.move(minutes=119)
    assert await desk.asked() == []
    desk.office.clock.move(minutes=1)
    assert len(await desk.asked()) == 1
    desk.office.clock.move(days=1)
    assert len(await desk.asked()) == 1
    assert "rating.asked" in await desk.kinds(code)


async def test_the_question_goes_to_the_customer_alone_and_counts_as_no_answer(desk: Desk) -> None:
    await desk.ask_in_channel()
    code = await desk.solved()
    desk.office.clock.move(hours=3)
    await desk.asked()
    async with desk.office.house.pool.acquire() as conn:
        [row] = await conn.fetch(
            "select visibility, automatic, agent_id, text from messages where direction = 'out'"
        )
        case = await cases.find(conn, desk.office.romina, code)
        request = await conn.fetchval("select request from deliveries")
    assert (row["visibility"], row["automatic"], row["agent_id"]) == ("private", True, None)
    assert code in row["text"]
    assert request["recipient"]["handle"] == "@otto@town.test"
    assert case.state.value == "solved"


async def test_what_was_said_in_public_is_not_asked_about_in_public(desk: Desk) -> None:
    await desk.ask_in_channel()
    await desk.solved(visibility=Visibility.PUBLIC)
    desk.office.clock.move(hours=3)
    assert await desk.asked() == []


async def test_a_reopened_case_is_asked_about_when_it_is_solved_again(desk: Desk) -> None:
    await desk.ask_in_channel(wait_minutes=60)
    code = await desk.solved()
    desk.office.clock.move(minutes=30)
    await desk.reopen(code)
    desk.office.clock.move(minutes=60)
    assert await desk.asked() == []
    await desk.solve(code)
    desk.office.clock.move(minutes=30)
    assert await desk.asked() == []
    desk.office.clock.move(minutes=30)
    assert len(await desk.asked()) == 1


async def test_a_machine_is_not_asked(desk: Desk) -> None:
    await desk.ask_in_channel()
    await desk.solved(who="bot")
    await desk.solved(who="absence")
    async with desk.office.house.pool.acquire() as conn:
        await conn.execute("update handles set bot = true where handle like '@bot@%'")
        await conn.execute(
            "update messages m set automatic = true from handles h where h.id = m.author_id and h.handle like '@absence@%'"
        )
    desk.office.clock.move(hours=3)
    assert await desk.asked() == []


async def test_the_same_customer_is_asked_again_only_after_some_days(desk: Desk) -> None:
    await desk.ask_in_channel(every_days=30)
    await desk.solved()
    desk.office.clock.move(hours=3)
    assert len(await desk.asked()) == 1
    desk.office.clock.move(days=15)
    await desk.solved(text="Wieder kein Netz")
    desk.office.clock.move(hours=3)
    assert len(await desk.asked()) == 1
    await desk.solved(who="mia")
    desk.office.clock.move(hours=3)
    assert len(await desk.asked()) == 2
    desk.office.clock.move(days=16)
    await desk.solved(text="Schon wieder")
    desk.office.clock.move(hours=3)
    assert len(await desk.asked()) == 3


async def test_two_processes_ask_once(desk: Desk) -> None:
    await desk.ask_in_channel()
    for who in ("otto", "mia", "jonas"):
        await desk.solved(who=who)
    desk.office.clock.move(hours=3)
    await asyncio.gather(*(desk.questions.run() for _ in range(3)))
    assert len(await desk.asked()) == 3


async def test_a_channel_that_does_not_take_it_is_not_asked_for_ever(desk: Desk) -> None:
    await desk.ask_in_channel()
    await desk.solved()
    async with desk.office.house.pool.acquire() as conn:
        await conn.execute("""update messages set reply_policy = '{"allowed": false, "reason": "closed"}'""")
    desk.office.clock.move(hours=3)
    assert await desk.asked() == []
    async with desk.office.house.pool.acquire() as conn:
        assert await conn.fetchval("select not_asked from ratings") != ""
        assert await conn.fetchval("select count(*) from rating_asked") == 0


async def test_what_was_solved_long_ago_is_let_be(desk: Desk) -> None:
    await desk.solved()
    desk.office.clock.move(days=10)
    await desk.ask_in_channel()
    assert await desk.asked() == []


@pytest.mark.parametrize(
    ("terms", "wrong"),
    [
        ({"wait_minutes": 0}, BadWait), ({"wait_minutes": 10081}, BadWait), ({"every_days": 0}, BadDays),
        ({"every_days": 731}, BadDays),
    ],
)  # fmt: skip
async def test_terms_that_cannot_be_change_nothing(
    desk: Desk, terms: dict[str, int], wrong: type[Exception]
) -> None:
    with pytest.raises(wrong):
        await desk.ask_in_channel(**terms)
    async with desk.office.house.pool.acquire() as conn:
        found = await ratings.settings(conn, desk.office.brand.id)
    assert found == Settings()
    assert found.way(desk.office.account.id) is Way.STATUS


async def test_a_question_is_nobodys_when_the_case_is_reopened_in_that_moment(desk: Desk) -> None:
    """Reopening waits for the case's row, as the question does: exactly one of both comes first."""
    await desk.ask_in_channel()
    code = await desk.solved()
    desk.office.clock.move(hours=3)
    async with transaction(desk.office.house.pool) as tx:
        await cases.reopen(tx, desk.office.romina, code, desk.office.clock())
        running = asyncio.create_task(desk.questions.run())
        await asyncio.sleep(0.3)
    await running
    assert await desk.asked() == []
    assert timedelta(hours=2) == timedelta(minutes=Settings().wait_minutes)
