"""Counting, addressing and reading texts: pure, against real material where it agrees."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.channels import Profile
from hilft.channels.mastodon.addressing import full_text, others_named, without_others
from hilft.channels.mastodon.counting import measure
from hilft.channels.mastodon.plaintext import plain
from hilft.channels.mastodon.read import read
from hilft.channels.mastodon.words import LINK

OTTO = Profile("o", "@otto@town.test")
MIA = Profile("m", "@mia@far.example")
HOME = "town.test"

# twitter-text's own habits that Mastodon's server shares only with a list of real domains, or for t.co.
DIFFERENT = ("t.co/", "example.comだよね")


def yaml_cases(path: Path, group: str) -> Iterator[tuple[str, list[str]]]:
    """Read `text` and `expected` of one group of the conformance file, which writes both as JSON-like scalars."""
    inside = False
    text = ""
    for line in path.read_text("utf-8").splitlines():
        if re.fullmatch(r"  \w+:", line):
            inside = line.strip() == f"{group}:"
        if inside and (found := re.fullmatch(r'      text: (".*")', line)):
            text = scalar(found[1])
        if inside and (found := re.fullmatch(r"      expected: (\[.*\])", line)):
            yield text, [scalar(each) for each in re.findall(r'"(?:[^"\\]|\\.)*"', found[1])]


def scalar(quoted: str) -> str:
    try:
        return str(json.loads(quoted))
    except json.JSONDecodeError:
        return quoted[1:-1]


@pytest.mark.shared
def test_links_as_twitter_text_finds_them(shared_data: Path) -> None:
    cases = [
        (text, [each for each in links if each.lower().startswith(("http://", "https://"))])
        for text, links in yaml_cases(shared_data / "twitter-text/extract.yml", "urls")
        if not any(strange in text for strange in DIFFERENT)
    ]
    assert len(cases) > 60
    assert [text for text, links in cases if [found.group() for found in LINK.finditer(text)] != links] == []


@pytest.mark.shared
def test_lengths_where_both_networks_agree(shared_data: Path) -> None:
    """The 280 scale weighs letters 1 and links 23; where it weighs wider characters 2, Mastodon counts 1."""
    source = (shared_data / "twitter-text/validate.yml").read_text("utf-8")
    group = source[
        source.index("WeightedTweetsCounterTest") : source.index("WeightedTweetsWithDiscountedEmoji")
    ]
    cases = [
        (scalar(text).strip(), int(length) - len(scalar(text)) + len(scalar(text).strip()))
        for text, length in re.findall(r'text: (".*?")\n\s+expected:\n\s+weightedLength: (\d+)', group)
    ]
    agreeing = [
        (text, length) for text, length in cases if text.isascii() and ("http" in text or "." not in text)
    ]
    assert len(agreeing) >= 3
    assert [(text, length, measure(text)) for text, length in agreeing if measure(text) != length] == []


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("  moin \n", 4),
        ("a\r\nb", 3),
        ("👩‍👩‍👧‍👦🇩🇪é", 3),
        ("https://a.example/" + "x" * 200, 23),
        ("HTTPS://A.EXAMPLE", 23),
        ("http://a.de", 23),
        ("a.example/lang", 14),
        ("ftp://a.example/x", 17),
        ("http://localhost/x", 18),
        ("(https://a.example/x(y)).", 26),
        ("https://a.example/x, und", 28),
        ("@otto@town.test moin", 10),
        ("@otto moin", 10),
        ("mail an otto@town.test", 22),
        ("https://a.example/@otto@town.test", 23),
        ("https://münchen.de/straße?q=ä#x", 23),
    ],
)
def test_lengths(text: str, length: int) -> None:
    assert measure(text) == length


@given(st.text(max_size=80))
def test_a_length_is_never_more_than_characters_and_links(text: str) -> None:
    assert 0 <= measure(text) <= len(text) + 23 * text.count("://")


@pytest.mark.parametrize(
    "text", ["http://a.b/" + "(" * 20000, "@a" * 20000, "http://" + "a." * 10000, "@" * 50000]
)
def test_counting_hostile_texts_takes_no_time(text: str) -> None:
    begin = perf_counter()
    measure(text)
    assert perf_counter() - begin < 2


@pytest.mark.parametrize(
    ("text", "recipient", "full"),
    [
        ("Moin", OTTO, "@otto@town.test Moin"),
        ("Moin", MIA, "@mia@far.example Moin"),
        ("Moin @otto!", OTTO, "Moin @otto!"),
        ("Moin @Otto@Town.test", OTTO, "Moin @Otto@Town.test"),
        ("Moin @mia", MIA, "@mia@far.example Moin @mia"),
        ("otto@town.test", OTTO, "@otto@town.test otto@town.test"),
        ("Moin", Profile("x", "@x@y.example"), "@x@y.example Moin"),
        ("Moin", None, "Moin"),
    ],
)
def test_full_text(text: str, recipient: Profile | None, full: str) -> None:
    assert full_text(text, recipient, HOME) == full


def test_a_short_form_is_nobodys_while_the_server_is_unknown() -> None:
    assert full_text("Moin @otto", OTTO, "") == "@otto@town.test Moin @otto"
    assert others_named("Moin @otto", OTTO, "") == ("@otto",)
    assert others_named("Moin @otto", OTTO, "far.example") == ("@otto",)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Moin @otto", ()),
        ("@otto@far.example", ("@otto@far.example",)),
        ("frag @kai und @kai, auch .@mia@far.example", ("@kai", "@mia@far.example")),
        ("https://x.example/-@kai", ("@kai",)),
        ("https://x.example/@kai mail@kai.example", ()),
        ("_@kai a@kai =@kai", ()),
        ("(@kai)", ("@kai",)),
        ("\u200b@kai\u200b", ("@kai",)),
    ],
)
def test_others_named(text: str, others: tuple[str, ...]) -> None:
    assert others_named(text, OTTO, HOME) == others
    assert others_named(without_others(text, OTTO, HOME), OTTO, HOME) == ()


@given(st.text(alphabet="@abo. /=_-\n()ä1", max_size=40))
def test_without_others_always_addresses_nobody_else(text: str) -> None:
    assert others_named(without_others(text, OTTO, HOME), OTTO, HOME) == ()
    assert others_named(without_others(f"@{text}", OTTO, HOME), OTTO, HOME) == ()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<br />b</p><p>c  d</p>", "a\nb\n\nc  d"),
        (
            "<ul>\n<li>x</li>\n<li><p>y</p><ol><li>z</li></ol></li></ul><p>after</p>",
            "- x\n- y\n  1. z\n\nafter",
        ),
        ("<blockquote><p>a</p><p>b<br>c</p></blockquote><p>d</p>", "> a\n\n> b\n> c\n\nd"),
        (
            '<p><a href="https://a.example/l"><span class="invisible">https://</span>a.example/l</a></p>',
            "https://a.example/l",
        ),
        (
            '<a href="https://evil.example">https://good.example</a>',
            "https://good.example (https://evil.example)",
        ),
        ('<a href="https://a.example/x">unsere Seite</a>', "unsere Seite (https://a.example/x)"),
        ('<a href="javascript:alert(1)">hier</a>', "hier"),
        ('<a href="https://town.test/tags/dsl" class="mention hashtag">#<span>dsl</span></a>', "#dsl"),
        (
            '<a href="https://far.example/@mia" class="u-url mention">@<span>mia</span></a> moin',
            "@mia@far.example moin",
        ),
        ("<pre><code>a\n  b</code></pre>", "a\n  b"),
        ("<p>x</p><script>alert(1)</script><style>p{}</style>", "x"),
        ("&lt;b&gt; &amp;amp; &#128075;", "<b> &amp; 👋"),
        ('<img alt=":blobcat:" src="x">', ":blobcat:"),
        ("</p></div>x<p", "x<p"),
        ("", ""),
    ],
)
def test_html_as_text(html: str, text: str) -> None:
    assert plain(html, {"https://far.example/@mia": "mia@far.example"}) == text


@given(st.text(alphabet="<>/apulibr \n&;\"='x!-", max_size=200))
def test_any_markup_is_some_text(html: str) -> None:
    assert "\0" not in plain(html, {})


def test_deep_markup_takes_no_time() -> None:
    begin = perf_counter()
    plain("<p><blockquote><ul><li>" * 5000 + "x", {})
    assert perf_counter() - begin < 5


@pytest.mark.shared
def test_every_sample_of_the_documentation_can_be_read_or_is_refused(shared_data: Path) -> None:
    read_well = 0
    for path in sorted((shared_data / "payloads/mastodon").rglob("*.json")):
        sample = json.loads(path.read_bytes())
        for status in sample if isinstance(sample, list) else [sample]:
            envelope = {
                "kind": "mention",
                "me": "x",
                "me_id": "1",
                "domain": "mastodon.social",
                "status": status,
            }
            try:
                read_well += len(read(json.dumps(envelope).encode()))
            except ValueError:
                continue
    assert read_well >= 3


@pytest.mark.shared
def test_naughty_strings_stay_what_they_are(shared_data: Path) -> None:
    for naughty in json.loads((shared_data / "naughty-strings/blns.json").read_text("utf-8")):
        assert measure(naughty) >= 0
        assert others_named(without_others(naughty, OTTO, HOME), OTTO, HOME) == ()
        assert isinstance(plain(naughty, {}), str)


def test_no_text_breaks_a_database() -> None:
    payload = Path(__file__).parents[2] / "src/hilft/channels/mastodon/payloads/mention-public.json"
    whole = json.loads(payload.read_bytes())
    whole["status"]["content"] = "<p>a\0b\ud800c 🙈</p>"
    whole["status"]["account"]["display_name"] = "\0\udfff"
    (event,) = read(json.dumps(whole).encode())
    for text in (event.text, event.html, event.author.display_name):
        assert "\0" not in text
        text.encode()
    assert event.text == "a\ufffdb\ufffdc 🙈"
