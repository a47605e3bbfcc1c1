"""Rate limits, the server's own description, addresses: what is remembered and what is believed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from hilft.channels import (
    AccountConfig,
    Later,
    OutboundMessage,
    Refused,
    Surroundings,
    Unknown,
    Visibility,
    build,
)
from hilft.channels.mastodon import Mastodon
from hilft.channels.mastodon.address import server_address
from hilft.channels.mastodon.facts import capabilities, facts
from hilft.channels.mastodon.rates import Rates, reset_at
from hilft.channels.mastodon.stream import hint
from hilft.town import TownSettings
from tests.channels.square import OPERATOR, SEEDS, Square

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class TestOnABusyServer:
    @pytest.fixture
    def town_settings(self) -> TownSettings:
        return TownSettings(operator_token=OPERATOR, seeds=SEEDS, requests=20)

    async def test_reading_stops_before_the_limit_and_answering_still_works(
        self, square: Square, desk: Mastodon
    ) -> None:
        async def pull_on() -> None:
            cursor = None
            for _ in range(30):
                cursor = (await desk.pull(cursor, 10)).next_cursor

        with pytest.raises(Later) as raised:
            await pull_on()
        assert raised.value.retry_at is not None
        assert raised.value.retry_at > datetime.now(UTC)
        await desk.send(OutboundMessage("k", "Moin ^ro", Visibility.PUBLIC))
        assert len(square.town.state.statuses.by_id) == 1


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026-05-04T12:03:00.000000Z", NOW + timedelta(minutes=3)),
        ("2026-05-04T12:03:00", NOW + timedelta(minutes=3)),
        (str(int(NOW.timestamp()) + 60), NOW + timedelta(minutes=1)),
        ("90", NOW + timedelta(seconds=90)),
        ("Mon, 04 May 2026 12:02:00 GMT", NOW + timedelta(minutes=2)),
        ("2099-01-01T00:00:00Z", NOW + timedelta(hours=4)),
        ("99999999999999999999", NOW + timedelta(hours=4)),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_reset_times(said: str, found: datetime | None) -> None:
    assert reset_at(said, NOW) in {found, None} if said.startswith("9999") else reset_at(said, NOW) == found


def test_rates_leave_a_reserve_for_answers() -> None:
    rates = Rates()
    said = {
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "30",
        "x-ratelimit-reset": "2026-05-04T12:05:00Z",
    }
    rates.learn("read", said, NOW)
    assert rates.wait_until("read", NOW, leave_reserve=True) == NOW + timedelta(minutes=5)
    assert rates.wait_until("read", NOW, leave_reserve=False) is None
    assert rates.wait_until("media", NOW, leave_reserve=True) is None
    assert rates.wait_until("read", NOW + timedelta(minutes=6), leave_reserve=True) is None
    rates.learn("read", {"x-ratelimit-remaining": "nonsense"}, NOW)
    assert rates.wait_until("read", NOW, leave_reserve=True) is not None
    rates.learn("read", said | {"x-ratelimit-remaining": "0"}, NOW)
    assert rates.wait_until("read", NOW, leave_reserve=False) == NOW + timedelta(minutes=5)


def test_facts_of_both_versions_and_of_nonsense() -> None:
    new = facts(
        {
            "domain": "Social.Example",
            "configuration": {
                "urls": {"streaming": "wss://s.social.example"},
                "statuses": {"max_characters": 5000, "characters_reserved_per_url": 30},
                "media_attachments": {"image_size_limit": 7, "supported_mime_types": ["image/png"]},
            },
        }
    )
    assert (new.domain, new.streaming, new.characters) == ("social.example", "wss://s.social.example", 5000)
    assert new.measure("https://a.example/") == 30
    assert capabilities(new).attachment_types == ("image/png",)
    old = facts(
        {
            "uri": "old.example",
            "urls": {"streaming_api": "wss://old.example"},
            "version": "2.7.2 (GoToSocial)",
        }
    )
    assert (old.domain, old.streaming, old.characters) == ("old.example", "wss://old.example", 500)
    assert (
        capabilities(
            facts({"version": "0.20.1+git", "source_url": "x/gotosocial"})
        ).native_idempotency_seconds
        == 0
    )
    strange = facts({"domain": "a.example", "configuration": {"statuses": {"max_characters": -1}, "urls": 7}})
    assert (strange.characters, strange.streaming) == (500, "")


@pytest.mark.parametrize(
    ("given", "loopback", "origin"),
    [
        ("https://social.example/", False, "https://social.example"),
        ("social.example", False, "https://social.example"),
        ("http://127.0.0.1:8481", True, "http://127.0.0.1:8481"),
        ("http://localhost:8481/", True, "http://localhost:8481"),
        ("http://[::1]:8481", True, "http://[::1]:8481"),
        ("https://münchen.example", False, "https://xn--mnchen-3ya.example"),
    ],
)
def test_addresses_of_servers(given: str, loopback: bool, origin: str) -> None:
    assert server_address(given, allow_loopback=loopback) == origin


@pytest.mark.parametrize(
    "given",
    ["http://social.example", "http://127.0.0.1:1", "ftp://a.example", "https://u:p@a.example", "https://a.example/x", "https://a.example?x", "", "https://", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "https://[::1"],
)  # fmt: skip
def test_addresses_that_are_refused(given: str) -> None:
    with pytest.raises(Refused):
        server_address(given, allow_loopback=False)
    if "127.0.0.1:1" not in given:
        with pytest.raises(Refused):
            server_address(given, allow_loopback=True)


def test_a_token_must_be_one() -> None:
    outside = Surroundings(httpx.AsyncClient(), lambda: NOW)
    for token in ("", "  ", "a\nb", "ä"):
        with pytest.raises(Refused, match="token"):
            build("mastodon", AccountConfig({"url": "https://a.example"}, {"token": token}), outside)


def test_hints_never_fail() -> None:
    me: Any = None
    for event, payload in (
        ("filters_changed", None),
        ("delete", 7),
        ("", ""),
        ("update", None),
        ("announcement", "x"),
    ):
        assert hint(event, payload, me) is None


def desk_of(answer: Callable[[httpx.Request], httpx.Response]) -> Mastodon:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Mastodon(
        AccountConfig({"url": "https://a.example"}, {"token": "t"}), Surroundings(http, lambda: NOW)
    )


async def test_a_flood_is_not_swallowed() -> None:
    """Five megabytes are the most that is read of any answer."""
    desk = desk_of(lambda _request: httpx.Response(200, content=b" " * 6_000_000))
    with pytest.raises(Later, match="cannot be read"):
        await desk.identify()


async def test_a_post_answered_with_a_flood_is_unknown() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(200, content=b" " * 6_000_000)
        return httpx.Response(200, json={"domain": "a.example"})

    with pytest.raises(Unknown):
        await desk_of(answer).send(OutboundMessage("k", "Moin", Visibility.PUBLIC))


async def test_a_malformed_thing_is_kept_and_stops_nobody() -> None:
    account = {"id": "1", "acct": "desk", "username": "desk", "url": "https://a.example/@desk"}
    good = {
        "id": "5",
        "uri": "u5",
        "created_at": "2026-05-04T12:00:00Z",
        "visibility": "public",
        "content": "<p>x</p>",
    }
    notices = [
        {"id": "9", "type": "mention", "status": good | {"account": account}},
        {"id": "8", "type": "mention", "status": {"id": "4", "content": "no uri"}},
        {"id": "7", "type": "a.new.kind", "status": good},
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/notifications"):
            return httpx.Response(200, json=notices)
        if request.url.path.endswith("/statuses"):
            return httpx.Response(200, json=[])
        return httpx.Response(200, json=account if "verify" in request.url.path else {"domain": "a.example"})

    desk = desk_of(answer)
    items = (await desk.pull(None, 40)).items
    keys = sorted(item.dedupe_key.split(":")[0] for item in items)
    assert keys == ["malformed", "status"]
    (broken,) = (item for item in items if item.dedupe_key.startswith("malformed"))
    with pytest.raises(ValueError, match="missing"):
        desk.read(broken.payload)
