"""Answering on a real town square: once, whole, to the right people; every failure by its right name."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hilft.channels import (
    ChannelError,
    Gone,
    Later,
    MessageRef,
    OutboundFile,
    OutboundMessage,
    Profile,
    Refused,
    Sent,
    Unauthorized,
    Unknown,
    Visibility,
)
from hilft.channels.mastodon import Mastodon
from hilft.channels.mastodon.entity import name_of
from tests.channels.square import DOMAIN, Square
from tests.channels.test_mastodon_pull import PIXEL

pytestmark = pytest.mark.anyio
OTTO = Profile(f"https://{DOMAIN}/users/otto", f"@otto@{DOMAIN}")
HELLO = OutboundMessage("key-1", "Moin Otto! ^ro", Visibility.PUBLIC, recipient=OTTO)


async def asked(square: Square, desk: Mastodon, visibility: str = "public") -> MessageRef:
    """Let Otto ask, and give what the desk knows of it."""
    page = await desk.pull(None, 40)
    await square.say("otto", "@wattkabel_hilft kein Netz", visibility=visibility)
    (item,) = (await desk.pull(page.next_cursor, 40)).items
    return desk.read(item.payload)[0].message


async def test_an_answer_stands_in_the_thread(square: Square, desk: Mastodon) -> None:
    question = await asked(square, desk)
    sent = await desk.send(replace(HELLO, in_reply_to=question))
    (status,) = await square.statuses("wattkabel_hilft")
    assert sent.message.external_id == status["uri"]
    assert sent.message.names == (name_of(DOMAIN, status["id"]),)
    assert name_of(DOMAIN, status["in_reply_to_id"]) in question.names
    assert status["visibility"] == "public"
    assert [each["acct"] for each in status["mentions"]] == ["otto"]


async def test_the_same_key_is_the_same_status(square: Square, desk: Mastodon) -> None:
    first, second = await desk.send(HELLO), await desk.send(HELLO)
    assert first == second
    assert len(await square.statuses("wattkabel_hilft")) == 1


@pytest.mark.parametrize(
    ("parent", "visibility", "word"),
    [
        ("public", Visibility.PUBLIC, "public"),
        ("unlisted", Visibility.PUBLIC, "unlisted"),
        ("public", Visibility.PRIVATE, "direct"),
        ("private", Visibility.PRIVATE, "direct"),
        ("direct", Visibility.PRIVATE, "direct"),
    ],
)
async def test_never_wider(
    square: Square, desk: Mastodon, parent: str, visibility: Visibility, word: str
) -> None:
    question = await asked(square, desk, parent)
    await desk.send(replace(HELLO, in_reply_to=question, visibility=visibility))
    (status,) = await square.statuses("wattkabel_hilft")
    assert status["visibility"] == word


async def test_a_wider_word_is_refused(square: Square, desk: Mastodon) -> None:
    question = await asked(square, desk, "direct")
    for word in ("public", "unlisted", "private", "everybody"):
        with pytest.raises(Refused, match="more people"):
            await desk.send(replace(HELLO, in_reply_to=question, network_visibility=word))
    assert await square.statuses("wattkabel_hilft") == []


async def test_a_private_text_reaches_nobody_else(square: Square, desk: Mastodon) -> None:
    private = replace(HELLO, visibility=Visibility.PRIVATE, text="Frag mal @mia oder @jonas@town.test")
    with pytest.raises(Refused, match=r"to @mia, @jonas@town\.test"):
        await desk.send(private)
    await desk.send(replace(private, text=desk.without_others(private.text, OTTO)))
    (status,) = await square.statuses("wattkabel_hilft")
    assert [each["acct"] for each in status["mentions"]] == ["otto"]
    assert "Frag mal mia oder jonas (town.test)" in status["content"]


async def test_counter_and_network_agree_to_the_character(square: Square, desk: Mastodon) -> None:
    link = "https://status.example/" + "a" * 80
    limit = desk.capabilities.text[Visibility.PUBLIC]
    start = f"Siehe {link} und @kai@far.example 👩‍👩‍👧‍👦 ü "
    exact = start + "x" * (limit.maximum - limit.measure(desk.full_text(start + "x", OTTO)) + 1)
    assert limit.measure(desk.full_text(exact, OTTO)) == limit.maximum == 500
    await desk.send(replace(HELLO, text=exact))
    with pytest.raises(Refused, match="501 of 500"):
        await desk.send(replace(HELLO, text=exact + "x", idempotency_key="key-2"))
    assert len(await square.statuses("wattkabel_hilft")) == 1


async def test_nothing_is_not_sent(desk: Mastodon) -> None:
    with pytest.raises(Refused, match="nothing to send"):
        await desk.send(replace(HELLO, text=" \n"))


async def test_a_file_goes_out_with_its_description(square: Square, desk: Mastodon) -> None:
    file = OutboundFile(PIXEL, "image/png", "skizze.png", "So steckt das Kabel")
    await desk.send(replace(HELLO, attachments=(file,)))
    (status,) = await square.statuses("wattkabel_hilft")
    assert [each["description"] for each in status["media_attachments"]] == ["So steckt das Kabel"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ((OutboundFile(b"MZ", "application/x-msdownload", "x.exe"),), "does not take files like x.exe"),
        ((OutboundFile(b"x", "image/png"),) * 5, "at most 4"),
        ((OutboundFile(bytes(17_000_000), "image/png", "big.png"),), "larger than"),
    ],
)
async def test_files_the_network_will_not_take(
    square: Square, desk: Mastodon, files: tuple[OutboundFile, ...], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        await desk.send(replace(HELLO, attachments=files))
    assert await square.statuses("wattkabel_hilft") == []


async def test_a_parent_that_is_gone(square: Square, desk: Mastodon) -> None:
    question = await asked(square, desk)
    await square.ask("DELETE", f"/api/v1/statuses/{question.names[0].split('#')[1]}", "otto")
    with pytest.raises(Gone):
        await desk.send(replace(HELLO, in_reply_to=question))


async def test_a_parent_known_by_uri_only_is_looked_up(square: Square, desk: Mastodon) -> None:
    question = await asked(square, desk)
    sent = await desk.send(replace(HELLO, in_reply_to=MessageRef(question.external_id, url=question.url)))
    assert sent.message.external_id
    (status,) = await square.statuses("wattkabel_hilft")
    assert name_of(DOMAIN, status["in_reply_to_id"]) in question.names
    with pytest.raises(Gone):
        await desk.send(replace(HELLO, in_reply_to=MessageRef("https://nowhere.example/1")))


POST: dict[str, Any] = {"method": "POST"}


@pytest.mark.parametrize(
    ("fault", "error", "written"),
    [
        (POST | {"close": True, "when": "after"}, Unknown, 1),
        (POST | {"close": True, "when": "before"}, Unknown, 0),
        (POST | {"status": 500, "when": "after"}, Unknown, 1),
        (POST | {"status": 502, "when": "after"}, Unknown, 1),
        (POST | {"status": 504}, Unknown, 0),
        (POST | {"status": 503}, Later, 0),
        (POST | {"status": 429}, Later, 0),
        (POST | {"status": 302, "headers": {"location": "http://127.0.0.1:9/"}}, Later, 0),
        (POST | {"status": 200, "when": "after", "body": "no status"}, Unknown, 1),
        (POST | {"status": 401, "body": {"error": "The access token was revoked"}}, Unauthorized, 0),
        (POST | {"status": 403, "body": {"error": "outside the authorized scopes"}}, Unauthorized, 0),
        (POST | {"status": 403, "body": {"error": "This action is not allowed"}}, Refused, 0),
        (POST | {"status": 422, "body": {"error": "Validation failed: {nonsense}"}}, Refused, 0),
    ],
)
async def test_every_failure_has_its_name(
    square: Square, desk: Mastodon, fault: dict[str, Any], error: type[ChannelError], written: int
) -> None:
    await desk.identify()
    await square.fault("/api/v1/statuses", **fault)
    with pytest.raises(error) as raised:
        await desk.send(HELLO)
    assert raised.type is error
    assert "wattkabel_hilft-token" not in f"{raised.value!r}{raised.value}"
    assert len(await square.statuses("wattkabel_hilft")) == written


async def test_a_lost_answer_is_found_again(square: Square, desk: Mastodon) -> None:
    question = await asked(square, desk)
    answer = replace(
        HELLO,
        in_reply_to=question,
        text="Schau: https://status.example/lage <b>&amp; ^ro",
        first_tried_at=now(),
    )
    assert await desk.find_sent(answer) is None
    await square.fault("/api/v1/statuses", method="POST", when="after", close=True)
    with pytest.raises(Unknown):
        await desk.send(answer)
    found = await desk.find_sent(answer)
    (status,) = await square.statuses("wattkabel_hilft")
    assert isinstance(found, Sent)
    assert found.message.external_id == status["uri"]
    assert await desk.send(answer) == found
    for other in (
        replace(answer, text="etwas anderes"),
        replace(answer, visibility=Visibility.PRIVATE),
        replace(answer, first_tried_at=now() + timedelta(hours=1)),
    ):
        assert await desk.find_sent(other) is None


async def test_what_cannot_be_read_cannot_be_told(square: Square, desk: Mastodon) -> None:
    question = await asked(square, desk)
    await square.fault("/api/v1/statuses/", status=502)
    with pytest.raises(Unknown):
        await desk.find_sent(replace(HELLO, in_reply_to=question, first_tried_at=now()))


async def test_a_server_without_keys_may_still_be_at_work(square: Square, desk: Mastodon) -> None:
    await desk.identify()
    desk._home.known = replace(desk._home.known, remembers_keys=False)
    assert desk.capabilities.native_idempotency_seconds == 0
    with pytest.raises(Unknown):
        await desk.find_sent(replace(HELLO, first_tried_at=now()))
    assert await desk.find_sent(replace(HELLO, first_tried_at=now() - timedelta(minutes=2))) is None


async def test_edit_and_retract(square: Square, desk: Mastodon) -> None:
    file = OutboundFile(PIXEL, "image/png", "skizze.png", "Kabel")
    sent = await desk.send(replace(HELLO, visibility=Visibility.PRIVATE, attachments=(file,)))
    await desk.edit(sent.message, "Moin Otto, verbessert ^ro")
    (status,) = await square.statuses("wattkabel_hilft")
    assert "verbessert" in status["content"]
    assert [each["acct"] for each in status["mentions"]] == ["otto"]
    assert len(status["media_attachments"]) == 1
    with pytest.raises(Refused, match="@mia"):
        await desk.edit(sent.message, "frag @mia")
    await desk.retract(sent.message)
    await desk.retract(sent.message)
    assert await square.statuses("wattkabel_hilft") == []
    with pytest.raises(Gone):
        await desk.edit(sent.message, "zu spät")


async def test_many_senders_at_once_share_the_facts(square: Square, desk: Mastodon) -> None:
    messages = [replace(HELLO, idempotency_key=f"key-{number}") for number in range(5)]
    sent = await asyncio.gather(*map(desk.send, messages))
    assert len({each.message.external_id for each in sent}) == 5
    assert len(await square.statuses("wattkabel_hilft")) == 5


def now() -> datetime:
    return datetime.now(UTC)
