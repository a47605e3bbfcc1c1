"""The house, opened: the pool, the live hub, the vault, the channels, the files. Everything below gets these as arguments."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from hilft.accounts import Switchboard, Vault, open_vault
from hilft.app.clock import utc_now
from hilft.app.database import migrated, patient_pool
from hilft.app.sealing import examined
from hilft.channels import PublicClient, Surroundings, pin
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.intake import Batcher
from hilft.live import Hub
from hilft.seal import Seal
from hilft.settings import Settings
from hilft.web import DemoLogin, Stage

POOL_SIZE = 6
"One process keeps one CPU busy; each PostgreSQL backend weighs some 5 MB of its own, and waiting in line is cheap."
_CLOSE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class House:
    """What every door and every job is given; fulfils the doors' own ``hilft.web.house.House``."""

    settings: Settings
    pool: Pool = field(repr=False)
    hub: Hub = field(repr=False)
    vault: Vault = field(repr=False)
    switchboard: Switchboard = field(repr=False)
    files: Store = field(repr=False)
    http: PublicClient = field(repr=False)
    surroundings: Surroundings = field(repr=False)
    batcher: Batcher = field(repr=False)
    origin: str
    demo_logins: tuple[DemoLogin, ...] = field(default=(), repr=False)
    clock: Callable[[], datetime] = utc_now
    stage: Stage | None = field(default=None, repr=False)
    seal: Seal = field(default_factory=Seal, repr=False)

    @property
    def undo_seconds(self) -> int:
        """How long an answer can be undone."""
        return self.settings.undo_seconds

    @property
    def reopen_window(self) -> timedelta:
        """Within which time after solving a customer's message reopens the case."""
        return timedelta(days=self.settings.reopen_days)

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self.clock()


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings,
    dsn: str,
    *,
    origin: str = "",
    demo_logins: tuple[DemoLogin, ...] = (),
    migrate: bool = False,
    patience: float = 0.0,
    clock: Callable[[], datetime] = utc_now,
    stage: Stage | None = None,
) -> AsyncIterator[House]:
    """Open everything over the database ``dsn``, close it in the opposite order.

    ``migrate``: bring the schema up to date instead of refusing with ``NeedsMigration``. ``patience``: for how many
    seconds a database that is away is waited for. A copy of the data is silent from here on. Raises ``DatabaseAway`` and the vault's problems.
    """
    async with contextlib.AsyncExitStack() as stack:
        pool = await patient_pool(dsn, patience=patience, max_size=POOL_SIZE)
        stack.push_async_callback(_close_pool, pool)
        await migrated(dsn, by_itself=migrate)
        hub = Hub()
        await hub.start(dsn)
        stack.push_async_callback(hub.close)
        pool.nudges = hub
        seal = await examined(settings, pool, clock())
        async with transaction(pool) as tx:
            vault = await open_vault(
                tx.conn, secret_key=settings.secret_key, key_file=settings.data / "secret.key"
            )
        http = await stack.enter_async_context(PublicClient(allow_loopback=settings.allow_loopback))
        # An account's own server is named by the operator, who may run it on this very machine; addresses inside
        # messages are not, and go through the stricter client.
        to_networks = await stack.enter_async_context(PublicClient(allow_loopback=True))
        surroundings = Surroundings(
            http=to_networks,
            now=clock,
            allow_loopback=True,
            pin=partial(pin, allow_loopback=True),
            origin=(origin or settings.origin).rstrip("/"),
        )
        switchboard = Switchboard(pool, vault, surroundings, meets=True)
        stack.push_async_callback(switchboard.close)
        batcher = Batcher(pool, clock)
        stack.push_async_callback(batcher.close)
        yield House(
            settings=settings,
            pool=pool,
            hub=hub,
            vault=vault,
            switchboard=switchboard,
            files=Store(settings.data / "files"),
            http=http,
            surroundings=surroundings,
            batcher=batcher,
            origin=(origin or settings.origin).rstrip("/"),
            demo_logins=demo_logins,
            clock=clock,
            stage=stage,
            seal=seal,
        )


async def _close_pool(pool: Pool) -> None:
    """Close politely; a connection that somebody still holds is cut, the stop must not wait for it."""
    try:
        await asyncio.wait_for(pool.close(), _CLOSE_SECONDS)
    except TimeoutError:
        pool.terminate()
