"""Pictures and files from outside: fetched once, from public addresses only, never mistaken for something else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from hilft.cases import Arrival, Chores, take_in
from hilft.channels import Attachment, PublicClient
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


async def hear_with(world: World, *urls: str, avatar: str | None = None) -> None:
    """Let Otto post files at these addresses, with a picture of himself at another."""
    post = world.post("otto", "Schaut mal")
    async with transaction(world.pool) as tx:
        channel = await world.switchboard.channel_of(world.service, tx.conn)
        (event,) = channel.read(world.item(post).payload)
        files = tuple(Attachment(url, "image") for url in urls)
        event = replace(event, attachments=files, author=replace(event.author, avatar_url=avatar))
        await take_in(tx, Arrival(world.service, event, world.clock(), WINDOW, frozenset({"hilft"})))


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
