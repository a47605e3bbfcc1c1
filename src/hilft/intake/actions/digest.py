"""Give receipts to their cases, in batches of one transaction each.

1. Claim the next receipts of a scope (`for update skip locked`).
2. Read each with its channel (pure), take each event in.
3. All went well: mark them and commit. Otherwise roll the batch back and halve it, until the one receipt that breaks
   it stands alone; that one is set aside with its error and blocks nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from hilft.accounts import Account, Switchboard, accounts
from hilft.cases import Arrival, NotYet, Parked, take_in
from hilft.channels import Channel, InboundEvent, ThreadReader
from hilft.db import Pool, Transaction, storable, transaction
from hilft.files import Store
from hilft.ids import AccountId, BrandId, ReceiptId
from hilft.intake import store
from hilft.intake.actions.context import ask_for_thread
from hilft.intake.model import MOST_ATTEMPTS, Receipt, ReceiptState, pause_after
from hilft.problems import Unavailable

_log = structlog.get_logger(__name__)

BATCH = 50
_A_MOMENT = timedelta(milliseconds=700)


@dataclass(frozen=True, slots=True)
class Digestion:
    """Everything digestion needs; built once by the app."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]
    reopen_window: timedelta
    files: Store

    async def digest(self, brand_id: BrandId) -> int:
        """Digest everything of a brand whose time has come; gives how many receipts that were."""
        done = 0
        while True:
            async with transaction(self.pool) as tx:
                loads = await store.scopes_to_digest(tx.conn, brand_id, self.now())
            round_done = 0
            for load in loads:
                round_done += await self._digest_scope(brand_id, load.scope)
            done += round_done
            if not round_done:
                return done

    async def _digest_scope(self, brand_id: BrandId, scope: str) -> int:
        channels = await self._channels(brand_id)
        batch: list[Receipt] = []
        try:
            async with transaction(self.pool) as tx:
                batch = await store.next_batch(tx.conn, brand_id, scope, self.now(), BATCH)
                await self._take_in_all(tx, batch, channels)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, one receipt is to blame and must be found
            await self._halve(brand_id, [receipt.id for receipt in batch], channels, error)
        return len(batch)

    async def _channels(self, brand_id: BrandId) -> dict[AccountId, tuple[Account, Channel]]:
        async with transaction(self.pool) as tx:
            known = await accounts(tx.conn, brand_id)
            return {each.id: (each, await self.switchboard.channel_of(each, tx.conn)) for each in known}

    async def _halve(
        self,
        brand_id: BrandId,
        ids: list[ReceiptId],
        channels: dict[AccountId, tuple[Account, Channel]],
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
                    await self._take_in_all(tx, batch, channels)
            except Unavailable:
                raise
            except Exception as again:  # noqa: BLE001 - as above
                await self._halve(brand_id, half, channels, again)

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

    async def _take_in_all(
        self, tx: Transaction, batch: list[Receipt], channels: dict[AccountId, tuple[Account, Channel]]
    ) -> None:
        done: list[ReceiptId] = []
        for receipt in batch:
            account, channel = channels[receipt.account_id]
            ours = {a.external_id: a for a, _ in channels.values() if a.scope == receipt.scope}
            if await self._take_in_one(tx, receipt, account, channel, ours):
                done.append(receipt.id)
        if done:
            await store.digested(tx.conn, batch[0].brand_id, done, self.now())

    async def _take_in_one(
        self, tx: Transaction, receipt: Receipt, account: Account, channel: Channel, ours: dict[str, Account]
    ) -> bool:
        """Take in the events of one receipt; whether it is done with (not parked, not for later)."""
        for found in channel.read(receipt.payload):
            # What one of our accounts says to another one is no customer's word, whichever of them delivered it.
            writer = ours.get(found.author.external_id, account)
            if not channel.capabilities.keeps_html:
                found = replace(found, html="")  # noqa: PLW2901 - the same event, lighter
            event = replace(clean(found), own=found.own or found.author.external_id in ours)
            named = frozenset(name for a in ours.values() for name in (a.external_id, a.url) if name)
            blobs = await self._keep_files(event)
            arrival = Arrival(writer, event, self.now(), self.reopen_window, named, blobs)
            try:
                taken = await take_in(tx, arrival)
            except Parked:
                await store.set_parked(tx.conn, receipt.brand_id, receipt.id, arrival.now)
                names = [*arrival.called, *([event.parent] if event.parent else [])]
                await store.park_under(tx.conn, receipt.brand_id, receipt.scope, names, receipt.id)
                return False
            except NotYet:
                later = arrival.now + _A_MOMENT
                await store.not_yet(tx.conn, receipt.brand_id, receipt.id, later)
                return False
            await store.unpark(tx.conn, receipt.brand_id, receipt.scope, taken.names, arrival.now)
            if taken.parent_missing and isinstance(channel, ThreadReader):
                await ask_for_thread(tx, account, arrival)
        return True

    async def _keep_files(self, event: InboundEvent) -> dict[int, str]:
        """Store what came along with a message. By content, so a batch that is tried again stores nothing twice."""
        return {
            position: await self.files.put(file.content)
            for position, file in enumerate(event.attachments)
            if file.content is not None
        }


def clean(event: InboundEvent) -> InboundEvent:
    """Make every text of an event one that can be stored; hostile senders write NUL and lone surrogates."""
    return replace(
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
        message=replace(
            event.message,
            external_id=storable(event.message.external_id),
            names=tuple(storable(name) for name in event.message.names),
            url=storable(event.message.url) if event.message.url else None,
            extra=_clean_json(event.message.extra),
            aliases=tuple(storable(name) for name in event.message.aliases),
        ),
        author=replace(
            event.author,
            url=storable(event.author.url) if event.author.url else None,
            avatar_url=storable(event.author.avatar_url) if event.author.avatar_url else None,
            local_id=storable(event.author.local_id),
        ),
        attachments=tuple(
            replace(
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
