"""Private messages by the published lexicons: in, out, in doubt, refused."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from hilft.channels import (
    AccountConfig,
    EventType,
    Later,
    OutboundFile,
    OutboundMessage,
    Profile,
    Refused,
    Surroundings,
    Unknown,
    Visibility,
)
from hilft.channels.bluesky import Bluesky
from hilft.ids import new_id
from tests.channels.bluesky.chatservice import CONVO, DESK, OTTO, START, ChatService
from tests.channels.bluesky.lexicons import Lexicons

pytestmark = pytest.mark.anyio

OTTOS = Profile(external_id=OTTO, handle="@otto.example")


@pytest.fixture
def chats(shared_data: Path) -> ChatService:
    return ChatService(Lexicons(shared_data / "payloads/bluesky/lexicons"))


@pytest.fixture
async def desk(chats: ChatService) -> AsyncIterator[Bluesky]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(chats.answer)) as http:
        told = AccountConfig(
            {"handle": "desk.example", "private": "https://a.example/kontakt"}, {"password": "p"}
        )
        opened = Bluesky(told, Surroundings(http, lambda: datetime.fromtimestamp(START + 100, UTC)))
        await opened.identify()
        yield opened
        assert chats.faults == []


def private(text: str, key: str = "", **more: object) -> OutboundMessage:
    told = {"idempotency_key": key or str(new_id()), "text": text, "visibility": Visibility.PRIVATE,
            "network_visibility": "chat", "recipient": OTTOS, **more}  # fmt: skip
    return OutboundMessage(**told)  # type: ignore[arg-type]


async def test_what_is_said_in_private_comes_in_page_by_page(desk: Bluesky, chats: ChatService) -> None:
    assert desk.capabilities.private == "native"
    cursor = (await desk.pull(None, 80)).next_cursor
    for number in range(5):
        chats.say(OTTO, f"Nr. {number}")
    chats.say(DESK, "aus der App")
    found, complete = [], False
    while not complete:
        page = await desk.pull(cursor, 80)
        found += [event for item in page.items for event in desk.read(item.payload)]
        cursor, complete = page.next_cursor, page.complete
    assert [each.text for each in found] == [*(f"Nr. {number}" for number in range(5)), "aus der App"]
    assert [each.own for each in found] == [False] * 5 + [True]
    first = found[0]
    assert (first.visibility, first.author.external_id, first.parent) == (Visibility.PRIVATE, OTTO, None)
    assert [each.external_id for each in first.recipients] == [DESK]
    await desk.mark_read(first.message)
    assert chats.read_until == first.message.external_id.rpartition("/")[2]


async def test_what_waited_unread_is_taken_in_at_the_start(desk: Bluesky, chats: ChatService) -> None:
    chats.say(OTTO, "Hallo?")
    chats.unread = 1
    page = await desk.pull(None, 80)
    assert [event.text for item in page.items for event in desk.read(item.payload)] == ["Hallo?"]
    assert not (await desk.pull(page.next_cursor, 80)).items


async def test_a_private_word_taken_back_is_told(desk: Bluesky, chats: ChatService) -> None:
    said = chats.say(OTTO, "Meine Kundennummer")
    cursor = (await desk.pull(None, 80)).next_cursor
    chats.delete(said)
    [event] = [e for item in (await desk.pull(cursor, 80)).items for e in desk.read(item.payload)]
    assert (event.type, event.message.external_id) == (EventType.DELETED, f"chat:{CONVO}/{said['id']}")


async def test_an_answer_is_said_once_and_found_again(desk: Bluesky, chats: ChatService) -> None:
    message = private("Danke, https://wattkabel.example/störung @otto.example ^ro")
    sent = await desk.send(message)
    assert sent.message.external_id == f"chat:{CONVO}/m1"
    assert sent.occurred_at == datetime.fromtimestamp(START + 1, UTC)
    assert await desk.find_sent(message) == sent
    assert await desk.find_sent(private("etwas anderes")) is None


async def test_a_lost_answer_is_in_doubt_and_then_found(desk: Bluesky, chats: ChatService) -> None:
    chats.lose_answers = True
    message = private("Danke.")
    with pytest.raises(Unknown):
        await desk.send(message)
    assert await desk.find_sent(message) is not None
    now = datetime.fromtimestamp(START + 100, UTC)
    with pytest.raises(Unknown):  # it may still be on its way
        await desk.find_sent(private("nie angekommen", first_tried_at=now - timedelta(seconds=5)))
    assert await desk.find_sent(private("nie angekommen", first_tried_at=now - timedelta(seconds=60))) is None
    chats.refuses["getMessages"] = (500, {})
    with pytest.raises(Unknown):
        await desk.find_sent(message)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("MessagesDisabled", "takes no private"),
        ("NotFollowedBySender", "those they follow"),
        ("BlockedActor", "blocked"),
    ],
)
async def test_who_cannot_be_written_to_is_said_in_a_sentence(
    desk: Bluesky, chats: ChatService, error: str, said: str
) -> None:
    chats.refuses["getConvoForMembers"] = (400, {"error": error, "message": "x"})
    with pytest.raises(Refused, match=said):
        await desk.send(private("Moin."))


async def test_what_does_not_fit_never_leaves(desk: Bluesky, chats: ChatService) -> None:
    for message in (
        private("x" * 1001),
        private("🇩🇪" * 1000 + "👨‍👩‍👧‍👦" * 200),
        private(" "),
        private("mit Bild", attachments=(OutboundFile(b"x", "image/png"),)),
        private("an niemand", recipient=None),
        private("zu breit", network_visibility="public"),
    ):
        with pytest.raises(Refused):
            await desk.send(message)
    await desk.send(private("x" * 1000))
    assert [len(each["text"]) for each in chats.messages] == [1000]


@pytest.mark.parametrize(
    "answer", [(401, {"error": "InvalidToken"}), (400, {"error": "InvalidRequest", "message": "no"})]
)
async def test_a_password_without_private_messages_leaves_the_link(
    desk: Bluesky, chats: ChatService, answer: tuple[int, dict[str, str]]
) -> None:
    chats.refuses["listConvos"] = answer
    await desk.identify()
    assert desk.capabilities.private == "link"
    assert Visibility.PRIVATE not in desk.capabilities.text
    assert desk.private_link(OTTOS, "Moin") == "https://a.example/kontakt"
    chats.say(OTTO, "ungehört")
    assert not (await desk.pull((await desk.pull(None, 9)).next_cursor, 9)).items


async def test_a_chat_service_in_trouble_changes_nothing(desk: Bluesky, chats: ChatService) -> None:
    chats.refuses["listConvos"] = (502, {})
    await desk.identify()
    assert desk.capabilities.private == "native"
    chats.refuses.pop("listConvos")
    cursor = (await desk.pull(None, 9)).next_cursor
    chats.refuses["getLog"] = (429, {})
    with pytest.raises(Later):
        await desk.pull(cursor, 9)


async def test_what_came_in_public_does_not_wait_for_the_chat(desk: Bluesky, chats: ChatService) -> None:
    chats.say(OTTO, "Moin")
    cursor = (await desk.pull(None, 9)).next_cursor
    post = {"uri": f"at://{DESK}/app.bsky.feed.post/3lrh6kq2k2s2b", "cid": "c",
            "value": {"text": "aus der App", "createdAt": "2026-05-04T08:00:00Z"}}  # fmt: skip
    chats.others["com.atproto.repo.listRecords"] = {"records": [post]}
    chats.refuses["getLog"] = (502, {})
    page = await desk.pull(cursor, 9)
    assert [event.text for item in page.items for event in desk.read(item.payload)] == ["aus der App"]
    assert not page.complete
    with pytest.raises(Later):
        await desk.pull(page.next_cursor, 9)
    chats.refuses.clear()
    chats.say(OTTO, "noch da?")
    page = await desk.pull(page.next_cursor, 9)
    assert [event.text for item in page.items for event in desk.read(item.payload)] == ["noch da?"]


async def test_a_right_taken_away_pauses_nothing(desk: Bluesky, chats: ChatService) -> None:
    chats.say(OTTO, "Moin")
    cursor = (await desk.pull(None, 9)).next_cursor
    chats.refuses |= dict.fromkeys(("getLog", "getConvoForMembers"), (401, {"error": "InvalidToken"}))
    with pytest.raises(Refused, match="direct messages"):
        await desk.send(private("Moin."))
    await desk.identify()
    page = await desk.pull(cursor, 9)
    assert (list(page.items), page.complete) == ([], True)
    assert desk.capabilities.private == "link"
