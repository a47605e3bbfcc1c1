"""Signing in, and being kept out."""

import logging
import time
from datetime import timedelta
from statistics import median

import anyio
import pytest
from argon2 import PasswordHasher

from hilft import staff
from hilft.db import Connection, Pool, Transaction, transaction
from hilft.ids import BrandId
from hilft.staff import store
from hilft.staff.actions import passwords
from tests.staff.conftest import NOW, PASSWORD, found, hire

pytestmark = pytest.mark.anyio
MINUTE = timedelta(minutes=1)


async def attempt(
    tx: Transaction, brand: BrandId, login: str, password: str, *, minute: int = 0, ip: str = "192.0.2.1"
) -> staff.SignedIn | staff.Rejected:
    """Try the door at this minute of the day."""
    return await staff.sign_in(tx, brand, login, password, origin_ip=ip, now=NOW + minute * MINUTE)


def why(outcome: staff.SignedIn | staff.Rejected) -> type:
    """Tell signed in from the kinds of rejection."""
    return type(outcome.problem) if isinstance(outcome, staff.Rejected) else type(outcome)


async def test_the_right_password_opens_a_session_and_one_is_here(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    tx.nudges.clear()
    signed = await attempt(tx, brand, "Romina", PASSWORD)
    assert isinstance(signed, staff.SignedIn)
    assert signed.agent.presence is staff.Presence.HERE
    assert (brand, "staff") in tx.nudges
    session = await staff.session(conn, signed.session_token, NOW)
    assert session is not None
    assert (session.agent, session.csrf) == (signed.agent, signed.csrf)


async def test_the_password_may_be_typed_on_any_keyboard(tx: Transaction, brand: BrandId) -> None:
    await hire(tx, brand, "juergen", "Jürgen Grün", "jg", password="Gru\N{COMBINING DIAERESIS}ne Leitung")
    assert why(await attempt(tx, brand, "juergen", "Grüne Leitung")) is staff.SignedIn


@pytest.mark.parametrize(
    "password", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), "nul\x00", "\ud800", "x" * 5000]
)
async def test_a_wrong_password_is_rejected(
    tx: Transaction, brand: BrandId, romina: staff.Agent, password: str
) -> None:
    assert why(await attempt(tx, brand, "romina", password)) is staff.WrongLogin


async def test_five_failures_close_the_door_even_to_the_right_password(
    tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    for _ in range(5):
        assert why(await attempt(tx, brand, "romina", "wrong")) is staff.WrongLogin
    closed = await attempt(tx, brand, "romina", PASSWORD, ip="198.51.100.9")
    assert isinstance(closed, staff.Rejected)
    assert str(closed.problem) == "Too many attempts. Try again in 1 min."
    assert closed.problem.status == 429
    assert why(await attempt(tx, brand, "romina", PASSWORD, minute=2)) is staff.SignedIn


async def test_success_wipes_the_slate(tx: Transaction, brand: BrandId, romina: staff.Agent) -> None:
    for _ in range(2):
        for _ in range(4):
            await attempt(tx, brand, "romina", "wrong")
        assert why(await attempt(tx, brand, "romina", PASSWORD)) is staff.SignedIn


async def test_unknown_logins_are_counted_alike(tx: Transaction, brand: BrandId) -> None:
    kinds = [why(await attempt(tx, brand, "nobody", "wrong")) for _ in range(6)]
    assert kinds == [staff.WrongLogin] * 5 + [staff.TooManyAttempts]


async def test_one_origin_cannot_try_many_logins(
    tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    for number in range(30):
        assert why(await attempt(tx, brand, f"guess{number}", "wrong")) is staff.WrongLogin
    assert why(await attempt(tx, brand, "romina", PASSWORD)) is staff.TooManyAttempts
    assert why(await attempt(tx, brand, "romina", PASSWORD, ip="198.51.100.9")) is staff.SignedIn


async def test_guesses_at_the_same_moment_are_all_counted(pool: Pool) -> None:
    async with transaction(pool) as tx:
        brand = await found(tx, "wattkabel")
        await hire(tx, brand, "romina", "Romina Sommer", "ro")
    kinds: list[type] = []

    async def guess() -> None:
        async with transaction(pool) as tx:
            kinds.append(why(await attempt(tx, brand, "romina", "wrong")))

    async with anyio.create_task_group() as group:
        for _ in range(9):
            group.start_soon(guess)
    assert (kinds.count(staff.WrongLogin), kinds.count(staff.TooManyAttempts)) == (5, 4)


async def test_an_unknown_login_walks_the_same_path(
    tx: Transaction, brand: BrandId, romina: staff.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    real = passwords.matches

    async def watched(password_hash: str, password: str) -> bool:
        compared.append(password_hash)
        return await real(password_hash, password)

    monkeypatch.setattr(passwords, "matches", watched)
    await attempt(tx, brand, "romina", "wrong")
    await attempt(tx, brand, "nobody", "wrong")
    await staff.disable_agent(tx, romina, NOW)
    await attempt(tx, brand, "romina", PASSWORD)
    assert len(compared) == 3
    assert compared[1:] == [passwords.OF_NOBODY] * 2
    assert {each.rsplit("$", 2)[0] for each in compared} == {passwords.OF_NOBODY.rsplit("$", 2)[0]}


async def test_the_hash_of_nobody_costs_what_a_real_one_costs() -> None:
    real = await passwords.hashed(PASSWORD)
    times: dict[str, list[float]] = {real: [], passwords.OF_NOBODY: []}
    for _ in range(7):
        for each, spent in times.items():
            start = time.thread_time()
            assert not passwords._matches(each, "wrong")
            spent.append(time.thread_time() - start)
    assert 0.5 < median(times[real]) / median(times[passwords.OF_NOBODY]) < 2
    assert not passwords.outdated(passwords.OF_NOBODY)


async def test_an_old_hash_is_renewed_at_sign_in(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    await store.set_password(conn, brand, romina.id, old)
    assert why(await attempt(tx, brand, "romina", PASSWORD)) is staff.SignedIn
    now = await store.credentials_of_login(conn, brand, "romina")
    assert now is not None
    assert not passwords.outdated(now.password_hash)
    assert why(await attempt(tx, brand, "romina", PASSWORD)) is staff.SignedIn


async def test_an_unreadable_hash_lets_nobody_in(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    await store.set_password(conn, brand, romina.id, "!")
    assert why(await attempt(tx, brand, "romina", "!")) is staff.WrongLogin


async def test_nothing_secret_is_shown_or_logged(
    tx: Transaction, brand: BrandId, romina: staff.Agent, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed = await attempt(tx, brand, "romina", PASSWORD)
    assert isinstance(signed, staff.SignedIn)
    session = await staff.session(tx, signed.session_token, NOW)
    assert session is not None
    shown = f"{signed!r} {session!r} {caplog.text}"
    for secret in (signed.session_token, signed.csrf, PASSWORD, repr(session.token_hash)):
        assert secret not in shown
