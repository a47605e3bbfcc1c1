"""A figure as a table: the same for the page, the CSV file and whoever counts columns. Pure.

A cell that a spreadsheet would take for a formula begins with an apostrophe instead (OWASP, "CSV Injection").
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import fields

from hilft.reports.model import HOURS
from hilft.reports.sketch import BOUNDS, Spread
from hilft.reports.telling import Durations, Heatmap, Report, Told

Cell = str | int | float | None

TOTAL = "total"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets read these, too
_MINUTE = 60
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def csv_of(report: Report) -> str:
    """Write a figure as CSV (RFC 4180): one line a group, the whole period last; durations in minutes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in table_of(report):
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue()


def file_name(report: Report) -> str:
    """Name the file of a figure."""
    return f"{report.figure.value}-{report.period.first}-{report.period.last}.csv"


def table_of(report: Report) -> Iterator[list[Cell]]:
    """Give the header and the lines of a figure."""
    named = report.by or "period"
    head: list[Cell] = ["figure", "from", "to", named, "name"]
    about: list[Cell] = [
        report.figure.value,
        report.period.first.isoformat(),
        report.period.last.isoformat(),
    ]
    yield [*head, *columns(report.total)]
    for group in report.groups:
        for line in _lines(group.told):
            yield [*about, group.key, group.name, *line]
    for line in _lines(report.total):
        yield [*about, TOTAL, TOTAL, *line]


def columns(told: Told) -> list[Cell]:
    """Name the columns of a figure."""
    if isinstance(told, Durations):
        found: list[Cell] = ["count"]
        for which in ("business", "wall"):
            found += [f"{which}_median_minutes", f"{which}_p90_minutes", f"{which}_mean_minutes"]
            found += [f"{which}_{band}" for band in _bands()]
        return found
    if isinstance(told, Heatmap):
        return ["weekday", "hour", "messages", "cases"]
    return [*_names(told)]


def _names(told: Told) -> list[str]:
    return [*(field.name for field in fields(told)), *(["rate"] if hasattr(told, "rate") else [])]


def _bands() -> Iterator[str]:
    starts = (0, *BOUNDS)
    for start, end in zip(starts, (*BOUNDS, None), strict=True):
        yield f"from_{start // _MINUTE}_to_{end // _MINUTE}" if end else f"from_{start // _MINUTE}"


def _lines(told: Told) -> Iterator[list[Cell]]:
    match told:
        case Durations(count, business, wall):
            yield [count, *_spread(business), *_spread(wall)]
        case Heatmap(messages, cases):
            for day, (said, begun) in enumerate(zip(messages, cases, strict=True)):
                for hour in range(HOURS):
                    yield [_WEEKDAYS[day], hour, said[hour], begun[hour]]
        case _:
            yield [getattr(told, name) for name in _names(told)]


def _spread(spread: Spread) -> list[Cell]:
    return [
        *(in_minutes(each) for each in (spread.median, spread.p90, spread.mean)),
        *(band.count for band in spread.bands),
    ]


def in_minutes(seconds: float | None) -> float | None:
    """Give seconds as minutes, to the second where that is exact enough."""
    return None if seconds is None else round(seconds / _MINUTE, 2)


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.lstrip().startswith(_FORMULA) else text
