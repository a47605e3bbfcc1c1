"""A client that was written for the real network, by others."""

import asyncio
from typing import Any

import pytest
from mastodon import Mastodon, StreamListener

from tests.town.square import Square
from tests.town.test_people import PNG

pytestmark = pytest.mark.anyio
DESK = "wattkabel_hilft"


def by(square: Square, handle: str) -> Mastodon:
    return Mastodon(access_token=f"token-{handle}", api_base_url=square.origin, ratelimit_method="throw")


class Ear(StreamListener):
    def __init__(self) -> None:
        self.heard: list[Any] = []

    def on_notification(self, notification: Any) -> None:
        self.heard.append(notification)


def converse(square: Square) -> None:
    """The main job, as Mastodon.py speaks it."""
    otto, desk = by(square, "otto"), by(square, DESK)
    assert desk.account_verify_credentials().acct == DESK
    assert desk.instance_v2().configuration.statuses.max_characters == 500
    asked = otto.status_post(f"@{DESK} kaputt", visibility="public", language="de", idempotency_key="k")
    assert otto.status_post(f"@{DESK} kaputt", idempotency_key="k").id == asked.id
    (notice,) = desk.notifications(types=["mention"])
    assert notice.status.id == asked.id
    answer = desk.status_reply(asked, "ich schaue nach")
    assert [each.id for each in otto.status_context(asked).descendants] == [answer.id]
    media = otto.media_post(PNG, mime_type="image/png", description="Lampe")
    with_picture = otto.status_post("Bild", media_ids=[media], in_reply_to_id=answer)
    assert with_picture.media_attachments[0].description == "Lampe"
    assert otto.status_update(with_picture, "anderes Bild", media_ids=[media]).edited_at is not None
    otto.status_delete(with_picture)
    otto.status_favourite(answer)
    otto.account_follow(desk.me())
    assert {notice.type for notice in desk.notifications()} == {"mention", "favourite", "follow"}
    otto.status_post(f"@{DESK} privat", visibility="direct")
    (conversation,) = desk.conversations()
    assert conversation.unread
    assert [each.id for each in desk.fetch_remaining(desk.notifications(limit=1))] == [
        each.id for each in desk.notifications()
    ]
    assert otto.search_v2("watt").accounts[0].acct == DESK


async def test_mastodon_py_holds_a_conversation(square: Square) -> None:
    await asyncio.to_thread(converse, square)


async def test_mastodon_py_registers_and_listens(square: Square) -> None:
    client_id, secret = await asyncio.to_thread(
        Mastodon.create_app, "Probe", api_base_url=square.origin, scopes=["read", "write"]
    )
    greta = Mastodon(client_id=client_id, client_secret=secret, api_base_url=square.origin)
    await asyncio.to_thread(
        greta.create_account,
        "greta",
        "langes passwort",
        "greta@example.org",
        agreement=True,
        scopes=["read", "write"],
    )
    assert (await asyncio.to_thread(greta.me)).acct == "greta"
    ear = Ear()
    stream = await asyncio.to_thread(greta.stream_user, ear, run_async=True, reconnect_async=False)
    await square.say("otto", "@greta willkommen")
    for _ in range(200):
        if ear.heard:
            break
        await asyncio.sleep(0.02)
    await asyncio.to_thread(stream.close)
    assert [notice.type for notice in ear.heard] == ["mention"]
    assert ear.heard[0].status.content.endswith("willkommen</p>")
