"""An account is tried at its network before it is kept. The command line and the desk's page do exactly the same."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from hilft import channels
from hilft.accounts import store
from hilft.accounts.actions.accounts import add_account, config_of
from hilft.accounts.model import Account, AccountRole
from hilft.accounts.problems import FieldMissing, NetworkTooSlow
from hilft.accounts.vault import Vault
from hilft.channels import AccountConfig, Manifest, Pocket, Preparable, Profile, Surroundings, WebhookReceiver
from hilft.db import Pool, Transaction, storable, transaction
from hilft.ids import AccountId, AgentId, BrandId, new_id

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed for an account. ``made``: secrets of our own, where none was given."""

    manifest: Manifest
    role: AccountRole
    plain: Mapping[str, str]
    secret: Mapping[str, str] = field(repr=False)
    made: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tried:
    """An account whose network said yes. ``made``: the secrets that are new. ``receives``: the other side posts to us."""

    wanted: Wanted
    profile: Profile
    scope: str
    config: AccountConfig = field(repr=False)
    made: Mapping[str, str] = field(repr=False)
    receives: bool
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)
    "What the channel kept while it was tried, a session say: with it nobody signs in a second time."


def wanted(manifest: Manifest, role: AccountRole, given: Mapping[str, str]) -> Wanted:
    """Sort what was typed by the fields of the manifest; raises ``FieldMissing`` for the first required one left empty."""
    typed = {each.name: storable(given.get(each.name, "")).strip() for each in manifest.fields}
    for each in manifest.fields:
        if each.required and not typed[each.name]:
            raise FieldMissing(label=each.label)
    return Wanted(
        manifest,
        role,
        plain={each.name: typed[each.name] for each in manifest.fields if not each.secret},
        secret={each.name: typed[each.name] for each in manifest.fields if each.secret},
        made={each.name: each.made() for each in manifest.fields if each.made and not typed[each.name]},
    )


async def try_out(
    pool: Pool, vault: Vault, surroundings: Surroundings, brand_id: BrandId, wanted: Wanted
) -> Tried:
    """Sign in and set the account up at its network, outside any transaction; nothing is kept yet.

    Raises the contract's errors, ``NetworkTooSlow``, ``channels.NoSuchChannel``.
    """
    config = AccountConfig(wanted.plain, {**wanted.secret, **wanted.made}, str(new_id()))
    pocket = Pocket()
    surroundings = replace(surroundings, keeper=pocket)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            tried = await _identified(surroundings, wanted, config)
            before = await _as_before(pool, vault, brand_id, tried)
            if before is not tried:
                renewed = await _identified(surroundings, wanted, before.config)
                before = replace(before, profile=renewed.profile, scope=renewed.scope)
            await _prepare(surroundings, before)
            return replace(before, kept=pocket.kept)
    except TimeoutError as error:
        raise NetworkTooSlow(seconds=PATIENCE_SECONDS) from error


async def keep_tried(
    tx: Transaction, vault: Vault, brand_id: BrandId, tried: Tried, now: datetime, by: AgentId | None = None
) -> Account:
    """Keep an account that was tried; the same one again takes the new credentials and works again."""
    return await add_account(
        tx, vault, brand_id,
        channel=tried.wanted.manifest.kind, profile=tried.profile, scope=tried.scope, role=tried.wanted.role,
        settings=dict(tried.config.settings), secrets=dict(tried.config.secrets), now=now, kept=tried.kept,
        account_id=AccountId(UUID(tried.config.account_key)), by=by,
    )  # fmt: skip


async def _identified(surroundings: Surroundings, wanted: Wanted, config: AccountConfig) -> Tried:
    channel = channels.build(wanted.manifest.kind, config, surroundings)
    try:
        profile = await channel.identify()
    finally:
        await channel.close()
    return Tried(wanted, profile, channel.scope, config, wanted.made, isinstance(channel, WebhookReceiver))


async def _as_before(pool: Pool, vault: Vault, brand_id: BrandId, tried: Tried) -> Tried:
    """Keep the key of an account that is there already, and the secret the other side knows; say which are new."""
    kind = tried.wanted.manifest.kind
    async with transaction(pool) as tx:
        for each in await store.accounts(tx.conn, brand_id):
            if (each.channel, each.external_id) == (kind, tried.profile.external_id):
                before = (await config_of(tx.conn, vault, each)).secrets
                kept = {name: before[name] for name in tried.wanted.made if before.get(name)}
                config = AccountConfig(tried.config.settings, {**tried.config.secrets, **kept}, str(each.id))
                made = {name: value for name, value in tried.wanted.made.items() if name not in kept}
                return replace(tried, config=config, made=made)
    return tried


async def _prepare(surroundings: Surroundings, tried: Tried) -> None:
    channel = channels.build(tried.wanted.manifest.kind, tried.config, surroundings)
    try:
        if isinstance(channel, Preparable):
            await channel.prepare()
    finally:
        await channel.close()
