"""Carrying deliveries to their networks: claim | send | record.

The protocol (one of the three exceptions from "one job = one transaction"):

1.  *Claim*, one transaction: lock the account's lane, so that one worker at a time claims for it and the account's
    pace and number of concurrent requests hold over all workers. Deliveries whose lease ran out are claimed first, to
    be found out (``in_doubt``); then those whose time has come, never two of one conversation, never past an earlier
    one of it. ``first_tried_at`` is written before the key can reach the network. Commit.
2.  *Send*, outside any transaction, once, only while the lease covers the longest send. A fresh claim is sent. One in
    doubt is sent again with the same key while the network still remembers that key, else looked for at the network.
3.  *Record*, one transaction: ``sent`` whatever others concluded meanwhile, because it is a fact; everything else only
    while the lease is still ours. Then commit, then nudge. What was sent shares its commit with others (``ledger``).

A crash before 1 commits: nothing happened. Between 1 and 3: the lease runs out, the delivery is in doubt, nothing is
sent before it is found out. After 3: done. What others make of an outcome (cases, clocks) follows from the row, in
their own transaction, and can be repeated without a second send.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from hilft import accounts
from hilft.accounts import Account
from hilft.channels import Channel, Sent
from hilft.db import Pool, storable, transaction
from hilft.failpoint import failpoint
from hilft.ids import new_id
from hilft.outbox import store
from hilft.outbox.actions import TOPIC
from hilft.outbox.attempt import SEND_SECONDS, Channels, Files, attempt
from hilft.outbox.ledger import Ledger
from hilft.outbox.model import Claim, DeliveryState
from hilft.outbox.outcome import Move, Outcome, decide_after, word_of
from hilft.outbox.pacing import grant, spend
from hilft.problems import Unavailable

_log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=SEND_SECONDS + 10)
"Of one claim, and as long again for each attachment."
_OUTCOMES = {DeliveryState.REFUSED, DeliveryState.UNKNOWN}
_RECORD_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a worker needs to carry deliveries."""

    pool: Pool
    channels: Channels
    files: Files
    clock: Callable[[], datetime]
    dice: Callable[[], float]
    "Gives a number in [0, 1), to spread retries."
    per_account: int = 8
    "Requests at the same time to one account's network, over all workers."
    ledger: Ledger = field(default_factory=Ledger, repr=False)


async def claim(
    carrier: Carrier, account: Account, channel: Channel, room: int, *, doubtful: bool = True
) -> tuple[list[Claim], datetime]:
    """Claim at most ``room`` deliveries of the account; with none, also say when to come again.

    ``doubtful``: look for what was left behind, too; who has just looked need not again for the next answers.
    """
    now = carrier.clock()
    limit = channel.capabilities.send_limit
    async with transaction(carrier.pool) as tx:
        lane = await store.lock_lane(tx.conn, account.brand_id, account.id)
        if lane is None or (lane.wait_until is not None and lane.wait_until > now):
            return [], now + timedelta(seconds=1)
        claims = []
        if doubtful:
            flying = await store.in_flight(tx.conn, account.brand_id, account.id, now)
            free = min(room, carrier.per_account - flying.busy)
            if free <= 0:
                return [], now + timedelta(seconds=1)
            if flying.doubtful:
                claims = await store.claim_doubtful(tx.conn, account.brand_id, account.id, now, LEASE, free)
        granted = grant(limit, lane.paced_until, now, room - len(claims))
        if granted.count > 0:
            fresh = await store.claim_due(
                tx.conn, account.brand_id, account.id, now, LEASE, granted.count, carrier.per_account
            )
            paced_until = spend(limit, lane.paced_until, now, len(fresh))
            if fresh and paced_until is not None:
                await store.pace_lane(tx.conn, account.brand_id, account.id, paced_until)
            claims += fresh
        failpoint("outbox.claiming")
    return claims, max(granted.next_at, now + timedelta(milliseconds=50))


async def carry(carrier: Carrier, account: Account, channel: Channel, claimed: Claim) -> bool:
    """Send what was claimed and record what became of it; both survive a database that is away for a while.

    Gives whether the network took it.
    """
    longest = timedelta(seconds=SEND_SECONDS * (1 + len(claimed.request["attachments"])))
    now = carrier.clock()
    if claimed.lease_until is None or now + longest > claimed.lease_until:
        return False  # we slept over our lease; whoever claims it next finds out first
    failpoint("outbox.claimed")
    outcome = await attempt(channel, claimed, carrier.files, now)
    failpoint("outbox.sent")
    keyed = channel.capabilities.native_idempotency_seconds > 0
    while True:
        now = carrier.clock()
        move = decide_after(claimed, outcome, now, chance=carrier.dice(), keyed=keyed)
        try:
            if move.sent is not None:
                await carrier.ledger.record(carrier.pool, account, claimed, move.sent, now)
            else:
                await _record(carrier.pool, account, claimed, outcome, move, now)
        except Unavailable:
            await asyncio.sleep(_RECORD_AGAIN_SECONDS)
        else:
            failpoint("outbox.recorded")
            break
    if not isinstance(outcome, Sent):
        _log.info("not_sent", delivery=str(claimed.id), state=str(move.state), outcome=type(outcome).__name__)
    return isinstance(outcome, Sent)


async def _record(
    pool: Pool, account: Account, claimed: Claim, outcome: Outcome, move: Move, now: datetime
) -> None:
    assert claimed.lease_until is not None
    brand_id, reason = claimed.brand_id, storable(move.reason)
    async with transaction(pool) as tx:
        await store.log(tx.conn, brand_id, new_id(), account.id, claimed.id, now, word_of(outcome), reason)
        look_at = move.run_at if move.state is DeliveryState.SENDING else None
        run_at = move.run_at if move.state is DeliveryState.QUEUED else None
        finished_at = now if move.state in _OUTCOMES else None
        await store.record_move(
            tx.conn, brand_id, claimed.id, claimed.lease_until, move.state, run_at, look_at,
            move.first_tried_at, move.attempts, reason, finished_at,
        )  # fmt: skip
        if move.rest_until is not None:
            await store.rest_lane(tx.conn, brand_id, account.id, move.rest_until)
        if move.pause:
            await accounts.pause(tx, account, reason, now)
        elif reason and move.state is not DeliveryState.REFUSED:
            await accounts.note_not_sent(tx, account, reason, now)
        tx.nudge(brand_id, TOPIC)
        failpoint("outbox.recording")
