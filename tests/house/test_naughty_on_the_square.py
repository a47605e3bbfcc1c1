"""Awkward strings there and back over real HTTP: what Otto writes is what the desk shows, what the desk sends stands there.

Mastodon's rules in between: blanks at both ends are taken off (Ruby's ``strip``), and a text longer than the limit
or without anything visible is refused whole, the server's own domain is left out of a mention when it is shown.
"""

import json
from pathlib import Path

import pytest

from hilft.accounts import AccountRole
from hilft.channels import Addressing, MessageRef, OutboundMessage, Profile, Refused, Visibility
from tests.house.desk import Desk
from tests.town.square import Square

pytestmark = [pytest.mark.anyio, pytest.mark.house, pytest.mark.shared]

BLANKS = "\t\n\v\f\r \0"


@pytest.fixture
def strings(shared_data: Path) -> list[str]:
    found: list[str] = json.loads((shared_data / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    return [
        *found,
        "zwei\nZeilen",
        "zwei\n\nAbsätze",
        "<b>&amp;</b>",
        "@otto @mia @ina@elsewhere.test #hash https://x.test/?a=b&c=d#e",
    ]


async def test_what_is_written_on_the_square_is_what_the_desk_shows(
    square: Square, desk: Desk, strings: list[str]
) -> None:
    (account,) = await desk.brand_with(square.origin, {"wattkabel_hilft": AccountRole.SERVICE})
    _, cursor = await desk.pull_all(account, None)
    written = {}
    for text in strings:
        status = await square.say("otto", f"@wattkabel_hilft {text}")
        written[status["uri"]] = f"@wattkabel_hilft {text}".strip(BLANKS)
    items, _ = await desk.pull_all(account, cursor)
    await desk.deliver(account, items)
    shown = {
        row["external_id"]: row["text"]
        for row in await desk.pool.fetch("select external_id, text from messages")
    }
    assert shown == written


async def test_what_the_desk_sends_is_what_stands_on_the_square(
    square: Square, desk: Desk, strings: list[str]
) -> None:
    (account,) = await desk.brand_with(square.origin, {"wattkabel_hilft": AccountRole.SERVICE})
    channel = await desk.switchboard.channel_of(account)
    assert isinstance(channel, Addressing)
    asked = await square.say("otto", "@wattkabel_hilft Kein Internet.")
    otto = Profile(asked["account"]["uri"], "@otto@town.test", url=asked["account"]["url"])
    to = MessageRef(asked["uri"], (f"town.test#{asked['id']}",))
    sent = 0
    for number, text in enumerate(strings):
        message = OutboundMessage(f"key-{number}", text, Visibility.PUBLIC, "public", to, otto)
        full = channel.full_text(text, otto)
        try:
            found = await channel.send(message)
        except Refused:
            limit = channel.capabilities.text[Visibility.PUBLIC]
            assert not text.strip() or limit.measure(full) > limit.maximum, text
            continue
        status = square.town.state.statuses.by_id[int(found.message.names[0].partition("#")[2])]
        assert status.text == full.strip(BLANKS)
        sent += 1
    assert sent > len(strings) - 5
