"""``python -m benchmarks [names …]``: measure, print a table; with ``OUT=file.json`` also the list for programs."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from benchmarks import (
    arriving,
    asking,
    digesting,
    fanning,
    freshness,
    hours,
    lasting,
    mails,
    pages,
    reports,
    sending,
    starting,
    webhooks,
)
from benchmarks.figures import Figure, table, write

BENCHMARKS: Mapping[str, Callable[[], Awaitable[list[Figure]]]] = {
    "pages": pages.run,
    "freshness": freshness.run,
    "start": starting.run,
    "webhooks": webhooks.run,
    "digest": digesting.run,
    "send": sending.run,
    "streams": fanning.run,
    "arrive": arriving.run,
    "memory": lasting.run,
    "mails": mails.run,
    "hours": hours.run,
    "asking": asking.run,
    "reports": reports.run,
}


async def measure(names: list[str]) -> list[Figure]:
    """Run benchmarks one after the other: two at once would measure each other."""
    figures = []
    for name in names:
        print(f"== {name}", flush=True)
        found = await BENCHMARKS[name]()
        print(table(found), flush=True)
        figures += found
    return figures


def main() -> None:
    """Measure what is named, or everything; raises ``SystemExit`` for a name nobody knows."""
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark called {unknown[0]}. There are: {', '.join(BENCHMARKS)}.")
    figures = asyncio.run(measure(names))
    out = os.environ.get("OUT")
    if out:
        write(Path(out), figures)


if __name__ == "__main__":
    main()
