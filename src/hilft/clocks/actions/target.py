"""Say how long something may take; running clocks are timed anew soon after."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from time import monotonic

from hilft.clocks import store
from hilft.clocks.model import Target
from hilft.clocks.problems import BadTarget, NoSuchTarget, SameTargetTwice, TargetBelowOne
from hilft.db import Connection, Transaction
from hilft.ids import BrandId, new_id
from hilft.jobs import enqueue

REPLAN = "clocks.replan"
"The job that times every running clock anew; also wanted after a change of hours."

PRIORITIES = ("low", "normal", "high", "urgent")
_LONGEST = Decimal(366 * 24 * 60)
_KEPT_SECONDS = 3.0
_AGAIN = timedelta(seconds=2 * _KEPT_SECONDS)
_MOST = 200


class _Kept:
    """The targets of the last brands asked for: every message asks, and they change once a year."""

    def __init__(self) -> None:
        self._found: dict[BrandId, tuple[float, list[Target]]] = {}

    def get(self, brand_id: BrandId) -> list[Target] | None:
        at, targets = self._found.get(brand_id, (-_KEPT_SECONDS, []))
        return targets if monotonic() - at < _KEPT_SECONDS else None

    def keep(self, brand_id: BrandId, targets: list[Target]) -> None:
        self._found[brand_id] = (monotonic(), targets)

    def forget(self, brand_id: BrandId) -> None:
        self._found.pop(brand_id, None)


_KEPT = _Kept()


async def targets_of(conn: Connection, brand_id: BrandId) -> list[Target]:
    """Give the brand's targets, at most three seconds old; a change times running clocks anew after that time."""
    kept = _KEPT.get(brand_id)
    if kept is None:
        kept = await store.targets(conn, brand_id)
        _KEPT.keep(brand_id, kept)
    return kept


async def put_targets(tx: Transaction, brand_id: BrandId, targets: Sequence[Target], now: datetime) -> None:
    """Put these targets in the place of all there were; raises what is wrong with one, then nothing was changed."""
    keys = [(each.kind, each.account_id, each.tag, each.priority) for each in targets]
    if len(set(keys)) < len(keys):
        raise SameTargetTwice
    if len(targets) > _MOST:
        raise BadTarget(what=str(len(targets)))
    for each in targets:
        _check(each)
    await store.drop_targets(tx.conn, brand_id)
    for each in targets:
        await store.insert_target(
            tx.conn, brand_id, new_id(), each.kind, each.account_id, each.tag, each.priority, each.minutes,
            each.measure, each.warn_percent, now,
        )  # fmt: skip
    await replan(tx, brand_id, now)


def _check(target: Target) -> None:
    if not 0 < target.minutes <= _LONGEST:
        raise TargetBelowOne(minutes=str(target.minutes))
    if target.priority not in {"", *PRIORITIES}:
        raise BadTarget(what=target.priority[:40])
    if not 1 <= target.warn_percent <= 99:  # noqa: PLR2004 - percent
        raise BadTarget(what=f"{target.warn_percent} %")


async def drop_target(tx: Transaction, brand_id: BrandId, target_id: uuid.UUID, now: datetime) -> None:
    """Take one target away."""
    if not await store.drop_target(tx.conn, brand_id, target_id):
        raise NoSuchTarget
    await replan(tx, brand_id, now)


async def replan(tx: Transaction, brand_id: BrandId, now: datetime) -> None:
    """Have every running clock timed anew: at once, and once more when no process remembers the old targets."""
    _KEPT.forget(brand_id)
    await enqueue(tx, brand_id, REPLAN, {}, now, key="now")
    await enqueue(tx, brand_id, REPLAN, {}, now + _AGAIN, key="later")
