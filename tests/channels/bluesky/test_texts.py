"""Counting, marking and keys: what must be exact to the byte."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilft.channels.bluesky.counting import CHAT, POST, graphemes, size
from hilft.channels.bluesky.facets import as_facet
from hilft.channels.bluesky.plaintext import plain
from hilft.channels.bluesky.tid import record_key, written_at
from hilft.channels.bluesky.words import found_in
from hilft.ids import new_id

calm = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "length", "bytes_of_it"),
    [
        ("", 0, 0),
        ("Moin", 4, 4),
        ("Störung", 7, 8),
        ("网络", 2, 6),
        (FAMILY, 1, 25),
        ("🇩🇪", 1, 8),
        ("e\u0301", 1, 3),
        ("a\r\nb", 3, 4),
    ],
)
def test_graphemes_and_bytes(text: str, length: int, bytes_of_it: int) -> None:
    assert (graphemes(text), size(text)) == (length, bytes_of_it)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("x" * 300, True),
        ("x" * 301, False),
        ("网" * 300, True),
        (FAMILY * 120, True),  # exactly 3,000 bytes
        (FAMILY * 120 + "x", False),
        (FAMILY * 119 + "x" * 25, True),
        (FAMILY * 119 + "x" * 26, False),
    ],
)
def test_both_limits_of_a_post(text: str, fits: bool) -> None:
    assert POST.fits(text) is fits
    assert (POST.measure(text) <= POST.graphemes) is fits


@calm
@given(
    st.lists(st.sampled_from(["x" * 40, "ö" * 30, "网" * 20, FAMILY * 9, "🇩🇪", "\u0301", "\n"]), max_size=40)
)
def test_the_measure_tells_exactly_when_a_limit_is_broken(pieces: list[str]) -> None:
    text = "".join(pieces)
    for room in (POST, CHAT):
        assert (room.measure(text) <= room.graphemes) is room.fits(text)


def parts_of(text: str) -> list[tuple[str, str, str]]:
    """Give kind, value and the very bytes that are marked."""
    raw = text.encode()
    return [(each.kind, each.value, raw[each.start : each.end].decode()) for each in found_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Moin @otto.test, gut?", [("mention", "otto.test", "@otto.test")]),
        ("ü👨‍👩‍👧‍👦 @Otto.Test.", [("mention", "otto.test", "@Otto.Test")]),
        ("(@otto.test)", [("mention", "otto.test", "@otto.test")]),
        ("@otto", []),
        ("otto@nordnetz.example", []),
        ("@127.0.0.1", []),
        (
            "siehe https://a.example/x_(y)?q=1.",
            [("link", "https://a.example/x_(y)?q=1", "https://a.example/x_(y)?q=1")],
        ),
        ("(https://a.example/x)", [("link", "https://a.example/x", "https://a.example/x")]),
        ("www.wattkabel.example!", [("link", "https://www.wattkabel.example", "www.wattkabel.example")]),
        (
            "https://a.example/@otto.test",
            [("link", "https://a.example/@otto.test", "https://a.example/@otto.test")],
        ),
        ("nur a.example allein", []),
        ("#Störung!", [("tag", "Störung", "#Störung")]),
        ("#1 #2026 # #️⃣", []),
        ("a#b", []),
        ("\uff03netz", [("tag", "netz", "\uff03netz")]),  # as typed in Japan
        ("#" + "x" * 65, []),
    ],
)
def test_what_is_marked(text: str, found: list[tuple[str, str, str]]) -> None:
    assert parts_of(text) == found


@calm
@given(
    st.lists(
        st.sampled_from(
            ["@otto.test", "https://a.example/ü", "#Netz", " ", "ö", FAMILY, "(", ")", ".", "\ud800"]
        )
    )
)
def test_marks_lie_on_characters_and_never_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    raw, last = text.encode("utf-8", "surrogatepass"), 0
    for each in found_in(text):
        assert last <= each.start < each.end <= len(raw)
        assert raw[each.start : each.end].decode("utf-8", "surrogatepass") in text
        last = each.end


def test_a_mention_of_nobody_is_no_facet() -> None:
    [mention] = found_in("@otto.test")
    assert as_facet(mention, {}) is None
    assert as_facet(mention, {"otto.test": "did:plc:otto"}) == {
        "index": {"byteStart": 0, "byteEnd": 10},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:otto"}],
    }


@pytest.mark.parametrize(
    ("shown", "leads_to", "read"),
    [
        ("a.example/lo…", "https://a.example/log", "sieh https://a.example/log da"),
        ("a.example/lo...", "https://a.example/log", "sieh https://a.example/log da"),
        ("https://a.example", "https://a.example/", "sieh https://a.example da"),
        ("wattkabel.example", "https://evil.example/x", "sieh wattkabel.example (https://evil.example/x) da"),
        ("hier", "javascript:alert(1)", "sieh hier da"),
    ],
)
def test_links_say_where_they_lead(shown: str, leads_to: str, read: str) -> None:
    start = len("sieh ")
    facet = {
        "index": {"byteStart": start, "byteEnd": start + len(shown.encode())},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": leads_to}],
    }
    assert plain({"text": f"sieh {shown} da", "facets": [facet]}) == read


def test_facets_out_of_range_do_no_harm() -> None:
    odd = [
        {"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": "https://a.example"}]}
        for start, end in ((-1, 2), (5, 5), (3, 99), (0, "x"), (1, 2))
    ]
    assert (
        plain({"text": "ööö", "facets": [*odd, "x", {}, {"index": None}]}).replace("\ufffd", "").endswith("ö")
    )


def test_a_record_key_follows_from_the_answer_alone() -> None:
    keys = [str(new_id()) for _ in range(200)]
    made = [record_key(key) for key in keys]
    assert made == [record_key(key) for key in keys]
    assert len(set(made)) == len(keys)
    assert all(len(each) == 13 and each[0] in "234567abcdefghij" for each in made)
    assert len(record_key("a key without a time")) == 13


def test_keys_are_sorted_by_their_time() -> None:
    early, late = (
        str(uuid.UUID(int=(at << 80) | (7 << 76) | (2 << 62))) for at in (1777881600000, 1777881600001)
    )
    assert record_key(early)[:10] <= record_key(late)[:10]
    assert written_at(early) == datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "key", ["", "x", "901ed761-d0e3-4e4f-bb43-b024a254cc83", str(uuid.UUID(int=(7 << 76))), "f" * 32]
)
def test_a_key_that_tells_no_time_is_not_believed(key: str) -> None:
    assert written_at(key) is None
