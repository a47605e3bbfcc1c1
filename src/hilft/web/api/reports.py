"""Figures by API: JSON for programs, CSV for spreadsheets."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.requests import Request

from hilft import accounts, reports
from hilft.reports import Report, Spread, Told
from hilft.web.api.edge import DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["reports"])

_CSV = "text/csv"
_DATE = "a date, 2026-11-23, or an instant with Z or an offset (RFC 3339)"


class BandItem(BaseModel):
    """How many took ``start`` up to ``end`` minutes; ``end`` null: or longer."""

    start: int
    end: int | None
    count: int


class SpreadItem(BaseModel):
    """Minutes; median and p90 within two per cent. Null: there was nothing to measure."""

    median: float | None
    p90: float | None
    mean: float | None
    distribution: list[BandItem]


class Row(BaseModel):
    """``key``: an id, a tag, a language, or the beginning of a piece of time; empty for the whole period."""

    key: str = ""
    name: str = ""


class DurationRow(Row):
    count: int
    business: SpreadItem
    wall: SpreadItem


class FirstContactRow(Row):
    solved: int
    first_contact: int
    rate: float | None


class ReopenedRow(Row):
    solved: int
    reopened: int
    rate: float | None


class AskedTwiceRow(Row):
    answers: int
    asked_twice: int
    rate: float | None


class PromisesRow(Row):
    made: int
    kept: int
    broken: int
    open: int
    rate: float | None


class NewSolvedRow(Row):
    new: int
    solved: int
    reopened: int


class BacklogRow(Row):
    backlog: int
    new: int
    solved: int
    reopened: int


class HeatmapRow(Row):
    """Seven days, Monday first, of twenty-four hours."""

    messages: list[list[int]]
    cases: list[list[int]]


class SatisfactionRow(Row):
    """What customers said after the solution; ``rate``: good of all."""

    good: int
    bad: int
    rate: float | None


_Row = TypeVar("_Row", bound=Row)


class ReportOf(BaseModel, Generic[_Row]):
    """A figure of a period: whole days of ``zone``, ``to`` included.

    ``complete``: whether everything that ever happened is counted; false only while a first count is under way.
    ``relative_error``: how far a median or p90 may be off.
    """

    figure: str
    start: date = Field(serialization_alias="from")
    to: date
    zone: str
    by: str | None
    complete: bool
    relative_error: float
    total: _Row
    groups: list[_Row]


AnyReport = (
    ReportOf[DurationRow]
    | ReportOf[FirstContactRow]
    | ReportOf[ReopenedRow]
    | ReportOf[AskedTwiceRow]
    | ReportOf[PromisesRow]
    | ReportOf[NewSolvedRow]
    | ReportOf[BacklogRow]
    | ReportOf[HeatmapRow]
    | ReportOf[SatisfactionRow]
)


@router.get(
    "/reports/{figure}",
    response_model=AnyReport,
    responses={200: {"content": {_CSV: {"schema": {"type": "string"}}}}},
)
async def read_report(
    tx: Tx,
    agent: SignedIn,
    house: InHouse,
    request: Request,
    figure: str,
    start: Annotated[str, Query(alias="from", max_length=100, description=f"First day: {_DATE}")] = "",
    to: Annotated[str, Query(max_length=100, description=f"Last day, included: {_DATE}")] = "",
    by: Annotated[str, Query(max_length=100, description=", ".join((*reports.GROUPS, *reports.STEPS)))] = "",
    form: Annotated[str, Query(alias="format", max_length=100, description="json or csv")] = "",
) -> Response:
    """Tell a figure of a period, the last thirty days unless said otherwise; as CSV with ``Accept: text/csv``."""
    which = reports.figure_of(figure)
    as_csv = _as_csv(form, request.headers.get("accept", ""))
    brand = await accounts.brand_by_id(tx.conn, agent.brand_id)
    assert brand is not None  # a foreign key points here
    found = await reports.report(tx, agent, brand, which, reports.Wish(start, to, by), house.now())
    return csv_answer(found) if as_csv else _json(found)


def csv_answer(found: Report) -> Response:
    """Give a figure as a file to be saved."""
    return Response(
        reports.csv_of(found).encode("utf-8"),
        media_type=f"{_CSV}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{reports.file_name(found)}"',
            "Cache-Control": "no-store",
        },
    )


def _as_csv(form: str, accept: str) -> bool:
    """Whether CSV is asked for, by ``format`` before ``Accept``; raises `UnknownFormat`."""
    if form.lower() not in {"", "json", "csv"}:
        raise reports.UnknownFormat(format=form[:40])
    wanted = [each.partition(";")[0].strip().lower() for each in accept.split(",")]
    return form.lower() == "csv" or (not form and _CSV in wanted and "application/json" not in wanted)


def _json(found: Report) -> Response:
    """Write the answer as it is: looking through a year's days once more to see which figure they are takes longer."""
    return Response(_answer(found).model_dump_json(by_alias=True), media_type="application/json")


def _answer(found: Report) -> BaseModel:
    return ReportOf(
        figure=found.figure.value,
        start=found.period.first,
        to=found.period.last,
        zone=found.zone,
        by=found.by,
        complete=found.complete,
        relative_error=reports.ERROR,
        total=_row("", "", found.total),
        groups=[_row(group.key, group.name, group.told) for group in found.groups],
    )


_ROWS: Mapping[type[Told], type[Row]] = {
    reports.FirstContact: FirstContactRow,
    reports.Reopened: ReopenedRow,
    reports.AskedTwice: AskedTwiceRow,
    reports.Promises: PromisesRow,
    reports.NewSolved: NewSolvedRow,
    reports.Backlog: BacklogRow,
    reports.Heatmap: HeatmapRow,
    reports.Satisfaction: SatisfactionRow,
}
"Rows whose fields are those of what is told."


def _row(key: str, name: str, told: Told) -> Row:
    if isinstance(told, reports.Durations):
        business, wall = _spread(told.business), _spread(told.wall)
        return DurationRow(key=key, name=name, count=told.count, business=business, wall=wall)
    row = _ROWS[type(told)]
    values = {field: getattr(told, field) for field in row.model_fields if field not in Row.model_fields}
    return row.model_validate({"key": key, "name": name} | values)


def _spread(spread: Spread) -> SpreadItem:
    median, p90, mean = (reports.in_minutes(each) for each in (spread.median, spread.p90, spread.mean))
    bands = [
        BandItem(start=band.start // 60, end=None if band.end is None else band.end // 60, count=band.count)
        for band in spread.bands
    ]
    return SpreadItem(median=median, p90=p90, mean=mean, distribution=bands)
