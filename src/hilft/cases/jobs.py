"""What happens to cases later: outcomes taken in, snoozed ones woken, solved ones closed, files fetched, texts erased."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hilft.accounts import brands
from hilft.cases import store
from hilft.cases.actions.due import look_at_clocks, replan_clocks
from hilft.cases.actions.settle import locked, save
from hilft.cases.actions.undoing import take_outcome
from hilft.cases.model import CaseState
from hilft.cases.rows import ToFetch
from hilft.channels import Later, NotPublic, PublicClient, Refused, fetch_public
from hilft.channels.contract import N_
from hilft.clocks import DUE, REPLAN
from hilft.customers import Handle, handles_to_picture, keep_avatar
from hilft.db import Pool, Transaction, transaction
from hilft.failpoint import failpoint
from hilft.files import Store
from hilft.ids import BrandId, CaseId
from hilft.jobs import Beat, Job
from hilft.outbox import finished, forget_texts
from hilft.timeline import Subject, append

BATCH = 50
_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif")
_AVATAR_BYTES = 1_000_000
_FILE_BYTES = 40_000_000
_AT_ONCE = 8
_FETCH_AT_MOST = timedelta(days=1)
NOT_FETCHED = N_("It could not be fetched for a day.")


@dataclass(frozen=True, slots=True)
class Chores:
    """The jobs of the cases' room, built once by the app."""

    pool: Pool
    http: PublicClient
    files: Store
    now: Callable[[], datetime]
    reopen_window: timedelta
    erase_after: timedelta

    def beats(self) -> list[Beat]:
        """Give what the work loop must run for this room, and which nudge wakes it early."""
        minute = timedelta(minutes=1)
        return [
            Beat(
                "cases.take_outcomes",
                timedelta(seconds=10),
                self._each(self.take_outcomes),
                frozenset({"outbox"}),
            ),
            Beat("cases.wake", timedelta(seconds=15), self._each(self.wake)),
            Beat("cases.close", 10 * minute, self._each(self.close)),
            Beat("cases.erase", 10 * minute, self._each(self.erase)),
            Beat("cases.fetch_files", minute, self._each(self.fetch_files), frozenset({"attachments"})),
            Beat("cases.fetch_avatars", minute, self._each(self.fetch_avatars), frozenset({"inbox"})),
        ]

    def handlers(self) -> dict[str, Callable[[Transaction, Job], Awaitable[None]]]:
        """Give what to do with the jobs that clocks leave behind."""
        return {DUE: self.look_at_clocks, REPLAN: self.replan_clocks}

    async def look_at_clocks(self, tx: Transaction, job: Job) -> None:
        """Tell of the clocks of one case."""
        await look_at_clocks(tx, job.brand_id, CaseId(uuid.UUID(job.payload["case"])), self.now())

    async def replan_clocks(self, tx: Transaction, job: Job) -> None:
        """Time the clocks of a batch of cases anew."""
        await replan_clocks(tx, job.brand_id, job.payload.get("after", ""), self.now())

    def _each(self, chore: Callable[[BrandId], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def for_each_brand() -> None:
            async with transaction(self.pool) as tx:
                found = await brands(tx.conn)
            for brand in found:
                await chore(brand.id)

        return for_each_brand

    async def take_outcomes(self, brand_id: BrandId) -> None:
        """Take in what became of deliveries, each in a transaction of its own.

        The list is read first and its locks are given back: like everybody else `take_outcome` locks the case
        before the delivery, so that an agent settling the same answer waits instead of meeting a deadlock.
        """
        more = True
        while more:
            async with transaction(self.pool) as tx:
                ready = await finished(tx.conn, brand_id, BATCH)
            for delivery in ready:
                async with transaction(self.pool) as tx:
                    await take_outcome(tx, delivery, self.now())
                    failpoint("outcome.taking")
                failpoint("outcome.taken")
            more = len(ready) == BATCH

    async def wake(self, brand_id: BrandId) -> None:
        """Bring back snoozed cases whose time has come."""
        async with transaction(self.pool) as tx:
            now = self.now()
            for case_id in await store.cases_to_wake(tx.conn, brand_id, now):
                case = await locked(tx, brand_id, case_id)
                await append(tx.conn, brand_id, Subject.CASE, case.id, "case.woken", now)
                await save(tx, replace(case, snoozed_until=None), now)

    async def close(self, brand_id: BrandId) -> None:
        """Close solved cases nobody came back to within the reopen window."""
        async with transaction(self.pool) as tx:
            now = self.now()
            for case_id in await store.cases_to_close(tx.conn, brand_id, now - self.reopen_window):
                case = await locked(tx, brand_id, case_id)
                await append(tx.conn, brand_id, Subject.CASE, case.id, "case.closed", now)
                await save(tx, replace(case, state=CaseState.CLOSED, closed_at=now, queue_at=now), now)

    async def erase(self, brand_id: BrandId) -> None:
        """Erase texts whose authors deleted them long enough ago, with every copy of them and their files."""
        async with transaction(self.pool) as tx:
            gone = await store.erase_deleted(tx.conn, brand_id, self.now() - self.erase_after, self.now())
            await forget_texts(tx, brand_id, gone)
            contents = await store.erase_files(tx.conn, brand_id, gone)
        if not contents:
            return
        kept = set()
        async with transaction(self.pool) as tx:
            for brand in await brands(tx.conn):
                kept |= set(await store.contents_in_use(tx.conn, brand.id, contents))
        for content in set(contents) - kept:
            await self.files.forget(content)

    async def fetch_files(self, brand_id: BrandId) -> None:
        """Fetch files of inbound messages: only from public addresses, with limits, outside any transaction."""
        late = self.now() - _FETCH_AT_MOST
        async with transaction(self.pool) as tx:
            for case_id in await store.give_up_attachments(tx.conn, brand_id, late, NOT_FETCHED):
                tx.nudge(brand_id, f"case:{case_id}")
            waiting = await store.attachments_to_fetch(tx.conn, brand_id, late, BATCH)
        await _some_at_a_time(self._fetch_file(brand_id, file) for file in waiting)

    async def _fetch_file(self, brand_id: BrandId, file: ToFetch) -> None:
        fetched = await self._fetch(file.source_url, _FILE_BYTES)
        if fetched is None:
            return
        async with transaction(self.pool) as tx:
            if isinstance(fetched, str):
                await store.refuse_attachment(tx.conn, brand_id, file.id, fetched)
            else:
                sha256, size, content_type = fetched
                await store.keep_attachment(tx.conn, brand_id, file.id, sha256, size, content_type)
            tx.nudge(brand_id, f"case:{file.case_id}")

    async def fetch_avatars(self, brand_id: BrandId) -> None:
        """Fetch the pictures of people who wrote lately; a picture that is not to be had is not asked for again."""
        async with transaction(self.pool) as tx:
            waiting = await handles_to_picture(tx.conn, brand_id, self.now() - timedelta(days=2), BATCH)
        await _some_at_a_time(self._fetch_avatar(brand_id, handle) for handle in waiting)

    async def _fetch_avatar(self, brand_id: BrandId, handle: Handle) -> None:
        assert handle.avatar_url is not None  # the query asks for those with a picture
        fetched = await self._fetch(handle.avatar_url, _AVATAR_BYTES)
        if fetched is None:
            return
        usable = not isinstance(fetched, str) and fetched[2] in _PICTURES
        async with transaction(self.pool) as tx:
            await keep_avatar(tx.conn, brand_id, handle.id, handle.avatar_url, fetched[0] if usable else "")
            if usable:
                tx.nudge(brand_id, "inbox")

    async def _fetch(self, url: str, most: int) -> tuple[str, int, str] | str | None:
        """Give what was stored (hash, bytes, type), why it never will be, or None: try again later."""
        try:
            got = await fetch_public(self.http, url, max_bytes=most, seconds=20)
        except Later:
            return None
        except (NotPublic, Refused) as error:
            return str(error)
        content_type = got.content_type.partition(";")[0].strip().lower()
        return await self.files.put(got.content), len(got.content), content_type


async def _some_at_a_time(deeds: Iterable[Awaitable[None]]) -> None:
    """Do them side by side, a few at once: one server that never answers holds up nobody else's pictures."""
    room = asyncio.Semaphore(_AT_ONCE)

    async def one(deed: Awaitable[None]) -> None:
        async with room:
            await deed

    await asyncio.gather(*(one(deed) for deed in deeds))
