"""The contract suite: one pytest class, run on every registered channel.

In a test file::

    @pytest.mark.parametrize("kind", sorted(manifests()))
    class TestEveryChannel(ChannelContract): ...
"""

from collections.abc import Sequence
from pathlib import Path

from hilft.channels.contract import (
    Addressing,
    ByHand,
    Channel,
    EventType,
    InboundEvent,
    Profile,
    Pullable,
    Reconcilable,
    Retractable,
    Visibility,
    WebhookReceiver,
)
from hilft.channels.testing.specimen import Specimen, specimen
from hilft.channels.testing.structure import structure

_GARBAGE = (
    b"",
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b"{",
    b'{"kind":7}',
    b"[" * 20000,
    b'"\\ud800"',
    b"0" * 5000,
)
_WORDS = "Moin, seit heute früh blinkt die Lampe und das Netz ist weg 🙈".split()  # noqa: SIM905 - reads better
_OTTO = Profile(external_id="otto", handle="@otto@town.example", display_name="Otto")
_TEXTS = ("Moin", "@otto@town.example moin", "frag @kai, oder @mia@far.example", "a@b.example schreibt", "")


class ChannelContract:
    """What holds for every channel. ``kind`` is given by the parametrisation."""

    def test_folder_is_complete(self, kind: str) -> None:
        found = specimen(kind)
        assert structure(found.folder, found.manifest) == []

    def test_is_a_channel_with_a_way_in(self, kind: str) -> None:
        channel = specimen(kind).channel
        wanted = [name for name in Channel.__dict__ if not name.startswith("_")]
        assert [name for name in wanted if not hasattr(channel, name)] == []
        assert channel.kind == kind
        assert channel.scope
        assert isinstance(channel, Pullable | WebhookReceiver | ByHand)

    def test_reads_purely(self, kind: str) -> None:
        found = specimen(kind)
        for path in _readable(found):
            payload = path.read_bytes()
            events = found.channel.read(payload)
            assert events, path.name
            assert list(events) == list(specimen(kind).channel.read(payload)), path.name
            for event in events:
                _check_event(event, found, path.name)

    def test_keeps_the_unknown_and_refuses_garbage(self, kind: str) -> None:
        found = specimen(kind)
        for path in found.payloads:
            if path.name.startswith("unknown-"):
                assert list(found.channel.read(path.read_bytes())) == [], path.name
            elif path.name.startswith("broken-"):
                assert _read(found.channel, path.read_bytes()) is None, path.name
        for garbage in _GARBAGE:
            assert not _read(found.channel, garbage), garbage[:20]
        for path in _readable(found):
            payload = path.read_bytes()
            for cut in range(0, len(payload), max(1, len(payload) // 16)):
                _read(found.channel, payload[:cut])

    def test_hides_secrets(self, kind: str) -> None:
        found = specimen(kind)
        shown = f"{found.channel!r} {found.channel} {found.config!r} {found.channel.capabilities!r}"
        assert [name for name, secret in found.config.secrets.items() if secret in shown] == []

    def test_measures(self, kind: str) -> None:
        for limit in specimen(kind).channel.capabilities.text.values():
            lengths = [limit.measure(" ".join(_WORDS[:count])) for count in range(len(_WORDS) + 1)]
            assert lengths[0] == 0
            assert lengths == sorted(lengths)
            assert lengths[-1] > 0
            assert limit.maximum > 0
            assert limit.unit

    def test_answers_never_wider(self, kind: str) -> None:
        found = specimen(kind)
        words = [word for word, _ in found.words]
        classes = dict(found.words)
        for parent in [*words, "a-word-nobody-knows"]:
            for visibility in Visibility:
                answer = found.channel.reply_visibility(visibility, parent)
                width = words.index(parent) if parent in words else 0
                assert words.index(answer) <= width, (visibility, parent)
        assert classes[found.channel.reply_visibility(Visibility.PRIVATE, words[-1])] == "private"

    def test_addresses_the_recipient_only(self, kind: str) -> None:
        channel = specimen(kind).channel
        if not isinstance(channel, Addressing):
            assert not channel.capabilities.names_recipient
            return
        for text in _TEXTS:
            full = channel.full_text(text, _OTTO)
            assert channel.full_text(full, _OTTO) == full
            assert _OTTO.handle in full
            assert channel.others_named(channel.without_others(full, _OTTO), _OTTO) == ()
        assert channel.others_named(channel.full_text("Moin", _OTTO), _OTTO) == ()

    def test_capabilities_are_kept(self, kind: str) -> None:
        channel = specimen(kind).channel
        can = channel.capabilities
        assert can.private in {"native", "link", "none"}
        assert (Visibility.PRIVATE in can.text) == (can.private == "native")
        assert not (can.edits or can.deletes) or isinstance(channel, Retractable)
        assert not can.publishes or Visibility.PUBLIC in can.text
        assert can.native_idempotency_seconds > 0 or isinstance(channel, Reconcilable)
        assert not can.attachments or (can.attachment_bytes and can.attachment_types)


def _readable(found: Specimen) -> list[Path]:
    return [path for path in found.payloads if not path.name.startswith(("unknown-", "broken-"))]


def _read(channel: Channel, payload: bytes) -> Sequence[InboundEvent] | None:
    """None: refused. Any other error than ValueError fails the test."""
    try:
        return channel.read(payload)
    except ValueError:
        return None


def _check_event(event: InboundEvent, found: Specimen, name: str) -> None:
    assert event.message.external_id, name
    assert event.occurred_at.tzinfo is not None, name
    assert all("\0" not in each for each in (event.text, event.html, event.subject, event.quoted)), name
    assert all(file.url or file.content is not None for file in event.attachments), name
    assert not set(event.message.aliases) & {event.message.external_id, *event.message.names}, name
    assert not event.html or "<script" not in event.html.lower(), name
    assert not (event.automatic and event.own), name
    assert not (event.own and event.type is EventType.FOLLOWED), name
    if event.visibility is Visibility.PRIVATE:
        assert Visibility.PUBLIC not in event.reply.visibilities, name
    if event.type is EventType.MESSAGE:
        assert event.author.external_id, name
        assert event.author.handle, name
        if event.network_visibility:
            assert dict(found.words)[event.network_visibility] == event.visibility, name
