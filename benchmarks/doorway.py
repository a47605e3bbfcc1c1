"""A brand with one ``webhook`` account, and the programs of the desk beside it, as an operator runs them."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from hilft import accounts, app
from hilft.accounts import AccountRole
from hilft.channels import AccountConfig, build
from hilft.channels.webhook.signing import make_secret
from hilft.db import migrate, transaction
from hilft.ids import AccountId, BrandId
from hilft.settings import Settings

NOWHERE = "http://127.0.0.1:9/"


@dataclass(frozen=True, slots=True)
class Door:
    """Where programs post, and with which secret. ``url``: where answers go."""

    dsn: str
    folder: Path
    brand_id: BrandId
    account_id: AccountId
    secret: str

    @property
    def path(self) -> str:
        return f"/hooks/webhook/{self.account_id}"

    @property
    def scope(self) -> str:
        return "webhook:bench"

    @property
    def settings(self) -> Settings:
        return Settings(data=self.folder, database_url=self.dsn)


async def open_door(dsn: str, folder: Path, url: str = NOWHERE) -> Door:
    """Migrate a database and make brand and account in it; the brand is kept where there is one."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await migrate(dsn)
    settings = Settings(data=folder, database_url=dsn)
    secrets = {"secret": make_secret(), "old_secret": ""}
    async with app.open_house(settings, dsn) as house, transaction(house.pool) as tx:
        now, every = house.now(), await accounts.brands(tx.conn)
        brand = (
            every[0]
            if every
            else await accounts.create_brand(
                tx, slug="bench", name="Bench", zone="Europe/Berlin", language="de", now=now
            )
        )
        config = AccountConfig({"name": "bench", "url": url}, secrets, "bench")
        channel = build("webhook", config, house.surroundings)
        account = await accounts.add_account(
            tx, house.vault, brand.id, channel="webhook", profile=await channel.identify(), scope=channel.scope,
            role=AccountRole.SERVICE, settings=dict(config.settings), secrets=secrets, now=now,
        )  # fmt: skip
    return Door(dsn, folder, brand.id, account.id, secrets["secret"])


@contextlib.asynccontextmanager
async def program(door: Door, *words: str) -> AsyncIterator[tuple[psutil.Process, str]]:
    """Run ``hilft …`` on the door's database; give the process and the last word of its first line, its address."""
    environment = {**os.environ, "HILFT_DATABASE_URL": door.dsn, "HILFT_DATA": str(door.folder)}
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hilft.cli", *words, env=environment, stdout=-1
    )
    try:
        assert run.stdout is not None
        said = (await run.stdout.readline()).decode()
        if not said:
            raise RuntimeError(f"hilft {' '.join(words)} did not start")
        yield psutil.Process(run.pid), said.rpartition(" ")[2].strip()
    finally:
        if run.returncode is None:
            run.terminate()
        await run.wait()


def processor_seconds(process: psutil.Process) -> float:
    """Give the processor time a process has had."""
    times = process.cpu_times()
    return float(times.user + times.system)
