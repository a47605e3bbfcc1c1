"""Tell a figure of a period, by what is asked for; what has just happened is counted first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hilft.accounts import Brand, accounts
from hilft.db import Connection, Transaction
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
    usual_step,
)
from hilft.reports.problems import NoSuchFigure
from hilft.reports.store import Known, PeriodRow
from hilft.reports.telling import Group, Overview, Report, Sums, added, tell
from hilft.staff import Agent

COMPARED = (
    Figure.NEW_SOLVED, Figure.BACKLOG, Figure.FIRST_ANSWER, Figure.SOLUTION, Figure.FIRST_CONTACT, Figure.REOPENED,
    Figure.ASKED_TWICE, Figure.PROMISES, Figure.SATISFACTION,
)  # fmt: skip
"What groups are compared by on one page."

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
    period = read_period(wish.start, wish.end, brand.zone, now)
    by = read_by(wish.by, period)
    read = _Reading(tx.conn, agent, brand, await caught_up(tx, brand, now), period)
    (found,) = await read.reports([figure], by)
    return found


async def overview(tx: Transaction, agent: Agent, brand: Brand, wish: Wish, now: datetime) -> Overview:
    """Tell every figure, by the groups that are wished for, and the coming and going in pieces that suit the period."""
    period = read_period(wish.start, wish.end, brand.zone, now)
    by = read_by(wish.by, period)
    read = _Reading(tx.conn, agent, brand, await caught_up(tx, brand, now), period)
    totals = await read.reports(list(Figure), None)
    groups = await read.reports(COMPARED, by)
    new_solved, backlog = await read.reports([Figure.NEW_SOLVED, Figure.BACKLOG], usual_step(period))
    return Overview(tuple(totals), tuple(groups), new_solved, backlog)


class _Part(NamedTuple):
    """A row of sums; ``sign`` -1: to be taken out of the others."""

    row: PeriodRow
    sign: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the sums of an edition are read, for one period."""

    conn: Connection
    agent: Agent
    brand: Brand
    edition: Known | None
    period: Period

    async def reports(self, figures: Sequence[Figure], by: Dimension | Step | None) -> list[Report]:
        """Tell these figures, all read at once."""
        step = by if isinstance(by, Step) else None
        dimension = by if isinstance(by, Dimension) else None
        series = sorted({int(each) for figure in figures for each in SERIES[figure]})
        total = _sums_of(await self._rows(self.period, Dimension.ALL, series))
        parts = await self._parts(series, step) if step else {}
        backlog = Figure.BACKLOG in figures
        before = (await self._past(Dimension.ALL)).get("", {}) if backlog else {}
        groups = _by_key(await self._rows(self.period, dimension, series)) if dimension else {}
        pasts = await self._past(dimension) if dimension and backlog else {}
        names = await self._names(dimension, {*groups, *pasts})

        def told(figure: Figure) -> Iterable[Group]:
            if step is not None:
                return _steps(figure, parts, before)
            return (
                Group(key, name, tell(figure, groups.get(key, {}), pasts.get(key, {}))) for key, name in names
            )

        complete = self.edition is not None and self.edition.ready_at is not None
        return [
            Report(
                figure, self.period, self.brand.zone, by.value if by else None, complete,
                tell(figure, total, before), tuple(told(figure)),
            )
            for figure in figures
        ]  # fmt: skip

    async def _parts(self, series: list[int], step: Step) -> dict[str, dict[int, Sum]]:
        """Give all sums of the period piece by piece, in order."""
        keys = [_label(beginning(each.first, step), step) for each in pieces(self.period, step)]
        found: dict[str, list[_Part]] = {key: [] for key in keys}
        daily = step in {Step.DAY, Step.WEEK}
        for row in await self._rows(self.period, Dimension.ALL, series, daily=daily):
            found[_label(beginning(row.row.day, step), step)].append(row)
        return {key: _sums_of(rows) for key, rows in found.items()}

    async def _past(self, dimension: Dimension) -> dict[str, dict[int, Sum]]:
        """Give what came and went before the period, for the backlog."""
        if self.period.first <= FIRST:
            return {}
        past = Period(FIRST, self.period.first - _DAY)
        return _by_key(await self._rows(past, dimension, [*SERIES[Figure.BACKLOG]]))

    async def _rows(
        self, period: Period, dimension: Dimension, series: list[int], *, daily: bool = False
    ) -> list[_Part]:
        if self.edition is None:
            return []
        rows = cut(period, daily=daily)
        found = await store.sums(
            self.conn, self.brand.id, self.edition.id, series, dimension.value, rows.months.first,
            rows.months.last, rows.before.first, rows.before.last, rows.behind.first, rows.behind.last,
        )  # fmt: skip
        return [
            _Part(row, -1 if row.a_day and not period.first <= row.day <= period.last else 1) for row in found
        ]

    async def _names(self, dimension: Dimension | None, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Give each key with its name for people, in the order of names; what has none comes last."""
        known: dict[str, str] = {}
        if dimension is Dimension.ACCOUNT:
            known = {str(each.id): each.handle for each in await accounts(self.conn, self.brand.id)}
        elif dimension is Dimension.AGENT:
            known = {str(each.id): each.name for each in await store.agent_names(self.conn, self.brand.id)}
            if not self.agent.leads:
                keys = [key for key in keys if key == str(self.agent.id)]
        named = [(key, known.get(key, key)) for key in keys]
        return sorted(named, key=lambda one: (not one[0], one[1].lower(), one[0]))


def _steps(figure: Figure, parts: Mapping[str, Sums], before: Sums) -> Iterable[Group]:
    for key, sums in parts.items():
        yield Group(key, key, tell(figure, sums, before))
        if figure is Figure.BACKLOG:
            before = added([before, sums])


def _by_key(parts: Iterable[_Part]) -> dict[str, dict[int, Sum]]:
    found: dict[str, list[_Part]] = {}
    for part in parts:
        found.setdefault(part.row.key, []).append(part)
    sums = {key: _sums_of(some) for key, some in found.items()}
    return {key: some for key, some in sums.items() if any(one.rest() for one in some.values())}


def _sums_of(parts: Iterable[_Part]) -> dict[int, Sum]:
    found: dict[int, Sum] = {}
    for row, sign in parts:
        counts = row.counts if sign > 0 else [-count for count in row.counts]
        found.setdefault(row.series, Sum()).merge(row.buckets, counts, sign * row.total)
    return found


def _label(day: date, step: Step) -> str:
    """Write a piece of time: its first day, ``2026-11``, ``2026-Q4``, ``2026``."""
    if step is Step.QUARTER:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: _LABEL.get(step, 10)]
