"""Pages, the API and search at 10,000, 100,000 and 1,000,000 cases in one run: what grows with history would show here."""

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from benchmarks.desk import Desk, desk
from benchmarks.figures import Figure, percentile, table, timed
from benchmarks.ground import filled, ground
from benchmarks.lives import LONGEST
from benchmarks.words import COMMON, MIDDLE, RARE
from hilft import app
from hilft.cases import written

SIZES = [int(size) for size in os.environ.get("CASES", "10000,100000,1000000").split(",")]
"Cases of the large brand in each database, about ten messages each and one thread of 2,000; ``CASES=…`` chooses others."
ROUNDS, PER_ROUND = 12, 10
"The sizes take turns, so that a noisy moment of the machine falls on all of them."
TARGET_MS, SEARCH_MS, TARGET_RATIO = "<= 30", "<= 150", "<= 1.3"

_CASES = """
select c.code, c.version from cases c
 where c.brand_id = $1 and c.state = 'open' and c.version between 8 and 16 order by c.id desc limit 40
"""
_REGULARS = """
select h.customer_id from cases c join handles h on h.brand_id = c.brand_id and h.id = c.handle_id
 where c.brand_id = $1 and c.state = 'open' and (select count(*) from cases o where o.brand_id = $1 and o.handle_id = h.id) > 1
 order by c.id limit 20
"""
"Customers who came back and have an open case."
_LOOK_UP = "select id from cases where brand_id = $1 and code = $2"
_LONGEST = "select code from cases where brand_id = $1 order by version desc limit 1"


@dataclass(slots=True)
class Screen:
    """One address, or several of one kind, and what they took, in milliseconds: by the clock, and of processors."""

    name: str
    visits: list[tuple[str, Mapping[str, str]]]
    taken: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    queries: int = 0

    async def measure(self, at: Desk, times: int) -> None:
        """Visit the addresses in turn."""
        turn, labour = len(self.taken), await at.labour()
        for number in range(turn, turn + times):
            path, query = self.visits[number % len(self.visits)]
            before = labour.milliseconds()
            self.taken += await timed(partial(at.get, path, **query), 1)
            self.worked.append(labour.milliseconds() - before)


async def run() -> list[Figure]:
    """Measure every screen at every size."""
    figures = []
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(ground())
        desks = [await stack.enter_async_context(desk(await filled(server, size))) for size in SIZES]
        app.settle_memory()  # as the served process does after its start
        limits = [await _look_up(each) for each in desks]
        figures += [
            Figure(f"one index look-up at {size:,}: p50", limit, "ms")
            for size, limit in zip(SIZES, limits, strict=True)
        ]
        for same in zip(*[await screens(each) for each in desks], strict=True):
            for at, screen in zip(desks, same, strict=True):
                await screen.measure(at, 2 * len(screen.visits) + 12)  # until plans are chosen
                screen.taken.clear()
                screen.worked.clear()
                path, query = screen.visits[0]
                screen.queries = await at.queries_of(path, **query)
            for _ in range(ROUNDS):
                for at, screen in zip(desks, same, strict=True):
                    await screen.measure(at, PER_ROUND)
            figures += _compare(same, limits[-1])
            print(table(figures[-2 * len(SIZES) - 2 :]), flush=True)
    return figures


async def _look_up(at: Desk) -> float:
    """Look one case up by its code, again and again; give the median in milliseconds."""
    codes = [str(row["code"]) for row in await at.pool.fetch(_CASES, at.brand_id)]
    async with at.pool.acquire() as conn:
        taken = [
            (await timed(partial(conn.fetchval, _LOOK_UP, at.brand_id, codes[number % len(codes)]), 1))[0]
            for number in range(300)
        ]
    return percentile(taken, 50)


async def screens(at: Desk) -> list[Screen]:
    """List what is measured; the same list at every size."""
    cases = [str(row["code"]) for row in await at.pool.fetch(_CASES, at.brand_id)]
    regulars = [str(row["customer_id"]) for row in await at.pool.fetch(_REGULARS, at.brand_id)]
    longest = str(await at.pool.fetchval(_LONGEST, at.brand_id))
    second = (await at.get("/api/v1/cases")).json()["next"]
    return [
        Screen("inbox", [("/desk/inbox", {})]),
        Screen("inbox, waiting", [("/desk/inbox", {"view": "waiting"})]),
        Screen("inbox, all", [("/desk/inbox", {"view": "all"})]),
        Screen("inbox with a case open", [("/desk/inbox", {"case": written(code)}) for code in cases]),
        Screen("case", [(f"/desk/case/{written(code)}", {}) for code in cases]),
        Screen("customer", [(f"/desk/customers/{each}", {}) for each in regulars]),
        Screen(f"case of {LONGEST:,} messages", [(f"/desk/case/{written(longest)}", {})]),
        Screen("search, common word", [("/desk/search", {"q": COMMON})]),
        Screen("search, middling word", [("/desk/search", {"q": MIDDLE})]),
        Screen("search, rare word", [("/desk/search", {"q": RARE})]),
        Screen("search, unknown word", [("/desk/search", {"q": "Nirgendwosonst"})]),
        Screen("search, best of a common word", [("/desk/search", {"q": COMMON, "order": "best"})]),
        Screen("search, best of a rare word", [("/desk/search", {"q": RARE, "order": "best"})]),
        Screen("API, cases", [("/api/v1/cases", {})]),
        Screen("API, cases, second page", [("/api/v1/cases", {"after": second})]),
        Screen("API, case", [(f"/api/v1/cases/{written(code)}", {}) for code in cases]),
    ]


def _compare(same: Sequence[Screen], limit: float) -> list[Figure]:
    """Give each size's p95, and by how much the median grew from the smallest to the largest."""
    first, last = percentile(same[0].taken, 50), percentile(same[-1].taken, 50)
    name, sign = same[0].name, SEARCH_MS if same[0].name.startswith("search") else TARGET_MS
    figures = [Figure(f"{name}: queries", same[-1].queries, "")]
    for size, screen in zip(SIZES, same, strict=True):
        figures += [
            Figure(f"{name}: p95 at {size:,}", percentile(screen.taken, 95), "ms", limit, target=sign),
            Figure(f"{name}: processor time p95 at {size:,}", percentile(screen.worked, 95), "ms"),
        ]
    grown = TARGET_RATIO if sign == TARGET_MS else ""
    return [
        *figures,
        Figure(f"{name}: p50 at {SIZES[-1]:,} beside {SIZES[0]:,}", last, "ms", first, last / first, grown),
    ]
