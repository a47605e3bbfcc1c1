"""Brands, their own accounts on each channel, the sealed secrets of those, and how each one is doing.

Secrets live in the database only as AES-256-GCM under the vault's key and leave it only as an ``AccountConfig``.
The ``Switchboard`` keeps one built channel per account; nothing else in the house builds one for an account.
"""

from hilft.accounts.actions.accounts import (
    account,
    account_by_handle,
    add_account,
    answering_account,
    config_of,
    pause,
    remove_account,
    reseal,
    resume,
    resume_all,
)
from hilft.accounts.actions.adding import Tried, Wanted, keep_tried, try_out, wanted
from hilft.accounts.actions.brands import brand_by_host, brand_by_slug, create_brand
from hilft.accounts.actions.health import health, note_error, note_not_sent, note_ok, note_sent, save_cursor
from hilft.accounts.actions.keys import open_vault
from hilft.accounts.model import Account, AccountHealth, AccountRole, AccountState, Brand
from hilft.accounts.problems import (
    AccountRemoved,
    BadBrandName,
    BadLanguage,
    BadSlug,
    FieldMissing,
    KeyFileBroken,
    KeyFileOpen,
    KeyFileUnwritable,
    KeyMissing,
    KeyTooShort,
    NetworkTooSlow,
    NoSuchAccount,
    SecretsLocked,
    SlugTaken,
    UnknownZone,
    WrongKey,
)
from hilft.accounts.store import accounts, brand_by_id, brands, save_brand_settings
from hilft.accounts.switchboard import Switchboard
from hilft.accounts.vault import Vault
from hilft.accounts.ways import Way, ways_in

__all__ = [
    "Account",
    "AccountHealth",
    "AccountRemoved",
    "AccountRole",
    "AccountState",
    "BadBrandName",
    "BadLanguage",
    "BadSlug",
    "Brand",
    "FieldMissing",
    "KeyFileBroken",
    "KeyFileOpen",
    "KeyFileUnwritable",
    "KeyMissing",
    "KeyTooShort",
    "NetworkTooSlow",
    "NoSuchAccount",
    "SecretsLocked",
    "SlugTaken",
    "Switchboard",
    "Tried",
    "UnknownZone",
    "Vault",
    "Wanted",
    "Way",
    "WrongKey",
    "account",
    "account_by_handle",
    "accounts",
    "add_account",
    "answering_account",
    "brand_by_host",
    "brand_by_id",
    "brand_by_slug",
    "brands",
    "config_of",
    "create_brand",
    "health",
    "keep_tried",
    "note_error",
    "note_not_sent",
    "note_ok",
    "note_sent",
    "open_vault",
    "pause",
    "remove_account",
    "reseal",
    "resume",
    "resume_all",
    "save_brand_settings",
    "save_cursor",
    "try_out",
    "wanted",
    "ways_in",
]
