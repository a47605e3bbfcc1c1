"""Listening: the pull is the truth, one process at a time, gaps are filled, trouble shows on the account."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from random import Random

import pytest

from hilft.accounts import Account, AccountState, account
from hilft.channels import Gone, Later, Unauthorized
from hilft.intake import Batcher, Listeners, ThreadJob, beats
from hilft.jobs import Job
from tests.cases.world import World

pytestmark = pytest.mark.anyio


@contextlib.asynccontextmanager
async def listening(world: World, holder: uuid.UUID | None = None) -> AsyncIterator[Listeners]:
    """Listen as one process does; `look_round_now` once, so that who has the lease is settled."""
    batcher = Batcher(world.pool, world.clock)
    listeners = Listeners(
        world.pool, world.switchboard, world.clock, Random(1), holder or uuid.uuid4(), batcher
    )
    await listeners.look_round_now()
    running = asyncio.create_task(listeners.run())
    try:
        yield listeners
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await batcher.close()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds; five seconds without is a failure."""
    async with asyncio.timeout(5):
        while not await holds():  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.01)


async def stored(world: World, count: int) -> None:
    """Wait until so many receipts are there."""

    async def there() -> bool:
        return bool(await world.pool.fetchval("select count(*) from receipts") == count)

    await until(there)


async def now(world: World, which: Account) -> Account:
    async with world.pool.acquire() as conn:
        return await account(conn, world.brand.id, which.id)


async def test_what_is_posted_arrives_at_once_and_what_was_missed_is_fetched_later(world: World) -> None:
    world.post("otto", "Vor dem Start")
    async with listening(world):
        await stored(world, 1)
        world.post("otto", "Während wir zuhören")
        await stored(world, 2)
    for number in range(200):
        world.post("otto", f"In der Pause {number}")
    async with listening(world):
        await stored(world, 202)
        world.post("otto", "Und danach")
        await stored(world, 203)
    await world.digest()
    assert await world.pool.fetchval("select count(*) from cases") == 203
    heard = await now(world, world.service)
    assert heard.complete_until is not None
    assert heard.cursor == str(len(world.network.log))


async def test_of_two_processes_one_listens_and_the_other_takes_over(world: World) -> None:
    async with listening(world):
        await stored(world, 0)
        async with listening(world) as second:
            assert second._tasks == {}
            world.post("otto", "Eins")
            await stored(world, 1)
    async with listening(world) as third:
        assert len(third._tasks) == 2
        world.post("otto", "Zwei")
        await stored(world, 2)


async def test_a_process_that_died_gives_way_when_its_lease_ends(world: World) -> None:
    async with world.pool.acquire() as conn:
        for each in (world.service, world.main):
            await conn.execute(
                "insert into listeners values ($1, $2, $3, $4)",
                world.brand.id, each.id, uuid.uuid4(), world.clock() + timedelta(seconds=30),
            )  # fmt: skip
    async with listening(world) as waiting:
        assert waiting._tasks == {}
        world.clock.forward(seconds=31)
        await waiting.look_round_now()
        world.post("otto", "Eins")
        await stored(world, 1)


async def test_credentials_that_are_refused_pause_the_account(world: World) -> None:
    world.network.fail("pull", Unauthorized("The token was revoked."))
    async with listening(world) as listeners:

        async def one_rests() -> bool:
            return AccountState.PAUSED in {(await now(world, a)).state for a in (world.service, world.main)}

        await until(one_rests)
        paused = [each for each in (world.service, world.main) if (await now(world, each)).reason]
        assert [(await now(world, each)).reason for each in paused] == ["The token was revoked."]
        await listeners.look_round_now()
        assert len(listeners._tasks) == 1


@pytest.mark.parametrize(
    "error",
    [Gone("The server is not there."), RuntimeError("a fault in the channel")],
    ids=["network", "bug"],
)
async def test_trouble_shows_on_the_account_and_ends_nothing(world: World, error: Exception) -> None:
    world.network.fail("pull", error)  # type: ignore[arg-type]  # a channel may raise anything, whatever it promised
    async with listening(world):

        async def one_has_trouble() -> bool:
            return any([(await now(world, a)).last_error_at for a in (world.service, world.main)])

        await until(one_has_trouble)
        world.post("otto", "Kein Internet", to=("hilft", "wattkabel"))
        await stored(world, 2)


async def test_a_network_that_asks_to_wait_is_left_alone_meanwhile(world: World) -> None:
    later = Later("Too many requests.", world.clock() + timedelta(seconds=2))
    world.network.fail("pull", later, times=2)
    async with listening(world):

        async def both_asked() -> bool:
            return world.network.calls.count("pull") == 2

        await until(both_asked)
        for number in range(5):
            world.network.post(
                world.network.person("otto"), f"Frage {number}", to=[world.network.person("hilft")]
            )
            await asyncio.sleep(0.05)
        assert world.network.calls.count("pull") == 2
        await stored(world, 5)


async def test_edits_and_deletions_nobody_announced_are_found_by_looking_again(world: World) -> None:
    kept, gone = await world.hear("Mein Passwort ist Hund"), await world.hear("Löscht mich")
    world.clock.forward(seconds=30)
    world.network.edit(kept, "Kein Internet")
    world.network.delete(gone)
    (reread,) = (beat for beat in beats(world.digestion, timedelta(days=30)) if beat.name == "intake.reread")
    await reread.run()
    await world.digest()
    first, second = await world.cases()
    assert (await world.texts(first), await world.texts(second)) == (["Kein Internet"], [""])


async def test_the_thread_above_a_reply_is_read_when_nobody_delivered_it(world: World) -> None:
    root = world.post("otto", "Kein Internet, sagt mal!", to=("mia",))
    ours = world.post("hilft", "Das tut uns leid.", root, to=("otto",))
    world.post("jonas", "Selbst schuld.", root, to=("otto",))
    aside = world.post("mia", "Ja, hier auch.", root, to=("otto",))
    await world.hear("@hilft bitte helft Otto!", who="mia", parent=aside)
    (row,) = await world.pool.fetch("select * from jobs where kind = 'intake.read_thread'")
    job = Job(
        world.brand.id, row["id"], row["kind"], row["key"], row["payload"], row["run_at"], 1, uuid.uuid4()
    )
    for _ in range(2):
        await ThreadJob(world.pool, world.switchboard, world.clock).run(job)
        await world.digest()
    case = await world.only()
    assert await world.texts(case) == [
        "Kein Internet, sagt mal!", "Das tut uns leid.", "Ja, hier auch.", "@hilft bitte helft Otto!",
    ]  # fmt: skip
    rows = await world.talk(case)
    assert [row.spoken.is_participant for row in rows] == [True, False, False, False]
    assert [row.spoken.outside for row in rows] == [False, True, False, False]
    assert rows[1].spoken.external_id == ours.id
    assert case.waiting_since is not None
