"""Two colleagues, one case, the same moment: exactly one wins; the same form three times posts once."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from hilft import staff
from hilft.app import House
from hilft.cases import Answer, Replied, reply
from hilft.channels import Visibility
from hilft.db import fetch_value, transaction
from hilft.staff import Agent
from tests.api.conftest import EIGHT, Office, client_of
from tests.api.conftest import house as house  # noqa: PLC0414 - a fixture
from tests.api.conftest import office as office  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.anyio


@pytest.fixture
def races(prove: bool) -> int:
    return 500 if prove else 40


@pytest.fixture
async def two(house: House, office: Office) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """Romina's program and Kai's, each with connections of its own."""
    async with transaction(house.pool) as tx:
        token = await staff.create_token(tx, office.kai, "race", EIGHT)
    async with client_of(house, office.token) as romina, client_of(house, token) as kai:
        yield romina, kai


async def test_of_two_claims_exactly_one_wins(
    office: Office, two: tuple[httpx.AsyncClient, httpx.AsyncClient], races: int
) -> None:
    await office.hear("Kein Internet.")
    (code,) = await office.codes()
    for _ in range(races):
        answers = await asyncio.gather(*(each.post(f"/cases/{code}/claim") for each in two))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        winner = two[0] if answers[0].is_success else two[1]
        released = await winner.post(f"/cases/{code}/release")
        assert released.json()["owner"] is None


async def test_the_same_answer_sent_twice_at_once_is_one(
    office: Office, two: tuple[httpx.AsyncClient, httpx.AsyncClient], races: int
) -> None:
    """Both windows of one agent, each pressing send: one message, one delivery, both are told of it."""
    await office.hear("Kein Internet.")
    (code,) = await office.codes()
    romina, _ = two
    async with client_of(office.house, office.token) as other:
        for number in range(races):
            body = {"text": f"Wir schauen nach ({number}).", "visibility": "public", "hold_seconds": 0}
            answers = await asyncio.gather(
                *(
                    each.post(f"/cases/{code}/replies", json=body, headers={"Idempotency-Key": f"k{number}"})
                    for each in (romina, other, romina)
                )
            )
            assert [answer.status_code for answer in answers] == [201] * 3
            assert len({answer.json()["id"] for answer in answers}) == 1
    assert await _count(office, "messages", "direction = 'out'") == races
    assert await _count(office, "deliveries", "true") == races


async def test_of_two_answers_to_the_same_state_exactly_one_leaves(office: Office, races: int) -> None:
    """Romina and Kai saw the same page and press send: one answer leaves, the other one is shown what is new."""
    await office.hear("Kein Internet.")
    (code,) = await office.codes()
    for number in range(races):
        version = (await office.get("/cases"))["items"][0]["version"]
        results = await asyncio.gather(
            *(_reply(office, agent, code, f"{number}", version) for agent in (office.romina, office.kai)),
            return_exceptions=True,
        )
        assert sorted(type(result).__name__ for result in results) == ["Replied", "Stale"]
    assert await _count(office, "deliveries", "true") == races


async def _reply(office: Office, agent: Agent, code: str, text: str, version: int) -> Replied:
    answer = Answer(f"Wir schauen nach. {text}", Visibility.PUBLIC, hold_seconds=0, seen_version=version)
    async with transaction(office.house.pool) as tx:
        return await reply(tx, office.house.switchboard, agent, code, answer, office.clock())


async def _count(office: Office, table: str, where: str) -> int:
    async with office.house.pool.acquire() as conn:
        found: int = await fetch_value(conn, f"select count(*) from {table} where {where}")  # noqa: S608 - our words
        return found
