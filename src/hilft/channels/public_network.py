"""Connections that lead to the public internet only: the name is resolved once, judged, and that address is used.

Judging the name and letting the client resolve it again would leave a gap (DNS rebinding), so the judgement sits
where the connection is opened, below TLS, which still checks the certificate of the name.
"""

import select
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import SOCK_STREAM
from typing import Any

import anyio
import httpcore
import httpx

from hilft.channels.contract import N_, Refused

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"Name and port to addresses, in the order in which to try them; raises ``OSError``."

_TOGETHER = 64 * 1024
"Bytes: a request up to this length leaves in one piece."
_NAT64 = IPv6Network("64:ff9b::/96")


class NotPublic(Refused):
    """An address from outside that leads into a private network."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = await anyio.getaddrinfo(host, port, type=SOCK_STREAM)
    return list(dict.fromkeys(address[0] for *_, address in found))


def is_public(address: str, *, allow_loopback: bool) -> bool:
    """Whether everybody may reach this address (IANA special-purpose registries), embedded IPv4 looked into."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _embedded(ip)
        if inner is not None:
            return is_public(str(inner), allow_loopback=allow_loopback)
    if ip.is_loopback:
        return allow_loopback
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


async def pin(host: str, port: int, *, allow_loopback: bool, resolve: Resolve = resolve) -> Sequence[str]:
    """Resolve a name to the addresses it may be connected to. One bad address among them refuses the name.

    Raises NotPublic, or ``OSError`` when the name is unknown.
    """
    addresses = await resolve(host, port)
    if not addresses or not all(is_public(found, allow_loopback=allow_loopback) for found in addresses):
        raise NotPublic(N_("The address {host} does not lead to the public internet."), host=host)
    return addresses


class PublicClient(httpx.AsyncClient):
    """An HTTP client that connects to public addresses only, never through a proxy, and follows no redirect."""

    def __init__(
        self, *, allow_loopback: bool = False, resolve: Resolve = resolve, seconds: float = 20.0
    ) -> None:
        super().__init__(
            transport=_Transport(partial(pin, allow_loopback=allow_loopback, resolve=resolve)),
            timeout=httpx.Timeout(seconds),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "hilft", "Accept-Encoding": "gzip"},
        )


class _Network(httpcore.AsyncNetworkBackend):
    def __init__(self, judge: Resolve) -> None:
        self._judge = judge
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            with anyio.fail_after(timeout):
                addresses = await self._judge(host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                return _Stream(
                    await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == 0:
                    raise
        raise httpcore.ConnectError(host)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the signature is httpcore's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        raise NotPublic(N_("The address {host} does not lead to the public internet."), host=path)

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)


class _Stream(httpcore.AsyncNetworkStream):
    """httpcore's own stream, with what it does for every request done once.

    Before each request it asks all idle connections whether the other side has hung up, and it writes head and body
    one by one; both together took a third of the time of a short request. Here they leave together, at the latest when the answer is read.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._unsent = b""
        self._write_seconds: float | None = None
        self._poll: select.poll | None = None
        line = inner.get_extra_info("socket")
        if line is not None and line.fileno() >= 0:
            self._poll = select.poll()
            self._poll.register(line.fileno(), select.POLLIN)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        # What the other side said before it hung up is worth more than that it did; httpcore sees it the same way.
        with suppress(httpcore.WriteError):
            await self._flush()
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        self._unsent += buffer
        self._write_seconds = timeout
        if len(self._unsent) > _TOGETHER:
            await self._flush()

    async def aclose(self) -> None:
        self._unsent, self._poll = b"", None
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's
        if info == "is_readable":
            return self._poll is None or bool(self._poll.poll(0))
        return self._inner.get_extra_info(info)

    async def _flush(self) -> None:
        unsent, self._unsent = self._unsent, b""
        if unsent:
            await self._inner.write(unsent, self._write_seconds)


class _Transport(httpx.AsyncBaseTransport):
    """httpx over httpcore as httpx does it itself, which offers no door for a network backend."""

    def __init__(self, judge: Resolve) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=_Network(judge),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = await self._pool.handle_async_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - httpcore types it as two kinds, only one is async
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx():
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Both libraries give their errors the same names."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error)) from error
    except (httpcore.UnsupportedProtocol, httpcore.ProxyError) as error:
        raise httpx.UnsupportedProtocol(str(error)) from error
