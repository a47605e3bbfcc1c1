"""The registry, splitting, and the network in memory."""

from contextlib import aclosing
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.channels import (
    Addressing,
    ChannelError,
    Cursor,
    EventType,
    Hint,
    Later,
    MessageRef,
    NoSuchChannel,
    OutboundMessage,
    Preparable,
    Pullable,
    Reconcilable,
    Refused,
    Rereader,
    Retractable,
    Streamable,
    ThreadReader,
    Unknown,
    Visibility,
    broken,
    manifest,
    split,
)
from hilft.channels.mastodon import Mastodon
from hilft.channels.mastodon.counting import measure
from hilft.channels.registry import GROUP, load
from hilft.channels.testing import FakeChannel, FakeNetwork

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
MASTODON = EntryPoint("mastodon", "hilft.channels.mastodon:MANIFEST", GROUP)


def test_one_broken_plug_in_does_not_stop_the_others() -> None:
    found = load(
        [
            EntryPoint("crash", "hilft.channels.nowhere:MANIFEST", GROUP),
            EntryPoint("nothing", "hilft.channels.mastodon:NOTHING", GROUP),
            EntryPoint("string", "hilft.channels.registry:GROUP", GROUP),
            EntryPoint("other", "hilft.channels.mastodon:MANIFEST", GROUP),
            MASTODON,
            MASTODON,
        ]
    )
    assert list(found.manifests) == ["mastodon"]
    assert set(found.broken) == {"crash", "nothing", "string", "other", "mastodon"}
    assert "ModuleNotFoundError" in found.broken["crash"]
    assert "not a Manifest" in found.broken["string"]


def test_an_unknown_kind_is_told() -> None:
    assert broken() == {}
    with pytest.raises(NoSuchChannel, match="telepathy"):
        manifest("telepathy")


def test_errors_keep_their_msgid_and_never_format_what_was_said() -> None:
    error = Refused("The network refused it: {said}", said="{secret} {0}")
    assert str(error) == "The network refused it: {secret} {0}"
    assert (error.reason, error.details) == ("The network refused it: {said}", {"said": "{secret} {0}"})
    assert str(Later("{curly", NOW)) == "{curly"
    assert isinstance(Later("x"), ChannelError)


def test_optional_verbs_are_found_by_isinstance() -> None:
    for verb in (Pullable, Streamable, ThreadReader, Rereader, Reconcilable, Retractable):
        assert issubclass(Mastodon, verb)
        assert issubclass(FakeChannel, verb)
    assert issubclass(Mastodon, Addressing)
    assert issubclass(Mastodon, Preparable)
    assert not issubclass(FakeChannel, Addressing)


def test_split_at_sentences_and_numbered() -> None:
    text = "Erst der Router. Dann das Kabel! Danach bitte zehn Minuten warten und noch einmal schauen. Moin."
    parts = split(text, 60, len)
    assert parts == [
        "Erst der Router. Dann das Kabel! (1/3)",
        "Danach bitte zehn Minuten warten und noch einmal (2/3)",
        "schauen. Moin. (3/3)",
    ]
    assert split("kurz", 60, len) == ["kurz"]
    assert all(len(part) <= 12 for part in split("x" * 100, 12, len))
    for impossible in (6, 0):
        with pytest.raises(ValueError, match="fit"):
            split("x" * 100, impossible, len)


@given(st.lists(st.text("abcä.! /", min_size=1, max_size=30), max_size=30), st.integers(30, 80))
def test_split_loses_no_word(words: list[str], limit: int) -> None:
    text = " ".join([*words, "https://a.example/" + "x" * 60])
    parts = split(text, limit, measure)
    assert all(measure(part) <= limit for part in parts)
    bare = parts if len(parts) == 1 else [part.rpartition(" (")[0] for part in parts]
    assert "".join("".join(bare).split()) == "".join(text.split())


class TestFakeNetwork:
    async def test_what_is_said_comes_in_once(self) -> None:
        network = FakeNetwork(lambda: NOW)
        otto, desk = network.person("otto"), FakeChannel(network)
        asked = network.post(otto, "moin", to=[desk.me])
        network.post(otto, "nicht an uns")
        network.edit(asked, "moin moin")
        page = await desk.pull(None, 10)
        assert [desk.read(item.payload)[0].type for item in page.items] == [
            EventType.MESSAGE,
            EventType.EDITED,
        ]
        assert (await desk.pull(page.next_cursor, 10)).items == []
        assert not (await desk.pull(Cursor("0"), 1)).complete
        network.delete(asked)
        assert (
            desk.read((await desk.look_again([MessageRef(asked.id)]))[-1].payload)[0].type
            is EventType.DELETED
        )

    async def test_faults_on_demand(self) -> None:
        network = FakeNetwork(lambda: NOW)
        desk = FakeChannel(network)
        message = OutboundMessage("k", "moin", Visibility.PUBLIC, recipient=network.person("otto"))
        network.fail("send", Later("Not now."))
        with pytest.raises(Later):
            await desk.send(message)
        assert await desk.find_sent(message) is None
        network.lose_answer()
        with pytest.raises(Unknown):
            await desk.send(message)
        found = await desk.find_sent(message)
        assert found is not None
        assert len(network.posts) == 1
        assert network.calls == ["send", "find_sent", "send", "find_sent"]

    async def test_keys_are_remembered_where_the_network_does(self) -> None:
        for remembers, posts in ((3600, 1), (0, 2)):
            network = FakeNetwork(lambda: NOW, remembers=remembers)
            desk = FakeChannel(network)
            for _ in range(2):
                await desk.send(OutboundMessage("k", "moin", Visibility.PUBLIC))
            assert len(network.posts) == posts

    async def test_the_thread_and_the_stream(self) -> None:
        network = FakeNetwork(lambda: NOW)
        desk = FakeChannel(network)
        async with aclosing(cast("Any", desk.stream())) as hints:
            assert await anext(hints) == Hint()
            first = network.post(network.person("otto"), "moin", to=[desk.me])
        second = network.post(desk.me, "moin!", parent=first)
        network.post(network.person("mia"), "anderes")
        ids = [
            desk.read(item.payload)[0].message.external_id
            for item in await desk.thread(MessageRef(second.id))
        ]
        assert ids == [first.id, second.id]
        with pytest.raises(Refused):
            await desk.send(OutboundMessage("k", "x" * 281, Visibility.PUBLIC))
