"""Agents come, change and go."""

from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import AgentId, BrandId, new_id
from hilft.problems import NotFound
from hilft.staff import store
from hilft.staff.actions import passwords
from hilft.staff.model import (
    Agent,
    Role,
    Session,
    check_password,
    check_settings,
    checked_initials,
    checked_login,
    checked_name,
    plain_login,
)
from hilft.staff.problems import InitialsTaken, LastAdministrator, LoginTaken


async def add_agent(
    tx: Transaction,
    brand_id: BrandId,
    *,
    login: str,
    name: str,
    initials: str,
    role: Role,
    password: str,
    now: datetime,
    language: str = "",
    photo: str = "",
    shown: bool = True,
    weak: bool = False,
) -> Agent:
    """Take somebody into the team.

    Raises ``BadLogin``, ``BadName``, ``BadInitials``, ``PasswordTooShort``, ``PasswordTooLong``, ``LoginTaken`` (also by
    a disabled agent: their history keeps the name) or ``InitialsTaken`` (by somebody who still works here).
    ``weak`` lets the demo's well-known passwords pass.
    """
    login, name, initials = checked_login(login), checked_name(name), checked_initials(initials)
    check_password(password, login, weak=weak)
    check_settings(language, "auto")
    agent = await store.insert_agent(
        tx.conn, brand_id, AgentId(new_id()), login, name, initials, role, await passwords.hashed(password),
        language, photo, shown, now,
    )  # fmt: skip
    if agent is None:
        owner = await store.name_of_initials(tx.conn, brand_id, initials)
        raise LoginTaken(login=login) if owner is None else InitialsTaken(initials=initials, name=owner)
    tx.nudge(brand_id, "staff")
    return agent


async def find_agent(conn: Connection, brand_id: BrandId, login_or_initials: str) -> Agent | None:
    """Find somebody by what a colleague would type: a login, ``ro`` or ``^ro``."""
    name = plain_login(login_or_initials.strip().removeprefix("^"))
    return await store.agent_by_name(conn, brand_id, name) if name else None


async def change_password(
    tx: Transaction,
    agent: Agent,
    password: str,
    *,
    keep: Session | None = None,
    weak: bool = False,
) -> None:
    """Set a new password and end every session of the agent but ``keep``.

    Raises ``PasswordTooShort`` or ``PasswordTooLong``. API tokens live on: programs sign in with nothing else.
    """
    check_password(password, agent.login, weak=weak)
    await store.set_password(tx.conn, agent.brand_id, agent.id, await passwords.hashed(password))
    kept = None if keep is None else keep.token_hash
    await store.delete_sessions_of(tx.conn, agent.brand_id, agent.id, kept)
    tx.nudge(agent.brand_id, "staff")


async def disable_agent(tx: Transaction, agent: Agent, now: datetime) -> None:
    """Close every door to somebody who left: sessions end, tokens are revoked. Their history stays.

    Raises ``LastAdministrator``.
    """
    administrators = await store.lock_administrators(tx.conn, agent.brand_id)
    if administrators == [agent.id]:
        raise LastAdministrator(name=agent.name)
    await store.set_disabled(tx.conn, agent.brand_id, agent.id, now)
    await store.delete_sessions_of(tx.conn, agent.brand_id, agent.id, None)
    await store.set_tokens_revoked(tx.conn, agent.brand_id, agent.id, now)
    tx.nudge(agent.brand_id, "staff")


async def set_photo(tx: Transaction, agent: Agent, sha256: str) -> Agent:
    """Show customers and colleagues this photo, a file of the store cleaned by ``cleaned_photo``; empty: none."""
    photo = f"/faces/{agent.brand_id}/{sha256}" if sha256 else ""
    changed = await store.set_photo(tx.conn, agent.brand_id, agent.id, photo)
    if changed is None:
        raise NotFound
    tx.nudge(agent.brand_id, "staff")
    return changed


async def update_settings(
    tx: Transaction,
    agent: Agent,
    *,
    language: str | None = None,
    theme: str | None = None,
    single_keys: bool | None = None,
) -> Agent:
    """Change what is given and leave the rest; raises ``UnknownSetting``."""
    language = agent.language if language is None else language
    theme = agent.theme if theme is None else theme
    single_keys = agent.single_keys if single_keys is None else single_keys
    check_settings(language, theme)
    changed = await store.set_settings(tx.conn, agent.brand_id, agent.id, language, theme, single_keys)
    if changed is None:
        raise NotFound
    return changed
