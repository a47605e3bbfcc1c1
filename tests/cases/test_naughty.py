"""Awkward strings through every text field: stored, read back, searched, and nothing breaks."""

import json
import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from hilft import cases
from hilft.cases import Answer, DraftKind, TooLong
from hilft.channels import Profile
from hilft.customers import recognise
from hilft.customers.model import MAX_NAME
from hilft.db import storable, transaction
from hilft.problems import Problem
from tests.cases.world import PUBLIC, World

pytestmark = [pytest.mark.anyio, pytest.mark.shared]

OWN = [
    "\0",
    "a\0b",
    "\ud800",
    "x" * 5000,
    "%",
    "_",
    "\\",
    "'",
    '"',
    "--",
    "@",
    "@%",
    "@_",
    "@\\",
    "^ro",
    "-",
    "a | b & !c",
]


@pytest.fixture
def strings(shared_data: Path) -> list[str]:
    found: list[str] = json.loads((shared_data / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    assert len(found) > 500
    return [*found, *OWN]


async def test_as_posts(world: World, strings: list[str]) -> None:
    posts = [world.post("otto", text) for text in strings]
    await world.deliver(*posts)
    async with world.pool.acquire() as conn:
        rows = await conn.fetch("select external_id, text from messages")
        kept = {row["external_id"]: row["text"] for row in rows}
    assert kept == {post.id: storable(post.text) for post in posts}


async def test_as_names_of_people(world: World, strings: list[str]) -> None:
    async with transaction(world.pool) as tx:
        for number, name in enumerate(strings):
            profile = Profile(f"id-{number}-{name}", name, name, avatar_url="https://pictures.test/1")
            for _ in range(2):
                handle = await recognise(tx.conn, world.brand.id, "fake", profile, world.clock())
                assert handle.display_name == storable(name)[:MAX_NAME]
        names = [row["name"] for row in await tx.conn.fetch("select name from customers order by id")]
    assert len(names) == len(strings)
    assert all(0 < len(name) <= MAX_NAME for name in names)


async def test_as_notes_drafts_and_words_of_a_hand_over(world: World, strings: list[str]) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    written = [text for text in strings if text.strip()]
    async with transaction(world.pool) as tx:
        now = world.clock()
        for number, text in enumerate(strings):
            await cases.save_draft(tx, world.romina, case.code, DraftKind.NOTE, text, number + 1, now)
            drafts = await cases.drafts_of(tx.conn, world.romina, case)
            assert drafts[DraftKind.NOTE].text == storable(text)
        for text in written[::2]:
            await cases.note(tx, world.romina, case.code, text, now)
        for text in written[1::2]:
            await cases.hand_over(tx, world.romina, case.code, "kai", text, now)
        texts = await tx.conn.fetch("select text from notes order by id")
    assert sorted(row["text"] for row in texts) == sorted(storable(text) for text in written)


async def test_as_names_of_colleagues_codes_and_cursors(world: World, strings: list[str]) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    now = world.clock()
    async with transaction(world.pool) as tx:
        for text in strings:
            verbs: list[Callable[[], Awaitable[object]]] = [
                partial(cases.find, tx.conn, world.romina, text),
                partial(cases.hand_over, tx, world.romina, case.code, text.replace("^ro", "?"), "", now),
                partial(cases.join, tx, world.romina, case.code, text, now),
                partial(cases.page, tx.conn, world.romina, cases.InboxFilter(), text or "?"),
            ]
            for verb in verbs:
                with pytest.raises(Problem) as caught:
                    await verb()
                assert caught.value.status in {404, 422}


async def test_as_answers(world: World, strings: list[str]) -> None:
    await world.hear("Kein Internet.")
    case = await world.only()
    sent = []
    for text in strings:
        try:
            sent.append(
                (
                    storable(text).strip(),
                    (await world.reply(case, Answer(text, PUBLIC, hold_seconds=60))).text,
                )
            )
        except cases.EmptyText:
            assert not storable(text).strip()
        except TooLong:
            assert len(text) > 250
    assert all(text in {f"{typed} ^ro", typed} for typed, text in sent)
    world.clock.forward(seconds=61)
    for _ in range(len(sent) + 1):
        await world.send()
        if len(world.network.posts) == len(sent) + 1:
            break
        world.clock.forward(seconds=1)
    posted = [post.text for post in world.network.posts.values() if post.author == "hilft"]
    assert posted == [text for _, text in sent]


async def test_as_words_that_are_searched(world: World, strings: list[str]) -> None:
    posts = [world.post("otto", text) for text in strings]
    await world.deliver(*posts)
    async with world.pool.acquire() as conn:
        for text in strings:
            found = await cases.search(conn, world.romina, text)
            assert len(found) <= 50
            if len(text) < 100 and re.fullmatch(r"[a-z]{3,}( [a-z]{3,})*", text):
                assert found, text
