"""Announcements on Bluesky's own servers: said once, never changed there, withdrawn and said anew; answered by cases."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hilft import news
from hilft.channels import PublicClient, Surroundings
from hilft.db import Pool, transaction
from hilft.news import Announcement, Kind, Posting, Shown
from hilft.staff import Agent, Role
from tests.channels.bluesky.desk import Desk
from tests.channels.bluesky.test_house import the_server_stops
from tests.channels.bluesky.town import Person, Town, strong, until

pytestmark = [pytest.mark.anyio, pytest.mark.house]


@pytest.fixture
async def desk(
    pool: Pool, tmp_path: Path, town: Town, service: Person, surroundings: Surroundings
) -> AsyncIterator[Desk]:
    async with PublicClient() as http:
        opened = await Desk(pool, tmp_path, town, service, surroundings, http).open()
        await opened.fetch()
        yield opened
        await opened.close()


def lead(desk: Desk) -> Agent:
    return replace(desk.romina, role=Role.LEAD)


async def announce(desk: Desk, text: str) -> Announcement:
    async with transaction(desk.pool) as tx:
        return await news.announce(
            tx, desk.switchboard, lead(desk), kind=Kind.NEWS, title="Wartung", text=text, publish_at=None,
            now=desk.now(), chosen={desk.account.id: text},
        )  # fmt: skip


async def carry(desk: Desk) -> None:
    await desk.send()
    await Posting(desk.pool, desk.switchboard, desk.now).tend()


async def shown(desk: Desk, made: Announcement) -> list[Shown]:
    async with desk.pool.acquire() as conn:
        found = await news.posts_of(conn, desk.switchboard, desk.brand.id, [made.id])
    return found[made.id]


async def timeline(otto: Person, service: Person) -> list[str]:
    """Give what the account has said, as somebody else sees it."""
    found = await otto.client.get_author_feed(service.did)
    return [each.post.record.text for each in found.feed]


async def test_said_withdrawn_and_said_anew(desk: Desk, otto: Person, service: Person) -> None:
    made = await announce(desk, "Heute Nacht Wartung 🛠️ https://wattkabel.example/wartung")
    await carry(desk)
    [first] = await shown(desk, made)
    assert (first.state.value, first.edits, first.deletes) == ("published", False, True)
    assert first.url.startswith("https://bsky.app/profile/")

    async def said(*wanted: str) -> bool:
        return await timeline(otto, service) == list(wanted)

    await until(lambda: said("Heute Nacht Wartung 🛠️ https://wattkabel.example/wartung"))
    async with transaction(desk.pool) as tx:
        await news.change(
            tx, desk.switchboard, lead(desk), made.id, title=None, text=None, publish_at=None, now=desk.now(),
            chosen={desk.account.id: "Die Wartung ist morgen."},
        )  # fmt: skip
    await carry(desk)
    [first] = await shown(desk, made)
    assert first.state.value == "differs"
    async with transaction(desk.pool) as tx:
        await news.publish_anew(tx, desk.switchboard, lead(desk), made.id, first.post.id, desk.now())
    await carry(desk)
    await until(lambda: said("Die Wartung ist morgen."))
    assert [each.state.value for each in await shown(desk, made)] == ["published"]
    await desk.fetch()
    assert await desk.cases() == []
    async with transaction(desk.pool) as tx:
        await news.withdraw(tx, lead(desk), made.id, desk.now())
    await carry(desk)
    await until(said)
    assert [each.state.value for each in await shown(desk, made)] == ["withdrawn"]


async def test_a_lost_answer_is_looked_for(desk: Desk, otto: Person, service: Person) -> None:
    made = await announce(desk, "Heute Nacht Wartung.")
    with the_server_stops(desk, "putRecord"):
        await carry(desk)
    assert [each.state.value for each in await shown(desk, made)] == ["leaving"]
    desk.ahead = timedelta(minutes=2)
    await carry(desk)
    assert [each.state.value for each in await shown(desk, made)] == ["published"]

    async def once() -> bool:
        return await timeline(otto, service) == ["Heute Nacht Wartung."]

    await until(once)


async def test_who_answers_has_a_case(desk: Desk, otto: Person, town: Town) -> None:
    made = await announce(desk, "Heute Nacht Wartung.")
    await carry(desk)
    [first] = await shown(desk, made)
    assert first.delivery is not None
    assert first.delivery.message is not None
    there = await otto.shown(first.delivery.message.external_id)
    root = strong(there.uri, there.cid)
    mia = await town.person("mia")
    await otto.post("Ab wann?", reply=(root, root))
    await mia.post("Auch in der Südstadt?", reply=(root, root))
    first_case = await desk.heard("Ab wann?")
    second = await desk.heard("Südstadt")
    assert first_case.id != second.id
    for case in (first_case, second):
        [message] = await desk.messages(case)
        assert not message.is_participant
        assert case.waiting_since is not None
