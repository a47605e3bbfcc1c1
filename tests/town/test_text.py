"""HTML and counting without a server."""

import json
from pathlib import Path

import pytest

from hilft.town.counting import graphemes, length
from hilft.town.html import to_html
from hilft.town.identicon import identicon
from hilft.town.spans import find_spans


def html(text: str) -> str:
    def find(name: str) -> tuple[str, str] | None:
        return ("https://t.example/@otto", "otto") if name in {"otto", "otto@town.test"} else None

    return to_html(text, find, "https://t.example")


def test_paragraphs_and_breaks() -> None:
    assert html("a\nb\n\nc\r\nd") == "<p>a<br />b</p><p>c<br />d</p>"
    assert html(" ") == ""


def test_everything_typed_is_escaped() -> None:
    assert html("<script>'\"&") == "<p>&lt;script&gt;&#39;&quot;&amp;</p>"
    assert "<img" not in html('https://a.example/"onmouseover=<img>')


@pytest.mark.parametrize("text", ["@niemand", "otto@example.org", "x@otto", "=@otto", "/@otto"])
def test_what_is_no_mention(text: str) -> None:
    assert "mention" not in html(text)


@pytest.mark.parametrize("text", ["@otto", "(@otto)", "@otto.", "@otto@town.test", "Hallo,@otto!"])
def test_what_is_a_mention(text: str) -> None:
    assert 'class="u-url mention">@<span>otto</span>' in html(text)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://example.com.", "https://example.com"),
        ("(https://example.com/a_(b))", "https://example.com/a_(b)"),
        ("https://example.com/a?b=c&d#e", "https://example.com/a?b=c&d#e"),
        ("https://bücher.example/straße", "https://bücher.example/straße"),
        ("https://example.com:8080/x, ja", "https://example.com:8080/x"),
        ("https://example.com/@otto", "https://example.com/@otto"),
        ("http://localhost/a", None),
        ("example.com", None),
        ("xhttps://example.com", None),
    ],
)
def test_links(text: str, link: str | None) -> None:
    found = [span.value for span in find_spans(text) if span.kind == "link"]
    assert found == ([] if link is None else [link])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("abc\r\nd", 5),
        ("a\u0308", 1),
        ("👨‍👩‍👧‍👦", 1),
        ("🇩🇪🇩🇪", 2),
        ("👍🏽!", 2),
        ("❤️", 1),
        ("각각", 2),
        ("नमस्ते", 4),
    ],
)
def test_graphemes(text: str, count: int) -> None:
    assert graphemes(text) == count


def test_length_of_links_mentions_and_warning() -> None:
    assert length("@otto@some.example https://example.com/" + "x" * 99, "", 23) == len("@otto ") + 23
    assert length("abc", "de", 23) == 5


@pytest.mark.shared
def test_naughty_strings_keep_their_words(shared_data: Path) -> None:
    for text in json.loads((shared_data / "naughty-strings" / "blns.json").read_text()):
        made = html(text)
        assert "<script" not in made.lower()
        assert length(text, "", 23) >= 0


def test_a_drawn_face_is_a_picture_and_stays_the_same() -> None:
    assert identicon("7").startswith(b"\x89PNG")
    assert identicon("7") == identicon("7") != identicon("8")
