"""A year of cases as sums: each case's points are invented and go through the house's own code, month by month."""

import asyncio
import math
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg

from benchmarks.figures import told
from benchmarks.moments import NOW
from hilft import accounts, staff
from hilft.accounts import AccountRole, Vault, open_vault
from hilft.channels import Profile
from hilft.db import migrate, open_pool, transaction
from hilft.ids import new_id
from hilft.reports.model import HOURS, Counted, Place, Point, Series, Sum, by_month, difference
from hilft.reports.sketch import bucket_of

YEAR = 365
ZONE = "Europe/Berlin"
_ACCOUNTS, _AGENTS, _TAGS = 5, 20, 15
_LANGUAGES = ("de", "de", "de", "de", "en", "")
_MEDIANS = {1: 25, 2: 90, 3: 15, 4: 60, 5: 180, 6: 900}
"Minutes, by series of durations."
_COLUMNS = ["brand_id", "edition_id", *Place._fields, "buckets", "counts", "total"]


@dataclass(frozen=True, slots=True)
class Firm:
    """Whose year it is."""

    brand_id: uuid.UUID
    accounts: Sequence[str]
    agents: Sequence[str]


async def fill(dsn: str, cases: int, key_file: Path) -> None:
    """Fill a new database with the figures of so many cases of one year."""
    await migrate(dsn)
    firm = await _found(dsn, key_file)
    conn = await asyncpg.connect(dsn)
    try:
        edition = new_id()
        await conn.execute(
            "insert into report_editions (brand_id, id, zone, seen, begun_at, ready_at)"
            " values ($1, $2, $3, pg_current_snapshot()::text, $4, $4)",
            firm.brand_id, edition, ZONE, NOW,
        )  # fmt: skip
        async with told(f"the figures of {cases:,} cases"):
            for sums in _months(firm, cases, Random("figures")):
                await asyncio.sleep(0)
                rows = [_row(firm.brand_id, edition, place, row) for place, row in sums.items()]
                await conn.copy_records_to_table("report_sums", records=rows, columns=_COLUMNS)
        await conn.execute("vacuum (analyze)")
    finally:
        await conn.close()


async def _found(dsn: str, key_file: Path) -> Firm:
    pool = await open_pool(dsn, max_size=1)
    try:
        async with transaction(pool) as tx:
            vault: Vault = await open_vault(tx.conn, secret_key="", key_file=key_file)
            brand = await accounts.create_brand(
                tx, slug="wattkabel", name="Wattkabel", zone=ZONE, language="de", now=NOW
            )
            own = [
                await accounts.add_account(
                    tx, vault, brand.id, channel="mastodon",
                    profile=Profile(f"https://town.example/users/w{number}", f"@w{number}@town.example", "W"),
                    scope="mastodon", role=AccountRole.SERVICE, settings={"url": "http://127.0.0.1:9"},
                    secrets={"token": "invented"}, now=NOW,
                )
                for number in range(_ACCOUNTS)
            ]  # fmt: skip
            team = [
                await staff.add_agent(
                    tx, brand.id, login=name.lower(), name=name, initials=f"a{chr(97 + number)}",
                    role=staff.Role.LEAD, password=f"{name}-Deichgraf-17", now=NOW,
                )
                for number, name in enumerate(["Romina", *(f"Agent{number}" for number in range(1, _AGENTS))])
            ]  # fmt: skip
    finally:
        await pool.close()
    return Firm(brand.id, [str(each.id) for each in own], [str(each.id) for each in team])


def _months(firm: Firm, cases: int, dice: Random) -> Iterator[dict[Place, Sum]]:
    """Give the sums of one month after the other."""
    last = NOW.astimezone(ZoneInfo(ZONE)).date()
    days = [last - timedelta(days=back) for back in reversed(range(YEAR))]
    weights = [1.0 if day.weekday() < 5 else 0.35 for day in days]
    sums: dict[Place, Sum] = {}
    for number, day in enumerate(days):
        count = round(cases * weights[number] / sum(weights))
        for _ in range(count):
            difference(None, _case(firm, day, dice), sums)
        if number + 1 == len(days) or days[number + 1].day == 1:
            print(f"  {day:%B %Y}", flush=True)
            yield sums | by_month(sums)
            sums = {}


def _case(firm: Firm, day: date, dice: Random) -> Counted:
    """Invent one case; all of it happens on its day, which changes nothing of the number of sums."""
    agent = dice.choice(firm.agents)
    hour = day.weekday() * HOURS + min(23, max(0, round(dice.gauss(14, 4))))
    points = [
        Point(int(Series.FLOW), day.toordinal(), 0, 0, agent),
        Point(int(Series.BEGINNINGS), day.toordinal(), hour, 0, agent),
        Point(int(Series.CONTACTS), day.toordinal(), int(dice.random() < 0.6), 0, agent),
        Point(int(Series.RETURNS), day.toordinal(), int(dice.random() < 0.1), 0, agent),
        Point(int(Series.PROMISES), day.toordinal(), dice.choice((0, 0, 0, 0, 1)), 0, agent),
    ]
    if dice.random() < 0.98:
        points.append(Point(int(Series.FLOW), day.toordinal(), 1, 0, agent))
    for _ in range(2):
        points.append(Point(int(Series.ARRIVALS), day.toordinal(), hour, 0, agent))
        points.append(Point(int(Series.ANSWERS), day.toordinal(), int(dice.random() < 0.04), 0, agent))
    for series, median in _MEDIANS.items():
        amount = round(60_000 * median * math.exp(dice.gauss(0, 1.3)))
        points.append(Point(series, day.toordinal(), bucket_of(amount), amount, agent))
    tag = f"thema {dice.randrange(_TAGS)}"
    return Counted(dice.choice(firm.accounts), dice.choice(_LANGUAGES), (tag,), tuple(points))


def _row(brand_id: uuid.UUID, edition: uuid.UUID, place: Place, row: Sum) -> tuple[Any, ...]:
    buckets, counts = zip(*row.rest(), strict=True)
    return (brand_id, edition, *place, list(buckets), list(counts), row.total)


def a_year_before(at: datetime) -> date:
    """Give the first day of the year that ends then."""
    return at.astimezone(ZoneInfo(ZONE)).date() - timedelta(days=YEAR - 1)
