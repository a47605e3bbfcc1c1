"""What a channel keeps for itself between starts: sealed beside the account's secrets, shared by all processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hilft.accounts import store
from hilft.accounts.vault import Vault
from hilft.db import Pool, transaction
from hilft.ids import AccountId, BrandId


@dataclass(frozen=True, slots=True)
class AccountKeeper:
    """The contract's ``Keeper`` of one account; every call is a transaction of its own."""

    pool: Pool = field(repr=False)
    vault: Vault = field(repr=False)
    brand_id: BrandId
    account_id: AccountId

    async def recall(self) -> Mapping[str, str]:
        """Give what was kept last, by whichever process; raises ``SecretsLocked``."""
        async with transaction(self.pool) as tx:
            sealed = await store.kept_of(tx.conn, self.brand_id, self.account_id)
        return self.vault.open(self.brand_id, self.account_id, sealed) if sealed else {}

    async def keep(self, kept: Mapping[str, str]) -> None:
        """Replace it; an account that was removed keeps nothing."""
        sealed = self.vault.seal(self.brand_id, self.account_id, kept)
        async with transaction(self.pool) as tx:
            await store.set_kept(tx.conn, self.brand_id, self.account_id, sealed)
