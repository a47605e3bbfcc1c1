"""Tell a figure of a period, by what is asked for; what has just happened is counted first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hilft.accounts import Brand, accounts
from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.reports import store
from hilft.reports.actions.editions import caught_up
from hilft.reports.model import SERIES, Dimension, Figure, Sum
from hilft.reports.period import (
    FIRST,
    Period,
    Step,
    beginning,
    cut,
    pieces,
    read_by,
    read_period,
)
from hilft.reports.problems import NoSuchFigure
from hilft.reports.store import Known, PeriodRow
from hilft.reports.telling import Group, Report, Sums, added, tell
from hilft.staff import Agent

_DAY = timedelta(days=1)
_SHOWN = 40
_LABEL = {Step.MONTH: 7, Step.YEAR: 4}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, as it comes through a door; empty: the usual."""

    start: str = ""
    end: str = ""
    by: str = ""


def figure_of(name: str) -> Figure:
    """Read a figure's name, with hyphens or underscores; raises `NoSuchFigure`."""
    plain = name.strip().lower().replace("-", "_")
    known = [each.value for each in Figure]
    if plain not in known:
        raise NoSuchFigure(figure=name[:_SHOWN], known=", ".join(known))
    return Figure(plain)


async def report(
    tx: Transaction, agent: Agent, brand: Brand, figure: Figure, wish: Wish, now: datetime
) -> Report:
    """Tell one figure. By agent, whoever leads sees everybody and others themselves. Raises what is wrong with the wish."""
    (found,) = await report_all(tx, agent, brand, [figure], wish, now)
    return found


async def report_all(
    tx: Transaction, agent: Agent, brand: Brand, figures: Sequence[Figure], wish: Wish, now: datetime
) -> list[Report]:
    """Tell several figures of the same period, all read at once."""
    period = read_period(wish.start, wish.end, brand.zone, now)
    by = read_by(wish.by, period)
    edition = await caught_up(tx, brand, now)
    read = _Reading(tx.conn, brand.id, edition, sorted({each for one in figures for each in SERIES[one]}))
    step = by if isinstance(by, Step) else None
    dimension = by if isinstance(by, Dimension) else None
    parts = await read.parts(period, step)
    total = added(parts.values())
    past = await read.past(period, Dimension.ALL if Figure.BACKLOG in figures else None)
    before = past.get("", {})
    groups = await read.groups(period, dimension) if dimension else {}
    pasts = await read.past(period, dimension if Figure.BACKLOG in figures else None)
    names = await _names(tx.conn, agent, brand.id, dimension, {*groups, *pasts})
    complete = edition is not None and edition.ready_at is not None
    return [
        Report(
            figure, period, brand.zone, by.value if by else None, complete, tell(figure, total, before),
            tuple(
                _steps(figure, parts, before)
                if step
                else (Group(key, name, tell(figure, groups.get(key, {}), pasts.get(key, {}))) for key, name in names)
            ),
        )
        for figure in figures
    ]  # fmt: skip


def _steps(figure: Figure, parts: Mapping[str, Sums], before: Sums) -> Iterable[Group]:
    for key, sums in parts.items():
        yield Group(key, key, tell(figure, sums, before))
        if figure is Figure.BACKLOG:
            before = added([before, sums])


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the sums of an edition are read."""

    conn: Connection
    brand_id: BrandId
    edition: Known | None
    series: list[int]

    async def parts(self, period: Period, step: Step | None) -> dict[str, dict[int, Sum]]:
        """Give all sums of a period piece by piece, in order; without ``step`` as one."""
        if step is None:
            return {"": _sums_of(await self._rows(period, Dimension.ALL))}
        keys = {each.first: _label(beginning(each.first, step), step) for each in pieces(period, step)}
        found: dict[str, list[PeriodRow]] = {key: [] for key in keys.values()}
        daily = step in {Step.DAY, Step.WEEK}
        for row in await self._rows(period, Dimension.ALL, daily=daily):
            found[_label(beginning(row.day, step), step)].append(row)
        return {key: _sums_of(rows) for key, rows in found.items()}

    async def groups(self, period: Period, dimension: Dimension) -> dict[str, dict[int, Sum]]:
        """Give the sums of a period group by group."""
        return _by_key(await self._rows(period, dimension))

    async def past(
        self,
        period: Period,
        dimension: Dimension | None,
    ) -> dict[str, dict[int, Sum]]:
        """Give the sums of all that was before a period, for the backlog."""
        if dimension is None or period.first <= FIRST:
            return {}
        return _by_key(
            await self._rows(Period(FIRST, period.first - _DAY), dimension, [*SERIES[Figure.BACKLOG]])
        )

    async def _rows(
        self, period: Period, dimension: Dimension, series: list[int] | None = None, *, daily: bool = False
    ) -> list[PeriodRow]:
        if self.edition is None:
            return []
        rows = cut(period, daily=daily)
        return await store.sums(
            self.conn, self.brand_id, self.edition.id, series or self.series, dimension.value, rows.months.first,
            rows.months.last, rows.before.first, rows.before.last, rows.behind.first, rows.behind.last,
        )  # fmt: skip


def _by_key(rows: Iterable[PeriodRow]) -> dict[str, dict[int, Sum]]:
    found: dict[str, list[PeriodRow]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return {key: _sums_of(some) for key, some in found.items()}


def _sums_of(rows: Iterable[PeriodRow]) -> dict[int, Sum]:
    found: dict[int, Sum] = {}
    for row in rows:
        found.setdefault(row.series, Sum()).merge(row.buckets, row.counts, row.total)
    return found


def _label(day: date, step: Step) -> str:
    """Write a piece of time: its first day, ``2026-11``, ``2026-Q4``, ``2026``."""
    if step is Step.QUARTER:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: _LABEL.get(step, 10)]


async def _names(
    conn: Connection, agent: Agent, brand_id: BrandId, dimension: Dimension | None, keys: Iterable[str]
) -> list[tuple[str, str]]:
    """Give each key with its name for people, in the order of names; what has none comes last."""
    known: dict[str, str] = {}
    if dimension is Dimension.ACCOUNT:
        known = {str(each.id): each.handle for each in await accounts(conn, brand_id)}
    elif dimension is Dimension.AGENT:
        known = {str(each.id): each.name for each in await store.agent_names(conn, brand_id)}
        if not agent.leads:
            keys = [key for key in keys if key == str(agent.id)]
    return sorted(
        ((key, known.get(key, key)) for key in keys), key=lambda one: (not one[0], one[1].lower(), one[0])
    )
