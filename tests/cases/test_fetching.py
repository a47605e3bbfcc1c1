"""Pictures and files from outside: fetched once, from public addresses only, never mistaken for something else."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from hilft.cases import Arrival, Chores, take_in
from hilft.channels import Attachment, PublicClient
from hilft.channels.testing import Post
from hilft.db import transaction
from hilft.files import Store
from tests.cases.world import WINDOW, World

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@dataclass
class Outside:
    """A web server that counts what it is asked for; ``/slow`` never answers."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    slow: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
        self.asked.append(path)
        if path == "/slow":
            await self.slow.wait()
        status, kind = (404, "text/plain") if path == "/gone" else (200, "image/png")
        kind = {"/page": "text/html", "/drawing": "image/svg+xml"}.get(path, kind)
        head = f"HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {len(PNG)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + PNG)
        await writer.drain()
        writer.close()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    web = Outside()
    server = await asyncio.start_server(web.answer, "127.0.0.1", 0)
    web.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield web
    web.slow.set()
    server.close()
    await server.wait_closed()


def chores(world: World, http: PublicClient) -> Chores:
    return Chores(world.pool, http, Store(world.folder), world.clock, WINDOW, timedelta(days=1))


async def hear_with(world: World, *urls: str, avatar: str | None = None) -> Post:
    """Let Otto post files at these addresses, with a picture of himself at another."""
    post = world.post("otto", "Schaut mal")
    async with transaction(world.pool) as tx:
        channel = await world.switchboard.channel_of(world.service, tx.conn)
        (event,) = channel.read(world.item(post).payload)
        files = tuple(Attachment(url, "image") for url in urls)
        event = replace(event, attachments=files, author=replace(event.author, avatar_url=avatar))
        await take_in(tx, Arrival(world.service, event, world.clock(), WINDOW, frozenset({"hilft"})))
    return post


async def test_files_are_fetched_kept_and_shown(world: World, outside: Outside) -> None:
    await hear_with(world, f"{outside.url}/one", f"{outside.url}/gone", f"{outside.url}/drawing")
    async with PublicClient(allow_loopback=True) as http:
        for _ in range(2):
            await chores(world, http).fetch_files(world.brand.id)
    (row,) = await world.talk(await world.only())
    assert [(file.state, file.content_type) for file in row.attachments] == [
        ("stored", "image/png"), ("refused", ""), ("stored", "image/svg+xml"),
    ]  # fmt: skip
    assert await Store(world.folder).get(row.attachments[0].sha256 or "") == PNG
    assert sorted(outside.asked) == ["/drawing", "/gone", "/one"]


async def test_addresses_inside_are_never_asked(world: World, outside: Outside) -> None:
    inside = [
        "http://169.254.169.254/latest",
        "http://localhost/x",
        "file:///etc/passwd",
        "http://[::1]/x",
        "gopher://x",
    ]
    await hear_with(world, f"{outside.url}/one", *inside, avatar=f"{outside.url}/me")
    async with PublicClient() as http:
        for _ in range(2):
            await chores(world, http).fetch_files(world.brand.id)
            await chores(world, http).fetch_avatars(world.brand.id)
    (row,) = await world.talk(await world.only())
    assert {file.state for file in row.attachments} == {"refused"}
    assert not row.spoken.has_avatar
    assert outside.asked == []


@pytest.mark.parametrize(
    ("path", "shown"), [("/me", True), ("/drawing", False), ("/page", False), ("/gone", False)]
)
async def test_only_a_picture_becomes_somebodys_picture(
    world: World, outside: Outside, path: str, *, shown: bool
) -> None:
    await hear_with(world, avatar=f"{outside.url}{path}")
    async with PublicClient(allow_loopback=True) as http:
        for _ in range(2):
            await chores(world, http).fetch_avatars(world.brand.id)
    (row,) = await world.talk(await world.only())
    assert row.spoken.has_avatar is shown
    assert outside.asked == [path]


async def test_a_server_that_never_answers_holds_up_nobody(world: World, outside: Outside) -> None:
    await hear_with(world, f"{outside.url}/slow", f"{outside.url}/one")
    async with PublicClient(allow_loopback=True) as http:
        fetching = asyncio.create_task(chores(world, http).fetch_files(world.brand.id))
        async with asyncio.timeout(5):
            while await world.pool.fetchval("select count(*) from attachments where state = 'stored'") != 1:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert not fetching.done()
        outside.slow.set()
        await fetching
    assert await world.pool.fetchval("select count(*) from attachments where state = 'stored'") == 2


async def test_a_file_that_nobody_could_fetch_for_a_day_is_given_up(world: World) -> None:
    async with PublicClient(allow_loopback=True) as http:
        await hear_with(world, "http://127.0.0.1:9/away")
        await chores(world, http).fetch_files(world.brand.id)
        assert [each.state for each in (await world.talk(await world.only()))[0].attachments] == ["pending"]
        world.clock.forward(days=1, seconds=1)
        await chores(world, http).fetch_files(world.brand.id)
    (file,) = (await world.talk(await world.only()))[0].attachments
    assert file.state == "refused"
    assert await world.pool.fetchval("select error from attachments") == "It could not be fetched for a day."


async def test_what_an_author_took_back_is_hidden_with_its_files_and_erased_from_everywhere(
    world: World, outside: Outside
) -> None:
    async with PublicClient(allow_loopback=True) as http:
        post = await hear_with(world, f"{outside.url}/picture")
        other = await hear_with(world, f"{outside.url}/drawing")
        await chores(world, http).fetch_files(world.brand.id)
        (sha256,) = {row[0] for row in await world.pool.fetch("select sha256 from attachments")}
        for each, left in ((post, True), (other, False)):
            await world.deliver(each, kind="deleted")
            world.clock.forward(days=2)
            old = time.time() - 7200
            for path in world.folder.rglob(sha256):
                os.utime(path, (old, old))
            await chores(world, http).erase(world.brand.id)
            assert await Store(world.folder).exists(sha256) == left
    everything = await world.pool.fetch("select name, alt, source_url, sha256 from attachments")
    assert {tuple(row) for row in everything} == {("", "", None, None)}
    for case in await world.cases():
        assert [row.attachments for row in await world.talk(case)] == [()]


async def test_our_own_words_taken_back_at_the_network_are_erased_in_the_outbox_too(world: World) -> None:
    await world.hear("Kein Internet")
    answer = await world.reply(await world.only(), "Ihre Nummer ist 4711.")
    await world.send()
    sent = world.network.posts[(await world.delivery(answer.delivery_id)).external_id or ""]
    await world.deliver(sent, kind="deleted")
    world.clock.forward(days=2)
    await world.chores.erase(world.brand.id)
    kept = await world.delivery(answer.delivery_id)
    assert (kept.to_send.text, kept.state.value) == ("", "sent")
