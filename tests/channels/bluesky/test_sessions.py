"""Signed in once, kept, refreshed, revoked; what breaks on the way says whether it may have been done."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import anyio
import httpx
import pytest

from hilft.channels import (
    Later,
    MessageRef,
    OutboundMessage,
    Pocket,
    PublicClient,
    Refused,
    Surroundings,
    Unauthorized,
    Unknown,
    Visibility,
    pin,
)
from hilft.channels.bluesky import Bluesky
from hilft.ids import new_id
from tests.channels.bluesky.town import Person, Town, channel_of, config

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


class Counting(PublicClient):
    """The house's client, which notes every call it makes."""

    def __init__(self) -> None:
        super().__init__(allow_loopback=True)
        self.asked: list[str] = []
        self.event_hooks = {"request": [self._note]}

    async def _note(self, request: httpx.Request) -> None:
        self.asked.append(request.url.path.rpartition("/")[2].rpartition(".")[2])

    def count(self, name: str) -> int:
        return self.asked.count(name)


@asynccontextmanager
async def outside_world(pocket: Pocket) -> AsyncIterator[tuple[Surroundings, Counting]]:
    async with Counting() as http:
        yield (
            Surroundings(
                http, lambda: datetime.now(UTC), allow_loopback=True, keeper=pocket,
                pin=partial(pin, allow_loopback=True),
            ),
            http,
        )  # fmt: skip


async def test_signed_in_once_for_all_starts_and_processes(town: Town, service: Person) -> None:
    pocket = Pocket()
    async with outside_world(pocket) as (outside, http):
        for _ in range(3):
            channel = channel_of(town, service, outside, pocket)
            assert (await channel.identify()).external_id == service.did
        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(channel.identify)
        assert http.count("createSession") == 1
        assert "accessJwt" not in repr(channel)


async def test_a_session_that_ran_out_is_refreshed_once_and_kept(town: Town, service: Person) -> None:
    pocket = Pocket()
    async with outside_world(pocket) as (outside, http):
        await channel_of(town, service, outside, pocket).identify()
        kept = json.loads(pocket.kept["session"])
        await pocket.keep({"session": json.dumps({**kept, "access": "not.valid.anymore"})})
        channel = channel_of(town, service, outside, pocket)
        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(channel.pull, None, 10)
        assert (http.count("createSession"), http.count("refreshSession")) == (1, 1)
        assert json.loads(pocket.kept["session"])["refresh"] != kept["refresh"]


async def test_what_another_process_refreshed_is_taken_over(town: Town, service: Person) -> None:
    pocket = Pocket()
    async with outside_world(pocket) as (outside, http):
        one, other = (channel_of(town, service, outside, pocket) for _ in range(2))
        await one.identify()
        kept = json.loads(pocket.kept["session"])
        stale = {"session": json.dumps({**kept, "access": "not.valid.anymore"})}
        await pocket.keep(stale)
        await other.identify()  # refreshed, and kept
        one._home.client.sessions._session = None
        fresh = dict(pocket.kept)
        await pocket.keep(stale)
        await one._home.client.sessions.current()
        await pocket.keep(fresh)
        await one.identify()
        assert (http.count("createSession"), http.count("refreshSession")) == (1, 1)


async def test_a_revoked_session_signs_in_anew_and_a_revoked_password_says_so(
    town: Town, service: Person
) -> None:
    pocket = Pocket()
    name, password = await service.app_password()
    async with outside_world(pocket) as (outside, http):
        channel = Bluesky(config(town, service, password), outside)
        await channel.identify()
        refresh = json.loads(pocket.kept["session"])["refresh"]
        async with httpx.AsyncClient() as plain:
            await plain.post(
                f"{town.pds}/xrpc/com.atproto.server.deleteSession",
                headers={"Authorization": f"Bearer {refresh}"},
            )
        await break_access(pocket)
        await Bluesky(config(town, service, password), outside).identify()
        assert http.count("createSession") == 2
        await service.revoke(name)
        await break_access(pocket)
        with pytest.raises(Unauthorized, match="Invalid identifier or password"):
            await Bluesky(config(town, service, password), outside).identify()


async def test_another_password_does_not_find_the_old_session(town: Town, service: Person) -> None:
    pocket = Pocket()
    async with outside_world(pocket) as (outside, _):
        await channel_of(town, service, outside, pocket).identify()
        with pytest.raises(Unauthorized):
            await Bluesky(config(town, service, "a wrong one"), outside).identify()


async def break_access(pocket: Pocket) -> None:
    kept = json.loads(pocket.kept["session"])
    await pocket.keep({"session": json.dumps({**kept, "access": "not.valid.anymore"})})


async def test_a_server_that_stops_in_mid_send_leaves_no_second_post(
    town: Town, service: Person, otto: Person
) -> None:
    """The server takes the post, and its answer never comes: `Unknown`, and under the same key nothing doubles."""
    pocket = Pocket()
    question = await otto.post("kein Netz", to=[service])
    async with outside_world(pocket) as (outside, http):
        channel = channel_of(town, service, outside, pocket)
        await channel.identify()

        async def cut(response: httpx.Response) -> None:
            if response.request.url.path.endswith("putRecord"):
                raise httpx.ReadError("the server is gone", request=response.request)

        http.event_hooks = {"request": [http._note], "response": [cut]}
        event = next(
            e for item in await channel.thread(MessageRef(question.uri)) for e in channel.read(item.payload)
        )
        message = OutboundMessage(
            str(new_id()), "Wir schauen nach.", Visibility.PUBLIC, in_reply_to=event.message
        )
        with pytest.raises(Unknown):
            await channel.send(message)
        http.event_hooks = {"request": [http._note], "response": []}
        found = await channel.find_sent(message)
        assert found is not None
        assert (await channel.send(message)).message == found.message
        await otto.shown(found.message.external_id)
        assert len(await otto.replies_to(question.uri)) == 1


def answering(status: int, body: object = None, headers: dict[str, str] | None = None) -> httpx.MockTransport:
    """A server that lets us in and then gives this one answer."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("createSession") and status not in {401, 429}:
            told = {"did": "did:plc:desk", "handle": "desk.example", "accessJwt": "a", "refreshJwt": "r"}
            return httpx.Response(200, json=told)
        return httpx.Response(status, json=body or {}, headers=headers)

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(
    ("status", "body", "headers", "error", "said"),
    [
        (429, {}, {"ratelimit-reset": str(int(NOW.timestamp()) + 600)}, Later, "slow down"),
        (401, {"error": "AuthFactorTokenRequired"}, {}, Unauthorized, "second factor"),
        (
            401,
            {"error": "AccountTakedown", "message": "Account has been taken down"},
            {},
            Unauthorized,
            "taken down",
        ),
        (500, {}, {}, Later, "trouble"),
        (503, {}, {"retry-after": "30"}, Later, "trouble"),
        (302, {}, {"location": "https://evil.example"}, Later, "trouble"),
        (200, [], {}, Later, "cannot be read"),
        (400, {"error": "InvalidRequest", "message": "Odd"}, {}, Refused, "Odd"),
        (400, {"error": "AccountTakedown", "message": "Off"}, {}, Refused, "switched off"),
    ],
)
async def test_every_answer_is_one_of_the_contracts_errors(
    status: int, body: object, headers: dict[str, str], error: type[Exception], said: str
) -> None:
    async with httpx.AsyncClient(transport=answering(status, body, headers)) as http:
        account = config(Town("https://pds.example"), Person(None, "did:plc:desk", "desk.example"))
        channel = Bluesky(account, Surroundings(http, lambda: NOW))
        with pytest.raises(error, match=said) as raised:
            await channel.profile("did:plc:otto")
        if status == 429:
            assert isinstance(raised.value, Later)
            assert raised.value.retry_at == NOW + timedelta(minutes=10)


async def test_the_allowance_is_left_to_answers_before_it_is_used_up() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        told = {"did": "did:plc:desk", "handle": "desk.example", "accessJwt": "a", "refreshJwt": "r"}
        left = {
            "ratelimit-limit": "3000",
            "ratelimit-remaining": "20",
            "ratelimit-reset": str(int(NOW.timestamp()) + 60),
        }
        return httpx.Response(200, json=told, headers=left)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        account = config(Town("https://pds.example"), Person(None, "did:plc:desk", "desk.example"))
        channel = Bluesky(account, Surroundings(http, lambda: NOW))
        await channel.identify()
        before = len(asked)
        with pytest.raises(Later, match="slow down"):
            await channel.pull(None, 10)
        assert len(asked) == before  # not even asked
        await channel._home.client.read("app.bsky.actor.getProfile", answering=True)
        assert len(asked) == before + 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"service": "http://pds.example"}, "https"),
        ({"service": "https://pds.example/x"}, "path"),
        ({"service": "https://me@pds.example"}, "not the address"),
        ({"handle": " "}, "handle"),
        ({"jetstream": "https://jetstream.example"}, "wss"),
        ({"private": "javascript:x"}, "page|not the address"),
    ],
)
async def test_settings_that_cannot_be_used_are_refused(told: dict[str, str], said: str) -> None:
    account = config(Town("https://pds.example"), Person(None, "did:plc:desk", "desk.example"), **told)
    async with httpx.AsyncClient() as http:
        with pytest.raises(Refused, match=said):
            Bluesky(account, Surroundings(http, lambda: NOW, allow_loopback=True))
