"""Opening hours as figures need them: asked for once a batch, and a mark by which one notices that the past has changed."""

import hashlib
from datetime import datetime, timedelta

from hilft.db import Connection
from hilft.hours import Calendar, calendar_of
from hilft.ids import AccountId, BrandId
from hilft.reports import store

LOOKED_BACK = timedelta(days=3 * 366)
"A change of hours that lie longer behind changes no figure by itself; `hilft reports rebuild` takes it in."


class Calendars:
    """The calendars of a brand's accounts, each asked for once."""

    def __init__(self, brand_id: BrandId) -> None:
        self._brand_id = brand_id
        self._found: dict[AccountId, Calendar] = {}

    async def of(self, conn: Connection, account_id: AccountId) -> Calendar:
        if account_id not in self._found:
            self._found[account_id] = await calendar_of(conn, self._brand_id, account_id)
        return self._found[account_id]


async def marks(conn: Connection, brand_id: BrandId, since: datetime, upto: datetime) -> dict[str, str]:
    """Give a mark of when each account was open between two instants: another mark means other hours."""
    calendars = Calendars(brand_id)
    return {
        str(account_id): _mark(await calendars.of(conn, account_id), since, upto)
        for account_id in await store.account_ids(conn, brand_id)
    }


def _mark(calendar: Calendar, since: datetime, upto: datetime) -> str:
    spans = (
        f"{max(start, since).isoformat()}/{min(end, upto).isoformat()}"
        for start, end in calendar.intervals(since, upto)
    )
    return hashlib.sha256(" ".join(spans).encode()).hexdigest()[:16]
