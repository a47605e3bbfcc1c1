"""People join, change and leave."""

import pytest

from hilft import staff
from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.problems import Problem
from tests.staff.conftest import NOW, PASSWORD, hire

pytestmark = pytest.mark.anyio


async def test_a_new_agent_is_found_by_login_and_initials(
    conn: Connection, brand: BrandId, romina: staff.Agent
) -> None:
    for typed in ("romina", " ROMINA ", "ro", "^ro", "RO"):
        assert await staff.find_agent(conn, brand, typed) == romina
    for typed in ("", "^", "nobody", "ro mina", "\x00"):
        assert await staff.find_agent(conn, brand, typed) is None
    assert await staff.agent_by_id(conn, brand, romina.id) == romina


async def test_a_login_wins_over_initials(conn: Connection, tx: Transaction, brand: BrandId) -> None:
    await hire(tx, brand, "kai", "Kai Brandt", "ro")
    named = await hire(tx, brand, "ro", "Rolf Otte", "rx")
    assert await staff.find_agent(conn, brand, "ro") == named


async def test_a_taken_login_is_told(tx: Transaction, brand: BrandId, romina: staff.Agent) -> None:
    with pytest.raises(staff.LoginTaken, match=r"The login romina is taken\."):
        await hire(tx, brand, "Romina", "Romina Winter", "rw")


async def test_taken_initials_say_whose_they_are(
    tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    with pytest.raises(staff.InitialsTaken, match="The initials ro belong to Romina Sommer"):
        await hire(tx, brand, "rolf", "Rolf Otte", "ro")


async def test_who_left_frees_the_initials_but_not_the_login(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    await staff.disable_agent(tx, romina, NOW)
    assert await staff.agent_by_id(conn, brand, romina.id) is None
    assert await staff.find_agent(conn, brand, "romina") is None
    await hire(tx, brand, "rolf", "Rolf Otte", "ro")
    with pytest.raises(staff.LoginTaken):
        await hire(tx, brand, "romina", "Romina Winter", "rw")


async def test_the_last_administrator_stays(tx: Transaction, brand: BrandId) -> None:
    hauke = await hire(tx, brand, "hauke", "Hauke Petersen", "ha", staff.Role.ADMIN)
    with pytest.raises(staff.LastAdministrator, match="Hauke Petersen"):
        await staff.disable_agent(tx, hauke, NOW)
    await hire(tx, brand, "kai", "Kai Brandt", "ka", staff.Role.ADMIN)
    await staff.disable_agent(tx, hauke, NOW)


@pytest.mark.parametrize(
    ("login", "name", "initials", "password", "problem"),
    [
        ("a b", "Anna", "an", PASSWORD, staff.BadLogin),
        ("anna", "", "an", PASSWORD, staff.BadName),
        ("anna", "Anna", "a1", PASSWORD, staff.BadInitials),
        ("anna", "Anna", "an", "short", staff.PasswordTooShort),
        ("anna", "Anna", "an", "x" * 2000, staff.PasswordTooLong),
    ],
)
async def test_a_bad_field_is_told(
    tx: Transaction,
    brand: BrandId,
    login: str,
    name: str,
    initials: str,
    password: str,
    problem: type[Problem],
) -> None:
    with pytest.raises(problem):
        await hire(tx, brand, login, name, initials, password=password)


async def test_settings_change_one_by_one(tx: Transaction, romina: staff.Agent) -> None:
    changed = await staff.update_settings(tx, romina, theme="dark")
    assert (changed.theme, changed.language, changed.single_keys) == ("dark", "", True)
    changed = await staff.update_settings(tx, changed, language="de", single_keys=False)
    assert (changed.theme, changed.language, changed.single_keys) == ("dark", "de", False)
    with pytest.raises(staff.UnknownSetting):
        await staff.update_settings(tx, changed, theme="pink")


async def test_presence_tells_the_staff_topic(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    assert await staff.who_is_here(conn, brand) == []
    tx.nudges.clear()
    here = await staff.set_presence(tx, romina, staff.Presence.HERE, NOW)
    assert here.presence is staff.Presence.HERE
    assert (brand, "staff") in tx.nudges
    assert await staff.who_is_here(conn, brand) == [here]


async def test_who_is_not_to_be_shown_is_not_here_for_customers(
    conn: Connection, tx: Transaction, brand: BrandId
) -> None:
    hidden = await staff.add_agent(
        tx, brand, login="kai", name="Kai Brandt", initials="ka", role=staff.Role.LEAD, password=PASSWORD,
        now=NOW, shown=False,
    )  # fmt: skip
    await staff.set_presence(tx, hidden, staff.Presence.HERE, NOW)
    assert await staff.who_is_here(conn, brand) == []
    assert [agent.login for agent in await staff.colleagues(conn, brand)] == ["kai"]
