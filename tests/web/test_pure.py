"""What needs no house: links, times, languages, kinds of files, moments."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hilft.cases import TakenBy
from hilft.web import cookies
from hilft.web.case.snoozing import NoSuchTime, moment
from hilft.web.files.kinds import recognise
from hilft.web.languages import choose, language
from hilft.web.linking import lang_attribute, pieces, without_names
from hilft.web.paint import initials, tone
from hilft.web.times import Clock

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sieh https://a.test/x.", "https://a.test/x"),
        ("(https://a.test/x)", "https://a.test/x"),
        ("https://a.test/x_(y) da", "https://a.test/x_(y)"),
        ("https://a.test/?a=1&b=2!", "https://a.test/?a=1&b=2"),
        ("„https://a.test/ä“", "https://a.test/ä"),
    ],
)
def test_addresses_are_found_without_what_follows_them(text: str, address: str) -> None:
    assert [piece.text for piece in pieces(text) if piece.link] == [address]
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize("text", ["javascript:alert(1)", "<a href=x>", "data:text/html,x", "ftp://x", 'a"b'])
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert [(piece.text, piece.link) for piece in pieces(text)] == [(text, False)]


def test_a_line_of_the_list_begins_with_what_is_said() -> None:
    assert without_names("@wattkabel_hilft @a@b.test kein Netz") == "kein Netz"
    assert without_names("@wattkabel_hilft") == "@wattkabel_hilft"


def test_only_names_of_languages_become_attributes() -> None:
    assert lang_attribute("de-CH") == ' lang="de-CH"'
    assert lang_attribute('de" onclick="x') == ""
    assert lang_attribute("") == ""


@pytest.mark.parametrize(
    ("code", "zone", "short"),
    [
        ("de", "Europe/Berlin", "23:30"),
        ("en", "Europe/Berlin", "11:30\u202fPM"),
        ("de", "Asia/Tokyo", "07:30"),
    ],
)
def test_times_are_told_in_the_brands_zone(code: str, zone: str, short: str) -> None:
    assert Clock(ZoneInfo(zone), language(code), EVENING).short(EVENING) == short


def test_up_to_when_everything_is_there_is_told_to_the_second() -> None:
    clock = Clock(BERLIN, language("de"), EVENING)
    assert ">14:03:27</time>" in clock.exact(datetime(2026, 11, 23, 13, 3, 27, 900_000, tzinfo=UTC))
    assert ">22. Nov., 14:03:27</time>" in clock.exact(datetime(2026, 11, 22, 13, 3, 27, tzinfo=UTC))
    assert ">14:03</time>" in clock.element(datetime(2026, 11, 23, 13, 3, 27, tzinfo=UTC))


def test_another_day_is_named() -> None:
    clock = Clock(BERLIN, language("de"), EVENING)
    assert clock.short(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)) == "22. Nov., 09:00"
    assert clock.short(datetime(2025, 11, 22, 8, 0, tzinfo=UTC)) == "22. Nov. 2025, 09:00"


@pytest.mark.parametrize(
    ("wish", "at"),
    [
        ("1h", "2026-11-23T23:30:00+00:00"),
        ("tomorrow", "2026-11-24T08:00:00+00:00"),
        ("monday", "2026-11-30T08:00:00+00:00"),
        ("2026-07-01T09:00", "2026-07-01T07:00:00+00:00"),
    ],
)
def test_people_say_until_when_in_their_own_zone(wish: str, at: str) -> None:
    assert moment(wish, EVENING, BERLIN).isoformat() == at


@pytest.mark.parametrize("wish", ["", "x", "99h", "2026-13-01", "never"])
def test_no_time_is_no_time(wish: str) -> None:
    with pytest.raises(NoSuchTime):
        moment(wish, EVENING, BERLIN)


def test_a_problem_speaks_german() -> None:
    assert language("de").sentence(TakenBy(agent="Kai")) == "Kai hat diesen Fall gerade übernommen."
    assert language("en").sentence(TakenBy(agent="Kai")) == "Kai took this case a moment ago."


@pytest.mark.parametrize(
    ("wishes", "accept", "code"),
    [
        (("",), "de-DE,de;q=0.9", "de"),
        (("en",), "de", "en"),
        (("xx",), "", "de"),
        ((), "en;q=0.1, de;q=0.9", "de"),
        ((), "en;q=x, de;q=0", "de"),
        ((), "*", "de"),
    ],
)
def test_the_language_follows_wish_then_browser_then_brand(
    wishes: tuple[str, ...], accept: str, code: str
) -> None:
    assert choose(wishes, accept, "de").code == code


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"\0\0\0\x1cftypisom", "video/mp4"),
        (b"<svg xmlns", None),
        (b"<!doctype html>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_bytes_say(start: bytes, kind: str | None) -> None:
    assert recognise(start) == kind


def test_a_mask_is_another_one_each_time_and_comes_off() -> None:
    one, two = cookies.mask("token"), cookies.mask("token")
    assert one != two
    assert cookies.unmask(one) == cookies.unmask(two) == "token"


@pytest.mark.parametrize("text", ["", "x", "äöü", "====", "AAA"])
def test_what_was_never_masked_is_no_token(text: str) -> None:
    assert cookies.unmask(text) in {"", "\x00"} or len(text) < 4


def test_people_without_a_picture_get_letters_and_a_steady_colour() -> None:
    assert [initials(name) for name in ("Otto Nagel", "mia", "@jonas", "🙂", "")] == [
        "ON",
        "M",
        "J",
        "?",
        "?",
    ]
    assert tone("Otto") == tone("Otto") < 8


def test_a_sentence_that_was_filled_long_ago_is_told_in_the_readers_language() -> None:
    german, english = language("de"), language("en")
    kept = "The network refused it: Text can't be blank"
    assert german.told(kept) == "Das Netzwerk hat es abgelehnt: Text can't be blank"
    assert german.told("The network is in trouble (502).").endswith("(502).")
    assert "trouble" not in german.told("The network is in trouble (502).")
    assert english.told(kept) == kept
    assert german.told("Nobody wrote this {down}") == "Nobody wrote this {down}"
    assert german.told("The network did not answer, so it is not known whether the answer arrived.") != (
        "The network did not answer, so it is not known whether the answer arrived."
    )
