"""Outside addresses: only public ones are reached, whatever name, redirect or second answer of the resolver."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from hilft.channels import Later, NotPublic, PublicClient, Refused, fetch_public, is_public, pin

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",  # noqa: S104
        "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "2002:a00:1::1", "2001:0:0:0:0:0:f5ff:fffe", "::127.0.0.1", "not-an-address", "",
    ],
)  # fmt: skip
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address, allow_loopback=False)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_what_is_public(address: str) -> None:
    assert is_public(address, allow_loopback=False)


def test_loopback_only_where_allowed() -> None:
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert is_public(address, allow_loopback=True)
    assert not is_public("10.0.0.1", allow_loopback=True)


async def test_one_bad_address_refuses_the_name() -> None:
    async def two(_host: str, _port: int) -> Sequence[str]:
        return ["9.9.9.9", "10.0.0.1"]

    async def none(_host: str, _port: int) -> Sequence[str]:
        return []

    for resolve in (two, none):
        with pytest.raises(NotPublic, match=r"mixed\.example"):
            await pin("mixed.example", 443, allow_loopback=False, resolve=resolve)


class Outside:
    """A server on this machine that answers what it is told, counts connections, and remembers the Host."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answer = b""
        self.pause = 0.0
        self.asked: list[str] = []

    def says(self, body: bytes, head: str = "200 OK", *headers: str) -> None:
        lines = [f"HTTP/1.1 {head}", "Connection: close", *headers]
        self.answer = "\r\n".join([*lines, "", ""]).encode() + body

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(request)
        writer.write(self.answer)
        await writer.drain()
        with suppress(TimeoutError):
            await asyncio.wait_for(reader.read(), self.pause)
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    holder = Outside(0)
    server = await asyncio.start_server(holder.serve, "127.0.0.1", 0)
    holder.port = server.sockets[0].getsockname()[1]
    async with server:
        yield holder


@asynccontextmanager
async def client_of(*answers: Sequence[str], allow_loopback: bool = True) -> AsyncIterator[PublicClient]:
    """A client whose resolver gives these answers one after the other, and the last one for ever."""
    waiting = list(answers)

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    async with PublicClient(allow_loopback=allow_loopback, resolve=resolve) as client:
        yield client


async def test_a_file_is_fetched_with_its_type(outside: Outside) -> None:
    outside.says(b"bild", "200 OK", "Content-Type: Image/PNG; charset=x", "Content-Length: 4")
    async with client_of(["127.0.0.1"]) as client:
        found = await fetch_public(client, f"http://media.example:{outside.port}/a.png", max_bytes=10)
    assert (found.content, found.content_type) == (b"bild", "image/png")
    assert f"Host: media.example:{outside.port}" in outside.asked[0]
    assert "cookie" not in outside.asked[0].lower()


async def test_an_inside_address_is_never_connected(outside: Outside) -> None:
    async with client_of(["127.0.0.1"], allow_loopback=False) as client:
        with pytest.raises(NotPublic):
            await fetch_public(client, f"http://media.example:{outside.port}/", max_bytes=10)
    async with PublicClient() as client:
        for host in ("127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"):
            with pytest.raises((NotPublic, Later)):
                await fetch_public(client, f"http://{host}:{outside.port}/", max_bytes=10)
    assert outside.asked == []


async def test_the_resolver_is_asked_once_a_connection(outside: Outside) -> None:
    """The judged address is the connected one: a second, other answer would be refused, not used."""
    outside.says(b"x")
    async with client_of(["127.0.0.1"], ["10.0.0.1"]) as client:
        url = f"http://rebind.example:{outside.port}/"
        assert (await fetch_public(client, url, max_bytes=10)).content == b"x"
        with pytest.raises(NotPublic):
            await fetch_public(client, url, max_bytes=10)


async def test_redirects_are_judged_anew_and_counted(outside: Outside) -> None:
    outside.says(b"", "302 Found", f"Location: http://inside.example:{outside.port}/")
    async with client_of(["127.0.0.1"], ["192.168.0.1"]) as client:
        with pytest.raises(NotPublic):
            await fetch_public(client, f"http://media.example:{outside.port}/", max_bytes=10)
    assert len(outside.asked) == 1
    async with client_of(["127.0.0.1"]) as client:
        with pytest.raises(Refused, match="circles"):
            await fetch_public(client, f"http://media.example:{outside.port}/", max_bytes=10)
        outside.says(b"", "302 Found", "Location: file:///etc/passwd")
        with pytest.raises(Refused, match="not an address"):
            await fetch_public(client, f"http://media.example:{outside.port}/", max_bytes=10)


async def test_size_and_time_are_limited(outside: Outside) -> None:
    url = f"http://media.example:{outside.port}/"
    async with client_of(["127.0.0.1"]) as client:
        outside.says(b"x" * 11)
        with pytest.raises(Refused, match="larger"):
            await fetch_public(client, url, max_bytes=10)
        outside.says(b"x", "200 OK", "Content-Length: 99999999999")
        with pytest.raises(Refused, match="larger"):
            await fetch_public(client, url, max_bytes=10)
        outside.says(b"x", "200 OK", "Content-Length: 5")
        outside.pause = 5
        with pytest.raises(Later, match="in time"):
            await fetch_public(client, url, max_bytes=10, seconds=0.2)


async def test_answers_that_are_no_file(outside: Outside) -> None:
    url = f"http://media.example:{outside.port}/"
    async with client_of(["127.0.0.1"]) as client:
        for head, error in (
            ("404 Not Found", Refused),
            ("500 Oh", Later),
            ("429 Slow", Later),
            ("204 Empty", Refused),
        ):
            outside.says(b"", head)
            with pytest.raises(error):
                await fetch_public(client, url, max_bytes=10)
        outside.answer = b"not http at all\r\n\r\n"
        with pytest.raises(Later):
            await fetch_public(client, url, max_bytes=10)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "//a.example", "http://", "http://u:p@a.example/", "x" * 70000, "http://[::1", "http://a.example:0/"])  # fmt: skip
async def test_what_is_no_address(url: str) -> None:
    async with client_of(["9.9.9.9"]) as client:
        with pytest.raises(Refused, match="not an address"):
            await fetch_public(client, url, max_bytes=10)


async def test_nobody_listening_and_no_such_name() -> None:
    async def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    async with client_of(["127.0.0.1"]) as client:
        with pytest.raises(Later):
            await fetch_public(client, "http://media.example:1/", max_bytes=10)
    async with PublicClient(resolve=unknown) as client:
        with pytest.raises(Later):
            await fetch_public(client, "http://media.example/", max_bytes=10)


async def test_the_next_address_is_tried_when_one_is_dead(outside: Outside) -> None:
    outside.says(b"x")
    async with client_of(["127.0.0.2", "127.0.0.1"]) as client:
        found = await fetch_public(client, f"http://media.example:{outside.port}/", max_bytes=10)
    assert found.content == b"x"


async def test_the_client_follows_no_redirect_and_no_proxy(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    outside.says(b"", "302 Found", "Location: http://elsewhere.example/")
    async with client_of(["127.0.0.1"]) as client:
        answer = await client.get(f"http://media.example:{outside.port}/")
    assert answer.status_code == httpx.codes.FOUND


async def test_a_request_leaves_in_one_piece_and_a_connection_that_was_hung_up_is_not_used_again() -> None:
    heard: list[bytes] = []

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100_000))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer_once, "127.0.0.1", 0)
    async with server, PublicClient(allow_loopback=True) as client:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        for _ in range(3):
            answer = await client.post(url, content=b"body " * 100)
            assert answer.text == "ok"
            await asyncio.sleep(0.05)
    assert len(heard) == 3
    assert all(each.endswith(b"body " * 100) for each in heard)


async def test_a_long_request_is_not_held_back_and_arrives_whole() -> None:
    size = 3_000_000

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        found = await reader.readexactly(size)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n%d" % len(found))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(count, "127.0.0.1", 0)
    async with server, PublicClient(allow_loopback=True) as client:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        assert (await client.post(url, content=b"x" * size)).text == str(size)
