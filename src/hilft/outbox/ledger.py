"""What was sent is written down together: answers that the network took while the last commit ran share the next one.

An answer counts as recorded, and its lane as free, only after that commit. Nearly always it is one statement, which
commits by itself: four round trips less for each handful of answers.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from hilft import accounts
from hilft.accounts import Account
from hilft.channels import Sent
from hilft.db import Pool, Transaction, storable, transaction
from hilft.failpoint import failpoint
from hilft.ids import BrandId, new_id
from hilft.outbox import store
from hilft.outbox.actions import TOPIC
from hilft.outbox.model import Claim
from hilft.outbox.request import keep_sent

_WORD = "sent"
_MOST = 100
"Answers in one commit."


@dataclass(frozen=True, slots=True)
class _Entry:
    account: Account
    claimed: Claim
    sent: Sent
    at: datetime
    done: asyncio.Future[None]


@dataclass(slots=True)
class Ledger:
    """Needs no start; ``record`` returns after the commit that holds its answer."""

    _waiting: list[_Entry] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def record(self, pool: Pool, account: Account, claimed: Claim, sent: Sent, now: datetime) -> None:
        """Write down that the network has it. Raises what the database raises; then it may be tried again."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Entry(account, claimed, sent, now, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(pool), name="record sent")
        await done

    async def _write(self, pool: Pool) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            await _commit(pool, batch)


async def _commit(pool: Pool, batch: list[_Entry]) -> None:
    try:
        async with transaction(pool, single=_is_one_statement(batch)) as tx:
            failpoint("outbox.recording")
            await _store(tx, batch)
            failpoint("outbox.recording")
    except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told
        if len(batch) > 1:  # one of them may be to blame alone
            for entry in batch:
                await _commit(pool, [entry])
        elif not batch[0].done.done():
            batch[0].done.set_exception(error)
    else:
        for entry in batch:
            if not entry.done.done():
                entry.done.set_result(None)


def _is_one_statement(batch: list[_Entry]) -> bool:
    return (
        not any(entry.account.send_error for entry in batch) and len({_brand(entry) for entry in batch}) == 1
    )


def _brand(entry: _Entry) -> BrandId:
    return entry.claimed.brand_id


async def _store(tx: Transaction, batch: list[_Entry]) -> None:
    by_brand: defaultdict[BrandId, list[_Entry]] = defaultdict(list)
    for entry in batch:
        by_brand[_brand(entry)].append(entry)
    for brand_id, entries in by_brand.items():
        ids, ats = [entry.claimed.id for entry in entries], [entry.at for entry in entries]
        refs = [keep_sent(entry.sent) for entry in entries]
        names = [str(ref["external_id"]) for ref in refs]
        account_ids = [entry.account.id for entry in entries]
        await store.record_all_sent(
            tx.conn, brand_id, [new_id() for _ in entries], account_ids, ids, ats, names, refs, _WORD
        )
        await _lay_out(tx, brand_id, entries)
        for account in {entry.account.id: entry.account for entry in entries}.values():
            if account.send_error:
                await accounts.note_sent(tx, account)
        tx.nudge(brand_id, TOPIC)


async def _lay_out(tx: Transaction, brand_id: BrandId, entries: list[_Entry]) -> None:
    """Give what is paper to the mail room, in the transaction that says it was sent."""
    for entry in entries:
        paper = entry.sent.paper
        if paper is not None:
            await store.insert_paper(
                tx.conn,
                brand_id,
                entry.claimed.id,
                storable(paper.recipient),
                paper.pages,
                paper.content,
                entry.at,
            )
            tx.nudge(brand_id, "letters")
