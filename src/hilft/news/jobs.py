"""What the work loop does for announcements: says them at their time, changes them and takes them down at the networks.

A change or a withdrawal at a network:

1. claim, one transaction: ``tend_at`` becomes the end of the lease, so nobody else does it meanwhile; commit.
2. do it, outside any transaction. Done twice it is done once, so whoever comes after a crash simply does it.
3. record, one transaction: what the network has now. If something else is wanted by then, that is done next.

What is still on its way, or whose fate is unclear, waits for the outbox; nothing is ever sent from here.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from hilft import accounts
from hilft.accounts import Account, Switchboard
from hilft.channels import Channel, ChannelError, Gone, Later, MessageRef, Refused, Retractable, Unauthorized
from hilft.channels.contract import N_
from hilft.db import Pool, Transaction, storable, transaction
from hilft.failpoint import failpoint
from hilft.ids import BrandId
from hilft.jobs import Beat, Job
from hilft.news import store
from hilft.news.actions.topic import TOPIC
from hilft.news.actions.writing import PUBLISH, publish_due
from hilft.news.posts import Post, Step, next_step, pause_before
from hilft.outbox import find_delivery

_log = structlog.get_logger("hilft.news")

LEASE = timedelta(seconds=60)
_SECONDS = 25.0
"How long one deed may take: shorter than the lease."
_BATCH = 20
_WAKES = frozenset({TOPIC, "outbox", "accounts"})
NO_ANSWER = N_("The network did not answer.")
FAILED = N_("It went wrong in an unforeseen way.")


@dataclass(frozen=True, slots=True)
class Posting:
    """The jobs of this room, built once by the app."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]

    def beats(self) -> list[Beat]:
        """Give what the work loop must run, and which nudge wakes it early."""
        return [Beat("news.tend", timedelta(seconds=20), self.tend, _WAKES)]

    def handlers(self) -> dict[str, Callable[[Transaction, Job], Awaitable[None]]]:
        """Give what to do when an announcement's time has come."""
        return {PUBLISH: self.publish}

    async def publish(self, tx: Transaction, job: Job) -> None:
        """Let its accounts say an announcement."""
        wanted = uuid.UUID(job.payload["announcement"])
        await publish_due(tx, self.switchboard, job.brand_id, wanted, self.now())

    async def tend(self) -> None:
        """Do at the networks what is due there, for every brand."""
        async with transaction(self.pool) as tx:
            found = await accounts.brands(tx.conn)
        for brand in found:
            await self._tend_brand(brand.id)

    async def _tend_brand(self, brand_id: BrandId) -> None:
        more = True
        while more:
            async with transaction(self.pool) as tx:
                claimed = await store.claim_to_tend(tx.conn, brand_id, self.now(), LEASE, _BATCH)
            failpoint("news.claimed")
            await asyncio.gather(*(self._tend(post) for post in claimed))
            more = len(claimed) == _BATCH

    async def _tend(self, post: Post) -> None:
        async with transaction(self.pool) as tx:
            account = await accounts.account(tx.conn, post.brand_id, post.account_id)
            delivery = (
                await find_delivery(tx.conn, post.brand_id, post.delivery_id) if post.delivery_id else None
            )
            channel = await self.switchboard.channel_of(account, tx.conn)
        can = channel.capabilities
        step = next_step(post, delivery, edits=can.edits, deletes=can.deletes)
        ref = delivery.message if delivery else None
        if step is Step.NONE or ref is None:
            await self._nothing_to_do(post, there=ref is not None)
            return
        trouble = await _done(channel, step, ref, post.text)
        failpoint("news.done")
        async with transaction(self.pool) as tx:
            await self._record(tx, account, post, step, trouble)
            tx.nudge(post.brand_id, TOPIC)
        if trouble is not None:
            _log.info("announcement_not_changed", post=str(post.id), step=step.value, why=str(trouble))

    async def _nothing_to_do(self, post: Post, *, there: bool) -> None:
        """The network never had it, or cannot do it: nobody asks again by himself."""
        assert post.tend_at is not None  # it was claimed by it
        async with transaction(self.pool) as tx:
            if post.withdrawn_at is not None and not there:
                await store.record_gone(tx.conn, post.brand_id, post.id, self.now())
            else:
                await store.record_vain(tx.conn, post.brand_id, post.id, post.tend_at, None, post.reason)
            tx.nudge(post.brand_id, TOPIC)

    async def _record(
        self, tx: Transaction, account: Account, post: Post, step: Step, trouble: ChannelError | None
    ) -> None:
        now, brand_id = self.now(), post.brand_id
        assert post.tend_at is not None  # it was claimed by it
        if step is Step.RETRACT and (trouble is None or isinstance(trouble, Gone)):
            await store.record_gone(tx.conn, brand_id, post.id, now)
        elif trouble is None:
            await store.record_edit(tx.conn, brand_id, post.id, post.text, now)
        else:
            again_at = _again_at(trouble, post.attempts, now)
            await store.record_vain(
                tx.conn, brand_id, post.id, post.tend_at, again_at, storable(str(trouble))
            )
            if isinstance(trouble, Unauthorized):
                await accounts.pause(tx, account, storable(str(trouble)), now)


async def _done(channel: Channel, step: Step, ref: MessageRef, text: str) -> ChannelError | None:
    """Do it and give what was in the way, None: it is done."""
    assert isinstance(channel, Retractable)  # the contract: whoever edits or deletes is one
    try:
        async with asyncio.timeout(_SECONDS):
            await (channel.retract(ref) if step is Step.RETRACT else channel.edit(ref, text))
    except ChannelError as error:
        return error
    except TimeoutError:
        return Later(NO_ANSWER)
    except Exception:  # noqa: BLE001 - a channel may break in any way
        _log.exception("announcement_broke", channel=channel.kind, step=step.value)
        return Later(FAILED)
    return None


def _again_at(trouble: ChannelError, attempts: int, now: datetime) -> datetime | None:
    """Say when to ask again; None when only a person can change what the network said."""
    if isinstance(trouble, Unauthorized):
        return now  # claimed only once the account works again
    if isinstance(trouble, Refused | Gone):
        return None
    asked = trouble.retry_at if isinstance(trouble, Later) else None
    return max(asked or now, now + pause_before(attempts))
