"""What programs post: read as they said it, refused with a sentence, never more than a moment."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilft.channels.contract import EventType, Fate, Visibility
from hilft.channels.webhook.delivery import receive
from hilft.channels.webhook.event import parsed, read

ME = "portal"
MESSAGE: dict[str, Any] = {
    "type": "message",
    "id": "m-1",
    "at": "2026-05-04T08:12:30+02:00",
    "from": {"id": "otto-17", "name": "Otto N."},
    "text": "Kein Internet.",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = [
    *MESSAGE,
    "visibility",
    "thread",
    "reply_to",
    "language",
    "url",
    "attachments",
    "own",
    "state",
    "reason",
]


def test_a_message_says_who_what_when_and_to_whom() -> None:
    event = read({**MESSAGE, "thread": "t", "reply_to": "m-0"}, ME)
    assert event is not None
    assert event.occurred_at.isoformat() == "2026-05-04T06:12:30+00:00"
    assert (event.author.external_id, event.author.handle) == ("otto-17", "otto-17")
    assert [each.external_id for each in event.recipients] == [ME]
    assert (event.thread_key, event.parent) == ("t", "m-0")
    assert event.message.extra == {"visibility": "private", "thread": "t"}
    assert event.reply.visibilities == (Visibility.PRIVATE,)


def test_what_is_written_in_the_brands_name_is_our_own() -> None:
    event = read({**MESSAGE, "own": True, "from": None}, ME)
    assert event is not None
    assert event.own
    assert event.author.external_id == ME


def test_a_report_names_its_answer_and_its_fate() -> None:
    told = {"type": "delivery", "id": "a-1", "at": MESSAGE["at"], "state": "failed", "reason": "full"}
    event = read(told, ME)
    assert event is not None
    assert event.type is EventType.REPORTED
    assert event.report is not None
    assert (event.report.fate, event.report.reason) == (Fate.FAILED, "full")


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""}, {"id": None}, {"id": 7}, {"id": "a\nb"}, {"id": "\ud800"},
        {"at": None}, {"at": "2026-05-04"}, {"at": "2026-05-04T12:00:00"}, {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-14:00"}, {"at": 1777888000},
        {"from": None}, {"from": "otto"}, {"from": {"id": []}}, {"from": {"id": "o", "avatar": "javascript:1"}},
        {"text": None}, {"text": " "}, {"text": ["a"]}, {"text": "x" * 100_001},
        {"visibility": "followers"}, {"visibility": {}}, {"attachments": {"a": 1}}, {"attachments": [{}]},
        {"attachments": [{"url": "ftp://a"}]}, {"attachments": [{"url": "https://a"}] * 21}, {"url": "data:,x"},
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must|begin"):
        read({**MESSAGE, **wrong}, ME)


def test_the_same_event_has_the_same_key_in_every_post_and_another_one_has_not() -> None:
    edited = {"type": "edited", "id": "m-1", "at": MESSAGE["at"], "text": "Doch."}
    alone = receive(json.dumps(MESSAGE, indent=2).encode(), ME)
    together = receive(json.dumps([edited, MESSAGE, {**edited, "text": "Nein."}]).encode(), ME)
    assert alone[0].dedupe_key == together[1].dedupe_key == "message:m-1"
    assert len({each.dedupe_key for each in together}) == 3
    assert json.loads(together[1].payload) == MESSAGE


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6),
    st.sampled_from(["message", "edited", "deleted", "delivery"]),
)
def test_nothing_but_value_error_whatever_the_fields_hold(fields: dict[str, Any], kind: str) -> None:
    body = json.dumps({**MESSAGE, "state": "failed", "type": kind, **fields}).encode()
    try:
        (item,) = receive(body, ME)
    except ValueError:
        return
    event = read(json.loads(item.payload), ME)
    if event is not None:
        assert event.message.external_id.isprintable()
        assert "\0" not in event.text
        event.text.encode()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_nothing_but_value_error_whatever_the_bytes_are(body: bytes) -> None:
    try:
        receive(body, ME)
    except ValueError:
        return
    parsed(body)


def test_hostile_bodies_take_no_time() -> None:
    deep = b'{"type":"message","x":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    mentions = json.dumps({**MESSAGE, "text": "@otto " * 100_000}).encode()
    many_fields = json.dumps({**MESSAGE, **{f"f{number}": number for number in range(100_000)}}).encode()
    large = json.dumps({**MESSAGE, "pad": "x" * 5_000_000}).encode()
    for body in (deep, mentions, many_fields, large, b"9" * 1_000_000, b'"' + b"\\u0000" * 200_000 + b'"'):
        began = time.perf_counter()
        with suppress(ValueError):
            receive(body, ME)
        assert time.perf_counter() - began < 1.0
