"""A measured figure beside its target; the table for people and the list for programs."""

import json
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """``limit``: the physical limit measured beside it in the same run, ``ratio``: what is compared with ``target``.

    ``target`` is ``<= 30``, ``>= 0.5`` or empty; it speaks of ``ratio`` when there is one and of ``value`` otherwise.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    target: str = ""

    @property
    def ok(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if not self.target:
            return None
        sign, _, bound = self.target.partition(" ")
        measured = self.value if self.ratio is None else self.ratio
        return measured <= float(bound) if sign == "<=" else measured >= float(bound)


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the nearest-rank percentile: a value that was really measured."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(percent / 100 * len(ranked)) - 1)]


def spread(name: str, values: Sequence[float], unit: str, *, target: str = "") -> list[Figure]:
    """Give p50 and p95; the target speaks of p95."""
    return [
        Figure(f"{name} p50", percentile(values, 50), unit),
        Figure(f"{name} p95", percentile(values, 95), unit, target=target),
    ]


def table(figures: Iterable[Figure]) -> str:
    """Lay figures out in columns."""
    rows = [("figure", "value", "unit", "limit", "ratio", "target", "")]
    verdicts = {None: "", True: "ok", False: "MISSED"}
    rows += [
        (f.name, _short(f.value), f.unit, _short(f.limit), _short(f.ratio), f.target, verdicts[f.ok])
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in {0, 2, 5, 6} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def write(path: Path, figures: Iterable[Figure]) -> None:
    """Write the list ``{name, value, unit, limit, ratio, target, ok}``."""
    path.write_text(json.dumps([asdict(f) | {"ok": f.ok} for f in figures], indent=2) + "\n")


async def timed(once: Callable[[], Awaitable[object]], times: int) -> list[float]:
    """Run something some times, give how long each took, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        await once()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


@asynccontextmanager
async def told(what: str) -> AsyncIterator[None]:
    """Say what is being done and how long it took."""
    print(f"{what} …", flush=True)
    started = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - started:.1f} s", flush=True)


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
