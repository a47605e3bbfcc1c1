"""Read what surrounds a message: the thread above a reply whose parent nobody delivered."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hilft.accounts import Account, Switchboard, account
from hilft.cases import Arrival
from hilft.channels import Channel, MessageRef, RawItem, ThreadReader
from hilft.db import Pool, Transaction, transaction
from hilft.ids import AccountId, BrandId
from hilft.intake.actions.receive import receive
from hilft.jobs import Job, enqueue

KIND = "intake.read_thread"
MOST_ITEMS = 200
"How much of one thread is taken in at most: a thread with thousands of voices is not a case."


async def ask_for_thread(tx: Transaction, account_of: Account, arrival: Arrival) -> None:
    """Have the thread above this message read soon; once per message, however often it is asked."""
    message = arrival.event.message
    payload: dict[str, Any] = {
        "account": str(account_of.id),
        "external_id": message.external_id,
        "names": list(message.names),
        "url": message.url,
    }
    soon = arrival.now + timedelta(seconds=2)  # the parent is often on its way already
    await enqueue(tx, account_of.brand_id, KIND, payload, soon, f"{account_of.id} {message.external_id}")


@dataclass(frozen=True, slots=True)
class ThreadJob:
    """The handler of ``intake.read_thread``: talks to the network, then stores receipts like every other way in."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]

    async def run(self, job: Job) -> None:
        """Read the thread and keep what belongs to it. Errors of the network make the job come again."""
        brand_id: BrandId = job.brand_id
        async with transaction(self.pool) as tx:
            reader = await account(tx.conn, brand_id, AccountId(uuid.UUID(job.payload["account"])))
            channel = await self.switchboard.channel_of(reader, tx.conn)
        if not isinstance(channel, ThreadReader):
            return
        ref = MessageRef(job.payload["external_id"], tuple(job.payload["names"]), job.payload["url"])
        items = ours(channel, reader, ref, await channel.thread(ref))
        async with transaction(self.pool) as tx:
            await receive(tx, reader, items[:MOST_ITEMS], self.now())


def ours(channel: Channel, reader: Account, ref: MessageRef, items: Sequence[RawItem]) -> list[RawItem]:
    """Choose what of a thread is the desk's business: what the message answers, what we wrote, what names us."""
    read = [(item, event) for item in items for event in channel.read(item.payload)]
    by_name = {
        name: (item, event)
        for item, event in read
        for name in (event.message.external_id, *event.message.names)
    }
    chosen: dict[str, RawItem] = {}
    wanted: str | None = ref.external_id
    while wanted is not None and wanted in by_name:
        item, event = by_name[wanted]
        if item.dedupe_key in chosen:
            break
        chosen[item.dedupe_key] = item
        wanted = event.parent
    for item, event in read:
        if event.own or any(person.external_id == reader.external_id for person in event.recipients):
            chosen[item.dedupe_key] = item
    return list(chosen.values())
