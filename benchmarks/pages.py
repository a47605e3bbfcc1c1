"""Pages and the API at 1,000 and at 100,000 cases in the same run: what grows with history would show here."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from benchmarks.desk import Desk, desk
from benchmarks.figures import Figure, percentile, timed
from benchmarks.ground import filled, ground
from benchmarks.lives import LONGEST
from benchmarks.words import COMMON, MIDDLE, RARE
from hilft import app
from hilft.cases import written

SMALL, LARGE = 1_000, 100_000
ROUNDS, PER_ROUND = 12, 10
"Small and large take turns, so that a noisy moment of the machine falls on both."
TARGET_MS, TARGET_RATIO = "<= 30", "<= 1.3"

_CASES = """
select c.code, c.version from cases c
 where c.brand_id = $1 and c.state = 'open' and c.version between 8 and 16 order by c.id desc limit 40
"""
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
    """Measure every screen at both sizes."""
    figures = []
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(ground())
        small = await stack.enter_async_context(_open(await filled(server, SMALL)))
        large = await stack.enter_async_context(_open(await filled(server, LARGE)))
        app.settle_memory()  # as the served process does after its start
        for of_small, of_large in zip(await screens(small), await screens(large), strict=True):
            for at, screen in ((small, of_small), (large, of_large)):
                await screen.measure(at, 2 * len(screen.visits) + 12)  # until plans are chosen
                screen.taken.clear()
                screen.worked.clear()
                path, query = screen.visits[0]
                screen.queries = await at.queries_of(path, **query)
            for _ in range(ROUNDS):
                await of_small.measure(small, PER_ROUND)
                await of_large.measure(large, PER_ROUND)
            figures += _compare(of_small, of_large)
    return figures


async def screens(at: Desk) -> list[Screen]:
    """List what is measured; the same list at every size."""
    cases = [str(row["code"]) for row in await at.pool.fetch(_CASES, at.brand_id)]
    longest = str(await at.pool.fetchval(_LONGEST, at.brand_id))
    second = (await at.get("/api/v1/cases")).json()["next"]
    return [
        Screen("inbox", [("/desk/inbox", {})]),
        Screen("inbox, waiting", [("/desk/inbox", {"view": "waiting"})]),
        Screen("inbox, all", [("/desk/inbox", {"view": "all"})]),
        Screen("inbox with a case open", [("/desk/inbox", {"case": written(code)}) for code in cases]),
        Screen("case", [(f"/desk/case/{written(code)}", {}) for code in cases]),
        Screen(f"case of {LONGEST:,} messages", [(f"/desk/case/{written(longest)}", {})]),
        Screen("search, common word", [("/desk/search", {"q": COMMON})]),
        Screen("search, middling word", [("/desk/search", {"q": MIDDLE})]),
        Screen("search, rare word", [("/desk/search", {"q": RARE})]),
        Screen("search, unknown word", [("/desk/search", {"q": "Nirgendwosonst"})]),
        Screen("API, cases", [("/api/v1/cases", {})]),
        Screen("API, cases, second page", [("/api/v1/cases", {"after": second})]),
        Screen("API, case", [(f"/api/v1/cases/{written(code)}", {}) for code in cases]),
    ]


@contextlib.asynccontextmanager
async def _open(dsn: str) -> AsyncIterator[Desk]:
    async with desk(dsn) as opened:
        yield opened


def _compare(small: Screen, large: Screen) -> list[Figure]:
    before, after = percentile(small.taken, 50), percentile(large.taken, 50)
    name = large.name
    return [
        Figure(f"{name}: queries", large.queries, ""),
        Figure(
            f"{name}: p50 at {LARGE:,}", after, "ms", limit=before, ratio=after / before, target=TARGET_RATIO
        ),
        Figure(f"{name}: p95 at {LARGE:,}", percentile(large.taken, 95), "ms", target=TARGET_MS),
        Figure(f"{name}: processor time p95 at {LARGE:,}", percentile(large.worked, 95), "ms"),
    ]
