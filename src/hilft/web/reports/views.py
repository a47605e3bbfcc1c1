"""The page of figures: a period, what it adds up to, pictures made here, tables behind them."""

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from hilft import reports
from hilft.reports import (
    Backlog,
    Dimension,
    Durations,
    Figure,
    Heatmap,
    NewSolved,
    Overview,
    Told,
    Wish,
)
from hilft.web.doors import Door
from hilft.web.reports import charts, words
from hilft.web.visit import Visit

_MOST_GROUPS = 100


async def show(visit: Visit) -> Response:
    by = visit.query("by", Dimension.ACCOUNT.value)
    wish = Wish(visit.query("from"), visit.query("to"), by)
    found = await reports.overview(visit.tx, visit.agent, visit.brand, wish, visit.now)
    told = {report.figure: report.total for report in found.totals}
    period = found.groups[0].period
    return visit.page(
        "reports/page.html",
        period=period,
        zone=found.groups[0].zone,
        complete=found.groups[0].complete,
        by=found.groups[0].by or "",
        told=told,
        durations=_durations(told),
        flow=_flow(visit, found),
        heat=_heat(told[Figure.HEATMAP]),
        weekdays=words.weekdays(visit.language),
        lines=_lines(found),
        periods=list(words.usual_periods(visit.clock.today)),
        figures=[each.value for each in told],
        duration=lambda seconds: words.duration(seconds, visit.language),
        number=lambda count: words.number(count, visit.language),
        percent=lambda rate: words.percent(rate, visit.language),
        band=lambda one: words.band(one.start, one.end, visit.language),
    )


async def save(visit: Visit) -> Response:
    """Give one figure as a CSV file."""
    figure = reports.figure_of(visit.request.path_params["figure"])
    wish = Wish(visit.query("from"), visit.query("to"), visit.query("by"))
    found = await reports.report(visit.tx, visit.agent, visit.brand, figure, wish, visit.now)
    return Response(
        reports.csv_of(found).encode("utf-8"),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{reports.file_name(found)}"',
            "Cache-Control": "no-store",
        },
    )


async def lead_there(visit: Visit) -> Response:
    """The page stands at ``/reports``; whoever looks for it among the desk's pages finds it, too."""
    query = visit.request.url.query
    return RedirectResponse(f"/reports?{query}" if query else "/reports", 307)


def _durations(told: dict[Figure, Told]) -> list[tuple[Figure, Durations]]:
    wanted = (Figure.FIRST_ANSWER, Figure.NEXT_ANSWER, Figure.SOLUTION)
    return [(figure, found) for figure in wanted if isinstance(found := told[figure], Durations)]


@dataclass(frozen=True, slots=True)
class Flow:
    """New against solved and the backlog, piece by piece."""

    step: str
    pieces: list[str]
    new_solved: list[NewSolved]
    backlogs: list[int]
    bars: list[charts.Bar]
    line: str

    @property
    def most(self) -> int:
        return max((max(each.new, each.solved) for each in self.new_solved), default=0)

    @property
    def most_open(self) -> int:
        return max(self.backlogs, default=0)


def _flow(visit: Visit, found: Overview) -> Flow:
    new_solved, backlog = found.new_solved, found.backlog
    flows = [group.told for group in new_solved.groups if isinstance(group.told, NewSolved)]
    left = [group.told.backlog for group in backlog.groups if isinstance(group.told, Backlog)]
    return Flow(
        new_solved.by or "",
        [words.piece(group.key, visit.language) for group in new_solved.groups],
        flows,
        left,
        charts.bars([(each.new, each.solved) for each in flows]),
        charts.line(left),
    )


def _heat(told: Told) -> list[charts.Cell]:
    assert isinstance(told, Heatmap)  # asked for by its name
    return charts.heat(told.messages)


def _lines(found: Overview) -> list[tuple[str, dict[Figure, Told]]]:
    """Give each group with all that is told of it, those with the most new cases first."""
    by_key: dict[str, dict[Figure, Told]] = {}
    names: dict[str, str] = {}
    for report in found.groups:
        for group in report.groups:
            by_key.setdefault(group.key, {})[report.figure] = group.told
            names[group.key] = group.name
    lines = [(names[key], told) for key, told in by_key.items()]
    return sorted(lines, key=lambda line: -_weight(line[1]))[:_MOST_GROUPS]


def _weight(told: dict[Figure, Told]) -> int:
    new = told.get(Figure.NEW_SOLVED)
    return new.new if isinstance(new, NewSolved) else 0


DOORS = (
    Door("/reports", show),
    Door("/reports/{figure}.csv", save),
    Door("/desk/reports", lead_there),
)
