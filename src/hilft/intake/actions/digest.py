"""Give receipts to their cases, in batches of one transaction each.

1. Claim the next receipts of a scope (`for update skip locked`).
2. Read each with its channel (pure), take the events in: the plain ones together, the others one by one.
3. All went well: mark them and commit. Otherwise roll the batch back and halve it, until the one receipt that breaks
   it stands alone; that one is set aside with its error and blocks nobody.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from hilft import calls
from hilft.accounts import Account, Switchboard, accounts
from hilft.cases import Arrival, NotYet, Parked, take_in, take_in_together
from hilft.channels import (
    Attachment,
    Channel,
    ChannelError,
    InboundEvent,
    MessageRef,
    NoSuchChannel,
    Profile,
    ThreadReader,
)
from hilft.db import Pool, Transaction, storable, transaction
from hilft.failpoint import failpoint
from hilft.files import Store
from hilft.ids import AccountId, BrandId, ReceiptId
from hilft.intake import store
from hilft.intake.actions.context import ask_for_thread
from hilft.intake.model import MOST_ATTEMPTS, Receipt, ReceiptState, pause_after
from hilft.jobs import Way
from hilft.problems import Problem, Unavailable

_log = structlog.get_logger(__name__)

BATCH = 200
_A_MOMENT = timedelta(milliseconds=700)


@dataclass(frozen=True, slots=True)
class _Readers:
    """What reads the receipts of one scope."""

    channels: dict[AccountId, tuple[Account, Channel]]
    ours: dict[str, Account]
    "The brand's accounts there by their external ids, whether their channels can be built or not."


@dataclass(frozen=True, slots=True)
class _Read:
    """A receipt, read. ``waiting``: what of it is still to be taken in."""

    receipt: Receipt
    account: Account
    channel: Channel
    waiting: list[Arrival]


@dataclass(frozen=True, slots=True)
class Digestion:
    """Everything digestion needs; built once by the app."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]
    reopen_window: timedelta
    files: Store
    way: Way = field(default_factory=Way)
    "Taken while there is something to digest."

    async def digest(self, brand_id: BrandId) -> int:
        """Digest everything of a brand whose time has come; gives how many receipts that were."""
        done = 0
        while True:
            async with transaction(self.pool, single=True) as tx:
                loads = await store.scopes_to_digest(tx.conn, brand_id, self.now())
            round_done = 0
            with self.way.taken():
                for load in loads:
                    round_done += await self._digest_scope(brand_id, load.scope)
            done += round_done
            if not round_done:
                return done

    async def _digest_scope(self, brand_id: BrandId, scope: str) -> int:
        readers = await self._readers(brand_id, scope)
        batch: list[Receipt] = []
        try:
            async with transaction(self.pool) as tx:
                readable = list(readers.channels)
                batch = await store.next_batch(tx.conn, brand_id, scope, readable, self.now(), BATCH)
                await self._take_in_all(tx, batch, readers)
                failpoint("digest.taken_in")
            failpoint("digest.committed")
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, one receipt is to blame and must be found
            await self._halve(brand_id, [receipt.id for receipt in batch], readers, error)
        return len(batch)

    async def _readers(self, brand_id: BrandId, scope: str) -> _Readers:
        """Build what reads a scope. Receipts of an account whose channel cannot be built wait and hold up nobody."""
        async with transaction(self.pool) as tx:
            known = [each for each in await accounts(tx.conn, brand_id) if each.scope == scope]
            channels = {}
            for each in known:
                try:
                    channels[each.id] = (each, await self.switchboard.channel_of(each, tx.conn))
                except (Problem, ChannelError, NoSuchChannel) as error:
                    _log.warning("an account's receipts wait", account=each.handle, why=str(error))
        return _Readers(channels, {each.external_id: each for each in known})

    async def _halve(
        self,
        brand_id: BrandId,
        ids: list[ReceiptId],
        readers: _Readers,
        error: Exception,
    ) -> None:
        if len(ids) <= 1:
            await self._set_aside(brand_id, ids, error)
            return
        middle = len(ids) // 2
        for half in (ids[:middle], ids[middle:]):
            try:
                async with transaction(self.pool) as tx:
                    batch = await store.these_receipts(tx.conn, brand_id, half)
                    await self._take_in_all(tx, batch, readers)
            except Unavailable:
                raise
            except Exception as again:  # noqa: BLE001 - as above
                await self._halve(brand_id, half, readers, again)

    async def _set_aside(self, brand_id: BrandId, ids: list[ReceiptId], error: Exception) -> None:
        async with transaction(self.pool) as tx:
            for receipt in await store.these_receipts(tx.conn, brand_id, ids):
                attempts = receipt.attempts + 1
                hopeless = isinstance(error, ValueError) or attempts >= MOST_ATTEMPTS
                state = ReceiptState.FAILED if hopeless else ReceiptState.NEW
                text = storable(f"{type(error).__name__}: {error}")[:2000]
                run_at = self.now() + pause_after(attempts)
                await store.failed_once(tx.conn, brand_id, receipt.id, text, run_at, state)
                tx.nudge(brand_id, "accounts")
                _log.warning("a receipt could not be digested", receipt=str(receipt.id), attempts=attempts)

    async def _take_in_all(self, tx: Transaction, batch: list[Receipt], readers: _Readers) -> None:
        """Take in the plain ones together, then the others one by one."""
        read = await self._read_all(batch, readers)
        every = [(each, arrival) for each in read for arrival in each.waiting]
        taken = await take_in_together(tx, [arrival for _, arrival in every])
        names = [name for one in taken.values() for name in one.names]
        if names:
            await store.unpark(tx.conn, batch[0].brand_id, batch[0].scope, names, self.now())
        for place, one in taken.items():
            of, arrival = every[place]
            failpoint("digest.message")
            of.waiting.remove(arrival)
            if one.parent_missing and isinstance(of.channel, ThreadReader):
                await ask_for_thread(tx, of.account, arrival)
        done = [each.receipt.id for each in read if not each.waiting or await self._take_in_one(tx, each)]
        if done:
            await store.digested(tx.conn, batch[0].brand_id, done, self.now())

    async def _read_all(self, batch: list[Receipt], readers: _Readers) -> list[_Read]:
        """Read every receipt, then store their files all at once: each alone would wait for the disk by itself."""
        read = [self._read(receipt, readers) for receipt in batch]
        with_files = [
            (each.waiting, place, one)
            for each in read
            for place, one in enumerate(each.waiting)
            if one.event.attachments
        ]
        stored = await asyncio.gather(*(self._keep_files(one.event) for _, _, one in with_files))
        for (waiting, place, one), blobs in zip(with_files, stored, strict=True):
            waiting[place] = replace(one, blobs=blobs)
        return read

    def _read(self, receipt: Receipt, readers: _Readers) -> _Read:
        account, channel = readers.channels[receipt.account_id]
        found = channel.read(receipt.payload)
        return _Read(
            receipt, account, channel, [self._arrival(event, account, channel, readers) for event in found]
        )

    async def _take_in_one(self, tx: Transaction, read: _Read) -> bool:
        """Take in what waits of one receipt; whether it is done with (not parked, not for later).

        A receipt may come again as a whole: what of it was taken in before is known and nothing happens.
        """
        receipt, waiting, later = read.receipt, read.waiting, False
        while True:
            left = []
            for arrival in waiting:
                try:
                    await self._give(tx, receipt, arrival, read.account, read.channel)
                except Parked:
                    left.append(arrival)
                except NotYet:
                    later = True
            if len(left) in {0, len(waiting)}:
                break
            waiting = left  # what came later in the same receipt may be what they waited for
        now = self.now()
        if later:
            await store.not_yet(tx.conn, receipt.brand_id, receipt.id, now + _A_MOMENT)
            return False
        for arrival in left:
            names = [*arrival.called, *([arrival.event.parent] if arrival.event.parent else [])]
            await store.park_under(tx.conn, receipt.brand_id, receipt.scope, names, receipt.id)
            await store.set_parked(tx.conn, receipt.brand_id, receipt.id, now)
        return not left

    async def _give(
        self, tx: Transaction, receipt: Receipt, arrival: Arrival, account: Account, channel: Channel
    ) -> None:
        if arrival.event.call is not None:
            await calls.take_in(tx, account, arrival.event.call, arrival.event.occurred_at, arrival.now)
            return
        taken = await take_in(tx, arrival)
        failpoint("digest.message")
        await store.unpark(tx.conn, receipt.brand_id, receipt.scope, taken.names, arrival.now)
        if taken.parent_missing and isinstance(channel, ThreadReader):
            await ask_for_thread(tx, account, arrival)

    def _arrival(self, found: InboundEvent, account: Account, channel: Channel, readers: _Readers) -> Arrival:
        # What one of our accounts says to another one is no customer's word, whichever of them delivered it.
        writer = readers.ours.get(found.author.external_id)
        html = found.html if found.html and channel.capabilities.keeps_html else ""
        event = _with(clean(_with(found, html=html)), own=found.own or writer is not None)
        named = frozenset(name for a in readers.ours.values() for name in (a.external_id, a.url) if name)
        return Arrival(writer or account, event, self.now(), self.reopen_window, named)

    async def _keep_files(self, event: InboundEvent) -> dict[int, str]:
        """Store what came along with a message. By content, so a batch that is tried again stores nothing twice."""
        return {
            position: await self.files.put(file.content)
            for position, file in enumerate(event.attachments)
            if file.content is not None
        }


_Thing = TypeVar("_Thing", InboundEvent, MessageRef, Profile, Attachment)


def _with(thing: _Thing, **values: Any) -> _Thing:  # noqa: ANN401 - what its fields hold
    """Replace what differs; hardly ever anything does, and making an event anew takes longer than reading it."""
    other = {name: value for name, value in values.items() if getattr(thing, name) != value}
    return replace(thing, **other) if other else thing


def clean(event: InboundEvent) -> InboundEvent:
    """Make every text of an event one that can be stored; hostile senders write NUL and lone surrogates."""
    return _with(
        event,
        text=storable(event.text),
        html=storable(event.html),
        subject=storable(event.subject)[:1000],
        quoted=storable(event.quoted),
        ancestors=tuple(storable(name) for name in event.ancestors),
        origin={storable(name): storable(verdict) for name, verdict in event.origin.items()},
        language=storable(event.language)[:35],
        parent=storable(event.parent) if event.parent else None,
        thread_key=storable(event.thread_key) if event.thread_key else None,
        network_visibility=storable(event.network_visibility)[:50],
        message=_with(
            event.message,
            external_id=storable(event.message.external_id),
            names=tuple(storable(name) for name in event.message.names),
            url=storable(event.message.url) if event.message.url else None,
            extra=_clean_json(event.message.extra),
            aliases=tuple(storable(name) for name in event.message.aliases),
        ),
        author=_with(
            event.author,
            url=storable(event.author.url) if event.author.url else None,
            avatar_url=storable(event.author.avatar_url) if event.author.avatar_url else None,
            local_id=storable(event.author.local_id),
        ),
        attachments=tuple(
            _with(
                file,
                url=storable(file.url),
                content_type=storable(file.content_type)[:200],
                name=storable(file.name)[:200],
                alt=storable(file.alt)[:1500],
            )
            for file in event.attachments
        ),
    )


def _clean_json(thing: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(thing, str):
        return storable(thing)
    if isinstance(thing, Mapping):
        return {storable(str(name)): _clean_json(value) for name, value in thing.items()}
    return [_clean_json(each) for each in thing] if isinstance(thing, list | tuple) else thing
