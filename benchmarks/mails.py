"""Mails of 100 KB from a real mailbox: received and stored, digested to cases by two workers, memory, small ones beside."""

import asyncio
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from uuid import UUID

import psutil

from benchmarks.figures import Figure
from benchmarks.ground import BENCH
from hilft import accounts
from hilft.accounts import Account, AccountRole, Switchboard, Vault
from hilft.channels import Cursor, PublicClient, Surroundings, pin
from hilft.channels.email import Email
from hilft.db import Pool, migrate, open_pool, transaction
from hilft.db.embedded import embedded
from hilft.files import Store
from hilft.ids import BrandId
from hilft.intake import Digestion, receive
from tests.channels.email.office import SERVICE, config
from tests.channels.email.postoffice import PostOffice, missing

COUNT = int(os.environ.get("MAILS", "2000"))
"20,000 for the figure of the issue; that many weigh 2 GB."
SMALL = 1000
WORKERS = 2
_PAGE = 80
_AT_A_TIME = 500
_KEY = "a key of a benchmark that is long enough for it"
_WORDS = [
    "Moin",
    "seit",
    "heute",
    "früh",
    "blinkt",
    "die",
    "Lampe",
    "am",
    "Router",
    "und",
    "das",
    "Internet",
    "ist",
    "weg",
    "bitte",
    "um",
    "Hilfe",
    "danke",
]


async def run() -> list[Figure]:
    """Measure large mails, then small ones, each on a database of its own."""
    reason = missing()
    if reason:
        print(f"left out: {reason}")
        return []
    large = await _measure("100 KB", COUNT, partial(_large, random.Random(20)))
    small = await _measure("small", SMALL, partial(_small, random.Random(20)))
    return [*large, *small]


async def _measure(what: str, count: int, write: Callable[[int], bytes]) -> list[Figure]:
    folder = BENCH / "mails"
    shutil.rmtree(folder, ignore_errors=True)
    office = PostOffice.build(Path(tempfile.mkdtemp(prefix=PostOffice.prefix())))
    try:
        weight = sum(_laid(office, write, count)) / count / 1000
        office.start_imap()
        async with embedded(folder / "postgres") as server, _desk(server.dsn, office) as desk:
            began = _worked()
            stored, grown = await _receive(*desk)
            between = _worked()
            digested = await _digest(server.dsn, folder, desk[2].brand_id, desk[0])
            to_store, to_digest = between - began, _worked() - between
    finally:
        office.stop()
        shutil.rmtree(office.folder, ignore_errors=True)
    targets = (">= 200", ">= 60", "<= 60") if what == "100 KB" else ("", "", "")
    return [
        Figure(f"mails of {what}: mean size", weight, "KB"),
        Figure(f"mails of {what}: received and stored", count / stored, "/s", target=targets[0]),
        Figure(f"mails of {what}: digested by {WORKERS} workers", count / digested, "/s", target=targets[1]),
        Figure(f"mails of {what}: processor time to receive and store one", to_store / count * 1000, "ms"),
        Figure(f"mails of {what}: processor time to digest one", to_digest / count * 1000, "ms"),
        Figure(f"mails of {what}: memory grown over {count}", grown, "MB", target=targets[2]),
    ]


def _laid(office: PostOffice, write: Callable[[int], bytes], count: int) -> Iterator[int]:
    """Lay mails into the mailbox, a few at a time, and give their bytes.

    All at once, what this process needed for them would hide what it needs later.
    """
    for first in range(0, count, _AT_A_TIME):
        mails = [write(number) for number in range(first, min(count, first + _AT_A_TIME))]
        office.put(SERVICE, mails)
        yield sum(map(len, mails))


def _worked() -> float:
    """Seconds of processor time of this process, its ended workers and PostgreSQL; a busy machine does not change them."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.process_time() + ended.ru_utime + ended.ru_stime
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if child.name().startswith("postgres"):
                spent = child.cpu_times()
                own += spent.user + spent.system + spent.children_user + spent.children_system
    return own


@asynccontextmanager
async def _desk(dsn: str, office: PostOffice) -> AsyncIterator[tuple[Pool, Email, Account]]:
    await migrate(dsn)
    pool = await open_pool(dsn)
    told, vault = config(office), Vault([_KEY])
    async with PublicClient(allow_loopback=True) as http:
        outside = _outside(http)
        channel = Email(told, outside)
        async with transaction(pool) as tx:
            brand = await accounts.create_brand(
                tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=_now()
            )
            account = await accounts.add_account(
                tx, vault, brand.id, channel="email", profile=await channel.identify(), scope=channel.scope,
                role=AccountRole.SERVICE, settings=told.settings, secrets=told.secrets, now=_now(),
            )  # fmt: skip
        try:
            yield pool, channel, account
        finally:
            await channel.close()
            await pool.close()


async def _receive(pool: Pool, channel: Email, account: Account) -> tuple[float, float]:
    """Pull as the listener does; give the seconds it took and by how many MB this process has grown since the first page."""
    cursor: Cursor | None = None
    process = psutil.Process()
    settled = 0.0
    started = time.perf_counter()
    for page_number in range(10**6):
        page = await channel.pull(cursor, _PAGE)
        async with transaction(pool) as tx:
            await receive(tx, account, page.items, _now())
        cursor = page.next_cursor
        if page_number == 2:  # buffers have their size after the first pages
            settled = process.memory_info().rss
        if page.complete:
            break
    seconds = time.perf_counter() - started
    return seconds, (process.memory_info().rss - (settled or process.memory_info().rss)) / 1e6


async def _digest(dsn: str, folder: Path, brand_id: BrandId, pool: Pool) -> float:
    """Let workers, each a process of its own, digest what there is; give the seconds."""
    started = time.perf_counter()
    workers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.mails", dsn, str(folder / "files"), str(brand_id)
        )
        for _ in range(WORKERS)
    ]
    if any([await worker.wait() for worker in workers]):
        raise RuntimeError("a worker failed")
    seconds = time.perf_counter() - started
    async with pool.acquire() as conn:
        left = await conn.fetchval("select count(*) from receipts where state <> 'digested'")
    if left:
        raise RuntimeError(f"{left} receipts were not digested")
    return seconds


async def work(dsn: str, folder: Path, brand_id: BrandId) -> None:
    """Be one worker."""
    pool = await open_pool(dsn, max_size=2)
    async with PublicClient(allow_loopback=True) as http:
        switchboard = Switchboard(pool, Vault([_KEY]), _outside(http))
        await Digestion(pool, switchboard, _now, timedelta(days=14), Store(folder)).digest(brand_id)
        await switchboard.close()
    await pool.close()


def _outside(http: PublicClient) -> Surroundings:
    return Surroundings(http, _now, allow_loopback=True, pin=partial(pin, allow_loopback=True))


def _now() -> datetime:
    return datetime.now(UTC)


def _small(chance: random.Random, number: int) -> bytes:
    return _letter(chance, number).as_bytes()


def _large(chance: random.Random, number: int) -> bytes:
    """Text and HTML, and a picture of a router: on average 100 KB on the wire."""
    mail = _letter(chance, number)
    text = " ".join(chance.choices(_WORDS, k=400))
    mail.add_alternative(
        f"<html><body><p>{text}</p><table><tr><td>{text}</td></tr></table></body></html>", "html"
    )
    mail.make_mixed()
    picture = b"\xff\xd8\xff" + chance.randbytes(chance.randrange(20_000, 116_000))
    mail.add_attachment(picture, "image", "jpeg", filename=f"router-{number}.jpg")
    return mail.as_bytes()


def _letter(chance: random.Random, number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Kunde {number % 997} <kunde{number % 997}@nordnetz.example>"
    mail["To"], mail["Subject"] = SERVICE, " ".join(chance.choices(_WORDS, k=4))
    mail["Message-ID"] = f"<{number}.bench@nordnetz.example>"
    quoted = "\n".join(f"> {' '.join(chance.choices(_WORDS, k=9))}" for _ in range(20))
    said = "\n".join(" ".join(chance.choices(_WORDS, k=9)) for _ in range(6))
    mail.set_content(f"{said}\n\nAm 4.5.2026 um 12:10 schrieb Romina:\n{quoted}\n\n-- \nKunde\n")
    return mail


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], Path(sys.argv[2]), BrandId(UUID(sys.argv[3]))))
