"""One built channel per account, shared by everybody who talks to that network."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC
from zoneinfo import ZoneInfo

from hilft import channels
from hilft.accounts import store
from hilft.accounts.actions.accounts import config_of
from hilft.accounts.keeper import AccountKeeper
from hilft.accounts.model import Account
from hilft.accounts.problems import NoSuchAccount
from hilft.accounts.vault import Vault
from hilft.channels import AccountConfig, Channel, ChannelError, Surroundings
from hilft.db import Connection, Pool, transaction
from hilft.ids import AccountId, BrandId


@dataclass(frozen=True, slots=True)
class _Built:
    fingerprint: str
    channel: Channel


class Switchboard:
    """Keeps channels built; builds one anew when the account's settings or secrets have changed."""

    def __init__(
        self,
        pool: Pool,
        vault: Vault,
        surroundings: Surroundings,
        build: Callable[[str, AccountConfig, Surroundings], Channel] = channels.build,
        *,
        meets: bool = False,
    ) -> None:
        self._pool = pool
        self._vault = vault
        self._surroundings = surroundings
        self._build = build
        self._built: dict[tuple[BrandId, AccountId], _Built] = {}
        self._retired: list[Channel] = []
        self._lock = asyncio.Lock()
        self._meets = meets
        self._meeting: set[asyncio.Task[None]] = set()

    async def channel_of(self, account: Account, conn: Connection | None = None) -> Channel:
        """Give the channel of this account as the row says it is; no query while nothing changed.

        Whoever holds a connection passes it: taking a second one out of the pool meanwhile is how pools run dry.
        Raises ``NoSuchAccount``, ``AccountRemoved``, ``SecretsLocked``, ``channels.NoSuchChannel``, ``channels.Refused``.
        """
        built = self._built.get((account.brand_id, account.id))
        if built is not None and built.fingerprint == account.fingerprint:
            return built.channel
        if conn is not None:
            return await self._rebuilt(account, conn)
        async with transaction(self._pool) as tx:
            return await self._rebuilt(account, tx.conn)

    async def close(self) -> None:
        """Close every channel that was ever built."""
        for task in self._meeting:
            task.cancel()
        await asyncio.gather(*self._meeting, return_exceptions=True)
        closing = [*self._retired, *(built.channel for built in self._built.values())]
        self._retired.clear()
        self._built.clear()
        for channel in closing:
            await channel.close()

    async def _rebuilt(self, account: Account, conn: Connection) -> Channel:
        key = (account.brand_id, account.id)
        async with self._lock:
            current = await store.find_account(conn, *key)
            if current is None:
                raise NoSuchAccount
            built = self._built.get(key)
            if built is not None and built.fingerprint == current.fingerprint:
                return built.channel  # the caller's row is the one that is out of date
            config = await config_of(conn, self._vault, current)
            brand = await store.brand_by_id(conn, current.brand_id)
            outside = replace(
                self._surroundings,
                keeper=AccountKeeper(self._pool, self._vault, *key),
                zone=ZoneInfo(brand.zone) if brand else UTC,
            )
            channel = self._build(current.channel, config, outside)
            if built is not None:
                self._retired.append(
                    built.channel
                )  # somebody may be in the middle of a call: closed at the end
            self._built[key] = _Built(current.fingerprint, channel)
            self._meet(channel)
            return channel

    def _meet(self, channel: Channel) -> None:
        """Let a new channel learn in the background what its server can do.

        A composer must count by that server's limits also in a process that neither listens nor sends.
        """
        if not self._meets:
            return
        task = asyncio.create_task(_identify(channel), name=f"meet {channel.kind}")
        self._meeting.add(task)
        task.add_done_callback(self._meeting.discard)


async def _identify(channel: Channel) -> None:
    with contextlib.suppress(ChannelError, OSError):
        await channel.identify()  # whoever listens tells of trouble
