"""Accounts are added, paused, resumed, removed; their secrets are sealed on the way in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from hilft.accounts import store
from hilft.accounts.model import Account, AccountRole, AccountState, kept_error, names_of
from hilft.accounts.problems import AccountRemoved, NoSuchAccount
from hilft.accounts.vault import Vault
from hilft.channels import AccountConfig, Profile
from hilft.db import Connection, Transaction
from hilft.ids import AccountId, AgentId, BrandId, new_id
from hilft.seal import COPY_PAUSED, is_copy, refuse_a_copy
from hilft.timeline import Subject, append


async def add_account(
    tx: Transaction,
    vault: Vault,
    brand_id: BrandId,
    *,
    channel: str,
    profile: Profile,
    scope: str,
    role: AccountRole,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    now: datetime,
    kept: Mapping[str, str] | None = None,
    account_id: AccountId | None = None,
    by: AgentId | None = None,
) -> Account:
    """Add the account whose credentials proved to be ``profile``'s.

    The same ``profile.external_id`` again, removed or not, takes the new credentials and works again with its old
    cursor and history; on an installation that is a copy it stays paused. ``kept``: what the channel put into its
    ``Pocket`` while it was tried out, so that it need not sign in again; what was kept before is forgotten.
    ``account_id`` is given when the channel was built with it as its key before (networks whose ids are not global).
    """
    await store.lock_brand(tx.conn, brand_id)
    known = await store.id_of_external(tx.conn, brand_id, channel, profile.external_id)
    fresh = known or account_id or AccountId(new_id())
    copy = await is_copy(tx.conn)
    state = AccountState.PAUSED if copy else AccountState.ACTIVE
    saved = await store.save_account(
        tx.conn, brand_id, fresh, channel, scope, profile.handle, profile.external_id, profile.display_name,
        profile.url or "", role, dict(settings), vault.seal(brand_id, fresh, secrets), now,
        state, COPY_PAUSED if copy else "", vault.seal(brand_id, fresh, kept) if kept else None,
    )  # fmt: skip
    if saved is None:
        raise NoSuchAccount
    await _tell(tx, saved, "account.renewed" if known else "account.added", now, by)
    return saved


async def account(conn: Connection, brand_id: BrandId, account_id: UUID) -> Account:
    """Give one account, be it removed (history shows it); raises ``NoSuchAccount``."""
    found = await store.find_account(conn, brand_id, AccountId(account_id))
    if found is None:
        raise NoSuchAccount
    return found


async def account_by_handle(conn: Connection, brand_id: BrandId, handle: str) -> Account:
    """Find an account by its handle without ``@``, with its server's name or without; raises ``NoSuchAccount``.

    Where several fit, the whole handle goes first, then service accounts, then the oldest.
    """
    wanted = handle.strip().removeprefix("@").lower()
    fitting = [each for each in await store.accounts(conn, brand_id) if wanted in names_of(each.handle)]
    if not wanted or not fitting:
        raise NoSuchAccount
    return min(
        fitting,
        key=lambda each: (wanted != names_of(each.handle)[0], each.role is not AccountRole.SERVICE),
    )


async def config_of(conn: Connection, vault: Vault, account: Account) -> AccountConfig:
    """Open what the account's channel needs; raises ``AccountRemoved`` or ``SecretsLocked``."""
    sealed = await store.sealed_of(conn, account.brand_id, account.id)
    if sealed is None:
        raise AccountRemoved(handle=account.handle)
    secrets = vault.open(account.brand_id, account.id, sealed)
    return AccountConfig(dict(account.settings), secrets, str(account.id))


async def pause(
    tx: Transaction, account: Account, reason: str, now: datetime, by: AgentId | None = None
) -> None:
    """Let the account rest until somebody resumes it; ``reason`` is an English sentence. Repeating changes nothing."""
    if await store.set_paused(tx.conn, account.brand_id, account.id, kept_error(reason)):
        await _tell(tx, account, "account.paused", now, by)


async def resume(tx: Transaction, account: Account, now: datetime, by: AgentId | None = None) -> None:
    """Let a paused account work again. Repeating changes nothing. Raises ``StillACopy`` (``hilft.seal``)."""
    await refuse_a_copy(tx.conn)
    if await store.set_active(tx.conn, account.brand_id, account.id):
        await _tell(tx, account, "account.resumed", now, by)


async def resume_all(
    tx: Transaction, brand_id: BrandId, reason: str, now: datetime, by: AgentId | None = None
) -> int:
    """Let every account of the brand that was paused for exactly this ``reason`` work again; give how many."""
    resting = [
        each
        for each in await store.accounts(tx.conn, brand_id)
        if each.state is AccountState.PAUSED and each.reason == reason
    ]
    for each in resting:
        await resume(tx, each, now, by)
    return len(resting)


async def remove_account(tx: Transaction, account: Account, now: datetime, by: AgentId | None = None) -> None:
    """Give the account up: its secrets are wiped, everything that happened stays."""
    if await store.set_removed(tx.conn, account.brand_id, account.id):
        await _tell(tx, account, "account.removed", now, by)


async def answering_account(conn: Connection, brand_id: BrandId, account: Account) -> Account:
    """Say which account answers what came in on this one.

    A main account is answered from the service account of its channel, and so is one that was removed; itself where
    there is none.
    """
    if account.role is AccountRole.SERVICE and account.state is not AccountState.REMOVED:
        return account
    return await store.service_account_of(conn, brand_id, account.channel) or account


async def reseal(tx: Transaction, vault: Vault, brand_id: BrandId) -> int:
    """Seal with today's key what another key of the vault sealed; gives how many. Raises ``SecretsLocked``."""
    old = [
        each for each in await store.sealed_in_brand(tx.conn, brand_id) if not vault.is_current(each.secrets)
    ]
    for each in old:
        secrets = vault.open(brand_id, each.id, each.secrets)
        await store.set_secrets(tx.conn, brand_id, each.id, vault.seal(brand_id, each.id, secrets))
        if each.kept is not None:
            kept = vault.open(brand_id, each.id, each.kept)
            await store.set_kept(tx.conn, brand_id, each.id, vault.seal(brand_id, each.id, kept))
    return len(old)


async def _tell(tx: Transaction, account: Account, kind: str, now: datetime, by: AgentId | None) -> None:
    await append(tx.conn, account.brand_id, Subject.ACCOUNT, account.id, kind, now, agent_id=by)
    tx.nudge(account.brand_id, "accounts")
