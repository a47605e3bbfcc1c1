"""Open the vault at start, and make sure that it is the right one."""

import asyncio
from pathlib import Path

from hilft.accounts import store
from hilft.accounts.key_file import make_key_file, read_key_file
from hilft.accounts.problems import KeyMissing, SecretsLocked, WrongKey
from hilft.accounts.vault import Vault
from hilft.db import Connection


async def open_vault(conn: Connection, *, secret_key: str, key_file: Path) -> Vault:
    """Open the vault with the operator's key, else with the key file, made on the first start.

    ``secret_key`` may hold several keys separated by spaces, the one that seals first. Raises a ``VaultProblem`` that
    says how to mend it: the key is too short, missing, open to others, broken, or not the one of the accounts.
    """
    sample = await store.any_sealed(conn)
    texts = secret_key.split() if secret_key else await asyncio.to_thread(read_key_file, key_file)
    if texts is None:
        if sample is not None:
            raise KeyMissing(path=str(key_file))
        texts = await asyncio.to_thread(make_key_file, key_file)
    vault = Vault(texts)
    if sample is not None:
        try:
            vault.open(sample.brand_id, sample.id, sample.secrets)
        except SecretsLocked as locked:
            raise WrongKey from locked
    return vault
