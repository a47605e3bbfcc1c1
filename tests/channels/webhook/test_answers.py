"""What the desk posts, and what each answer of the program means; a real server on this machine."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from hilft.app import answering, listen, origin_of
from hilft.channels import (
    AccountConfig,
    Later,
    MessageRef,
    OutboundFile,
    OutboundMessage,
    Profile,
    Refused,
    Surroundings,
    Unauthorized,
    Unknown,
    Visibility,
)
from hilft.channels.webhook import Webhook
from hilft.channels.webhook.post import wait_until
from hilft.channels.webhook.signing import key_of, make_secret, verify

pytestmark = pytest.mark.anyio
SECRET, OLD = make_secret(), make_secret()
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@dataclass
class Other:
    """The program: answers as told, and keeps what it got."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        parts, more = [], True
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            more = message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.got.append((headers, b"".join(parts)))
        given = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        if self.cut:
            given.append((b"content-length", b"100"))
        await send({"type": "http.response.start", "status": self.status, "headers": given})
        await send({"type": "http.response.body", "body": self.body, "more_body": self.cut})

    @property
    def said(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.got[-1][1])
        return content


@pytest.fixture
async def other() -> AsyncIterator[tuple[Other, str]]:
    program, taken = Other(), listen("127.0.0.1", 0)
    async with answering(program, taken):
        yield program, origin_of(taken)


@pytest.fixture
def channel(other: tuple[Other, str], surroundings: Surroundings) -> Webhook:
    return build(other[1], surroundings)


def build(url: str, surroundings: Surroundings) -> Webhook:
    secrets = {"secret": SECRET, "old_secret": OLD}
    return Webhook(AccountConfig({"name": "portal", "url": url}, secrets), surroundings)


def answer(**more: Any) -> OutboundMessage:
    about = MessageRef("m-1", extra={"visibility": "private", "thread": "t-9"})
    usual = {"in_reply_to": about, "recipient": Profile("otto-17", "otto", "Otto N."), "language": "de"}
    return OutboundMessage("key-1", "Wir schauen nach. ^ha", Visibility.PRIVATE, **{**usual, **more})


async def test_an_answer_says_everything_and_is_signed_with_both_secrets(
    other: tuple[Other, str], channel: Webhook
) -> None:
    other[0].body = b'{"id": "a-1", "url": "https://portal.example/a-1"}'
    sent = await channel.send(answer(attachments=(OutboundFile(b"x", "image/png", "a.png", "Lampe"),)))
    assert (sent.message.external_id, sent.message.url) == ("a-1", "https://portal.example/a-1")
    assert sent.message.names == ("key-1",)
    assert sent.message.extra == {"visibility": "private", "thread": "t-9"}
    headers, body = other[0].got[0]
    assert headers["idempotency-key"] == headers["webhook-id"] == "key-1"
    for secret in (SECRET, OLD):
        verify([key_of(secret)], headers, body, datetime.now(UTC))
    told = other[0].said
    assert told["to"] == {"id": "otto-17", "handle": "otto", "name": "Otto N."}
    assert (told["reply_to"], told["thread"], told["text"]) == ("m-1", "t-9", "Wir schauen nach. ^ha")
    assert base64.b64decode(told["attachments"][0]["content"]) == b"x"


@pytest.mark.parametrize(
    "body", [b"", b"OK", b"[]", b'{"id": 7}', b'{"id": ""}', b"[" * 50_000, b"x" * 100_000]
)
async def test_whatever_a_success_says_it_is_sent(
    other: tuple[Other, str], channel: Webhook, body: bytes
) -> None:
    other[0].status, other[0].body = 202, body
    assert (await channel.send(answer())).message.external_id == "key-1"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Refused), (401, Unauthorized), (403, Refused), (404, Refused), (410, Refused), (422, Refused),
        (408, Later), (425, Later), (429, Later), (503, Later), (301, Later), (307, Later),
        (500, Unknown), (502, Unknown), (504, Unknown),
    ],
)  # fmt: skip
async def test_every_other_status_has_its_meaning(
    other: tuple[Other, str], channel: Webhook, status: int, error: type[Exception]
) -> None:
    other[0].status, other[0].body = status, b'{"reason": "Otto has left."}'
    other[0].headers = {"location": "http://127.0.0.1:9/", "retry-after": "120"}
    with pytest.raises(error) as raised:
        await channel.send(answer())
    assert type(raised.value) is error
    assert len(other[0].got) == 1
    if error is Refused:
        assert "Otto has left." in str(raised.value)
    if isinstance(raised.value, Later) and status in {429, 503}:
        assert raised.value.retry_at is not None
        assert timedelta(seconds=110) < raised.value.retry_at - datetime.now(UTC) <= timedelta(seconds=120)


async def test_a_lost_answer_is_unknown_and_nobody_there_is_later(
    other: tuple[Other, str], channel: Webhook, surroundings: Surroundings
) -> None:
    other[0].cut = True
    with pytest.raises(Unknown):
        await channel.send(answer())
    with pytest.raises(Later):
        await build("http://127.0.0.1:9/", surroundings).send(answer())


async def test_an_address_that_is_not_public_is_refused(surroundings: Surroundings) -> None:
    for host in ("10.0.0.1", "169.254.169.254", "[fd00::1]"):
        with pytest.raises(Refused, match="public internet"):
            await build(f"https://{host}/", surroundings).send(answer())
    for url in (
        "http://portal.example/",
        "ftp://portal.example",
        "",
        "https://u:p@portal.example",
        "https:///x",
    ):
        with pytest.raises(Refused):
            build(url, surroundings)


async def test_nothing_is_cut_widened_or_sent_empty(other: tuple[Other, str], channel: Webhook) -> None:
    too_large = (OutboundFile(b"x" * (5 * 1024 * 1024 + 1), "image/png"),)
    for wrong in (
        OutboundMessage("k", "x" * 20_001, Visibility.PRIVATE),
        OutboundMessage("k", " ", Visibility.PRIVATE),
        OutboundMessage("k", "x", Visibility.PUBLIC, in_reply_to=answer().in_reply_to),
        answer(attachments=too_large),
    ):
        with pytest.raises(Refused):
            await channel.send(wrong)
    assert other[0].got == []


async def test_examine_pings(other: tuple[Other, str], channel: Webhook) -> None:
    assert (await channel.examine()).ok
    assert other[0].said == {"type": "ping"}
    other[0].status = 401
    health = await channel.examine()
    assert not health.ok
    assert "signature" in health.findings[0]


def test_a_wait_is_read_as_seconds_or_date_and_believed_for_a_day() -> None:
    assert wait_until("30", NOW) == NOW + timedelta(seconds=30)
    assert wait_until("Mon, 04 May 2026 12:01:00 GMT", NOW) == NOW + timedelta(minutes=1)
    assert wait_until("99999999999999", NOW) == NOW + timedelta(days=1)
    assert wait_until("Fri, 04 May 2035 12:00:00 GMT", NOW) == NOW + timedelta(days=1)
    for nonsense in ("", "soon", "-5", "٣"):
        assert wait_until(nonsense, NOW) is None


@pytest.mark.parametrize(
    "secret",
    ["", "short", "whsec_", "whsec_%%%", "whsec_YWJj", "YW4taW52ZW50ZWQtc2VjcmV0LW9mLXRoaXJ0eS10d28="],
)
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(Refused, match="whsec_"):
        key_of(secret)
