"""Opening hours are written down, and found again as a calendar that can be asked."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hilft.db import Connection, Transaction
from hilft.hours import store
from hilft.hours.calendar import Calendar
from hilft.hours.document import document_of, hours_of, named_days
from hilft.hours.model import Hours
from hilft.hours.problems import NoSuchVersion
from hilft.hours.store import Piece
from hilft.ids import AccountId, BrandId, new_id

TOPIC = "hours"
"The nudge after a change of hours."

_MOST = 256
"Calendars kept laid out; each is some 100 KB."


@dataclass(frozen=True, slots=True)
class Version:
    id: UUID
    hours: Hours
    created_at: datetime


class _Kept:
    """Calendars by the ids of what they are made of: whoever changes hours writes a new id."""

    def __init__(self) -> None:
        self._calendars: OrderedDict[tuple[UUID, ...], Calendar] = OrderedDict()

    def calendar(self, pieces: Sequence[Piece]) -> Calendar:
        key = tuple(each.id for each in pieces)
        found = self._calendars.get(key)
        if found is None:
            found = self._calendars[key] = _calendar(pieces)
            if len(self._calendars) > _MOST:
                self._calendars.popitem(last=False)
        self._calendars.move_to_end(key)
        return found


_KEPT = _Kept()


async def calendar_of(conn: Connection, brand_id: BrandId, account_id: AccountId | None = None) -> Calendar:
    """Give the calendar of an account: its own hours, else the brand's; without any it is always open."""
    pieces = await store.pieces(conn, brand_id, account_id)
    own = any(each.account_id is not None and not each.is_feed for each in pieces)
    chosen = [each for each in pieces if (each.account_id is not None) is own]
    return _KEPT.calendar(chosen)


def _calendar(pieces: Sequence[Piece]) -> Calendar:
    feed: dict[Any, Any] = {}
    for each in pieces:
        if each.is_feed:
            feed |= named_days(each.document)
    days = tuple(sorted(feed.items()))
    return Calendar([replace(hours_of(each.document), feed=days) for each in pieces if not each.is_feed])


async def put_hours(
    tx: Transaction,
    brand_id: BrandId,
    account_id: AccountId | None,
    document: Mapping[str, Any],
    now: datetime,
    *,
    beside: bool = False,
) -> Version:
    """Write hours down (the shape is ``document.hours_of``'s); raises what is wrong with them, then nothing was changed.

    With a ``valid_from`` they hold from that date and leave what holds until then; without one they replace every
    version, unless ``beside`` keeps the later ones.
    """
    hours = hours_of(document)
    kept = await store.put_version(
        tx.conn, brand_id, new_id(), account_id, hours.valid_from, document_of(hours), now
    )
    if hours.valid_from is None and not beside:
        await store.drop_other_versions(tx.conn, brand_id, account_id, kept)
    tx.nudge(brand_id, TOPIC)
    return Version(kept, hours, now)


async def drop_version(
    tx: Transaction, brand_id: BrandId, account_id: AccountId | None, version_id: UUID
) -> None:
    """Forget one version; what was written before it holds on. Raises ``NoSuchVersion``."""
    if not await store.drop_version(tx.conn, brand_id, account_id, version_id):
        raise NoSuchVersion
    tx.nudge(brand_id, TOPIC)


async def versions(conn: Connection, brand_id: BrandId, account_id: AccountId | None) -> list[Version]:
    """Give what was written down for exactly this account (None: the brand), the first version first."""
    rows = await store.versions(conn, brand_id, account_id)
    return [Version(row.id, hours_of(row.document), row.created_at) for row in rows]
