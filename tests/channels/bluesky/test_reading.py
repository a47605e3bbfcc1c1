"""From payloads to events, by the published lexicons; the Jetstream that only wakes the pull."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, serve

from hilft.channels import AccountConfig, Hint, Later, PublicClient, Surroundings, Visibility, pin
from hilft.channels.bluesky import Bluesky
from hilft.channels.bluesky.client import Client
from hilft.channels.bluesky.cursor import Position, after, parsed, remembered, written
from hilft.channels.bluesky.envelope import Wrapper
from hilft.channels.bluesky.home import Home
from hilft.channels.bluesky.pictures import shape
from hilft.channels.bluesky.read import read
from hilft.channels.bluesky.session import Sessions
from hilft.channels.bluesky.stream import hint_in
from hilft.channels.bluesky.wire import Wire
from hilft.channels.contract import Cursor
from tests.channels.bluesky.lexicons import Lexicons

PAYLOADS = Path(__file__).resolve().parents[3] / "src/hilft/channels/bluesky/payloads"
ME = "did:plc:desk"
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAYLOADS / name).read_text())
    return found


def event_of(whole: dict[str, Any]) -> Any:
    [event] = read(json.dumps(whole).encode())
    return event


@pytest.fixture(scope="session")
def lexicons(shared_data: Path) -> Lexicons:
    return Lexicons(shared_data / "payloads/bluesky/lexicons")


def test_our_payloads_are_what_the_lexicons_say(lexicons: Lexicons) -> None:
    checked = 0
    for path in PAYLOADS.iterdir():
        whole = payload(path.name)
        if path.name.startswith(("broken-", "unknown-", "deleted")):
            continue
        if "post" in whole:
            assert lexicons.definition("app.bsky.feed.defs#postView", whole["post"]) == [], path.name
            assert lexicons.faults("app.bsky.feed.post", "record", whole["post"]["record"]) == [], path.name
        elif "log" in whole:
            kind = whole["log"]["$type"]
            assert lexicons.definition(kind, whole["log"]) == [], path.name
        else:
            name = "app.bsky.notification.listNotifications#notification"
            assert lexicons.definition(name, whole["notification"]) == [], path.name
        checked += 1
    assert checked >= 9


def test_a_mention_is_read_with_where_its_links_lead() -> None:
    event = event_of(payload("mention-with-facets.json"))
    assert "https://nordnetz.example/logbuch/4711 #Störung" in event.text
    assert event.author.display_name == "Otto N."
    assert event.message.extra["root"]["uri"] == event.message.external_id
    assert event.message.url.endswith("/post/3lrh6kq2k2s2b")
    assert [each.handle for each in event.recipients] == ["@hilfe.wattkabel.example"]


def test_a_reply_knows_parent_root_and_picture() -> None:
    event = event_of(payload("reply-with-picture.json"))
    assert event.parent.endswith("/3lrh6m2222s2b")
    assert [each.rpartition("/")[2] for each in event.ancestors] == ["3lrh6kq2k2s2b"]
    assert [each.alt for each in event.attachments] == ["Eine Lampe, die rot blinkt"]


def test_a_closed_thread_says_that_we_may_not_answer() -> None:
    event = event_of(payload("thread-closed-to-us.json"))
    assert not event.reply.allowed
    assert "only some people" in event.reply.reason


@pytest.mark.parametrize("name", ["app.bsky.embed.video#view", "app.bsky.embed.recordWithMedia#view"])
def test_other_media_are_shown(name: str) -> None:
    whole = payload("mention-with-facets.json")
    film = {"$type": "app.bsky.embed.video#view", "playlist": "https://v.example/a.m3u8", "cid": "x"}
    whole["post"]["embed"] = film if name == film["$type"] else {"$type": name, "media": film}
    assert [each.kind for each in event_of(whole).attachments] == ["video"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["uri", "did", "text", "record"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(path.name for path in PAYLOADS.iterdir())), st.data())
def test_nothing_hostile_breaks_the_reading(name: str, data: st.DataObject) -> None:
    """Any part of a payload replaced by anything: events, or ``ValueError``."""
    whole = payload(name)
    at: Any = whole
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [key for key, value in at.items() if isinstance(value, dict) and value]
        if not inner:
            break
        at = at[data.draw(st.sampled_from(inner))]
    at[data.draw(st.sampled_from(sorted(at)))] = data.draw(JSON)
    try:
        events = read(json.dumps(whole).encode())
    except ValueError:
        return
    assert all("\0" not in event.text for event in events)


def test_what_cannot_be_named_is_kept_under_its_own_print() -> None:
    wrap = Wrapper(ME)
    one, same, other = (wrap.malformed(each) for each in ({"a": 1}, {"a": 1}, {"a": 2}))
    assert one.dedupe_key == same.dedupe_key != other.dedupe_key
    with pytest.raises(ValueError, match="missing"):
        read(one.payload)


def test_a_cursor_comes_back_as_it_was_written() -> None:
    position = Position(NOW, NOW, remembered((), ["at://a", "at://b"]), after(("b",), ["a"]), "rev")
    assert parsed(written(position)) == position
    assert position.posts == ("a", "b")
    for odd in ("", "[]", "{}", '{"at":"x"}', '{"at":"2026-05-04","swept":"2026-05-04","seen":1,"posts":[]}'):
        with pytest.raises(ValueError):  # noqa: PT011 - json's own is one, too
            parsed(Cursor(odd))
    assert len(remembered((), map(str, range(1000)))) == 300


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (7).to_bytes(4, "big") + (9).to_bytes(4, "big"), (7, 9)),
        (b"GIF89a" + (7).to_bytes(2, "little") + (9).to_bytes(2, "little"), (7, 9)),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8", None),
        (b"GIF89a\0\0\0\0", None),
    ],
)
def test_the_shape_of_a_picture(content: bytes, found: tuple[int, int] | None) -> None:
    assert shape(content) == found


def home() -> Home:
    wire = Wire(Surroundings(httpx.AsyncClient(), lambda: NOW))
    return Home(Client(wire, Sessions(wire, "https://pds.example", "desk.example", "p")))


def test_real_events_of_the_network_are_all_understood(shared_data: Path) -> None:
    lines = (shared_data / "payloads/bluesky/jetstream/expected_v1.jsonl").read_text().splitlines()
    ours = home()
    authors = {json.loads(line)["did"] for line in lines}
    assert [hint_in(line, ME, ours) for line in lines] == [None] * len(lines)
    named = 0
    for did in authors:
        ours.heard(did)
        for line in lines:
            hint = hint_in(line, did, ours)
            told = json.loads(line)
            if (
                told["did"] == did
                and told.get("commit", {}).get("collection") == "app.bsky.feed.post"
                and hint
            ):
                named += 1
    assert named >= 18


def jetstream(
    author: str, operation: str, record: dict[str, Any] | None = None, collection: str = "post"
) -> str:
    commit = {
        "operation": operation,
        "collection": f"app.bsky.feed.{collection}",
        "rkey": "3k",
        "record": record,
    }
    return json.dumps({"did": author, "kind": "commit", "commit": commit})


def test_only_what_concerns_us_wakes_the_pull() -> None:
    ours, facet = home(), {"facets": [{"features": [{"did": ME}]}]}
    ours.heard("did:plc:otto")
    assert hint_in(jetstream("did:plc:eve", "create", facet), ME, ours) == Hint()
    assert hint_in(jetstream("did:plc:eve", "create", {"text": "moin"}), ME, ours) is None
    assert hint_in(jetstream("did:plc:eve", "create", facet, "like"), ME, ours) is None
    assert hint_in(jetstream(ME, "create", {"text": "moin"}), ME, ours) == Hint()
    gone = Hint(changed="at://did:plc:otto/app.bsky.feed.post/3k")
    assert hint_in(jetstream("did:plc:otto", "delete"), ME, ours) == gone
    assert hint_in(jetstream("did:plc:eve", "delete"), ME, ours) is None
    for odd in (f'"{ME}"', f"[{ME}", f'{{"x":"{ME}"}}', b"\xff" + ME.encode(), "[" * 5000 + ME):
        assert hint_in(odd, ME, ours) is None


@pytest.fixture
async def outside() -> AsyncIterator[Surroundings]:
    async def answer(request: httpx.Request) -> httpx.Response:
        told = {"did": ME, "handle": "desk.example", "accessJwt": "a", "refreshJwt": "r"}
        return httpx.Response(200, json=told)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        yield Surroundings(http, lambda: NOW, allow_loopback=True, pin=partial(pin, allow_loopback=True))


def channel(outside: Surroundings, address: str) -> Bluesky:
    told = AccountConfig({"handle": "desk.example", "jetstream": address}, {"password": "p"})
    return Bluesky(told, outside)


@pytest.mark.anyio
async def test_a_jetstream_is_listened_to_until_it_breaks(outside: Surroundings) -> None:
    asked = []

    async def speak(socket: ServerConnection) -> None:
        assert socket.request is not None
        asked.append(socket.request.path)
        await socket.send(jetstream("did:plc:eve", "create", {"text": "moin"}))
        await socket.send(
            jetstream("did:plc:eve", "create", {"reply": {"parent": {"uri": f"at://{ME}/x/y"}}})
        )

    async with serve(speak, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        found = [hint async for hint in channel(outside, f"ws://localhost:{port}").stream()]
    assert found == [Hint(), Hint()]
    assert asked == ["/subscribe?wantedCollections=app.bsky.feed.post"]
    with pytest.raises(Later):
        await anext(channel(outside, f"ws://localhost:{port}").stream())


@pytest.mark.anyio
async def test_without_a_jetstream_the_stream_only_waits(outside: Surroundings) -> None:
    with anyio.move_on_after(0.05) as waiting:
        await anext(channel(outside, "").stream())
    assert waiting.cancelled_caught


@pytest.mark.anyio
async def test_a_jetstream_inside_our_network_is_not_reached() -> None:
    async with PublicClient() as http:
        outside = Surroundings(http, lambda: NOW, pin=partial(pin, allow_loopback=False))
        told = AccountConfig({"handle": "desk.example", "jetstream": "wss://localhost:1"}, {"password": "p"})
        opened = Bluesky(told, outside)
        opened._home._me, opened._home._asked = event_of(payload("chat.json")).author, NOW
        with pytest.raises(Exception, match="public internet"):
            await anext(opened.stream())


def test_visibilities_never_widen() -> None:
    assert event_of(payload("chat.json")).reply.visibilities == (Visibility.PRIVATE,)
