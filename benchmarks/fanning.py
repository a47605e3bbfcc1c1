"""Changes on their way to hundreds of open pages of one web process: how late they come, what they cost."""

import asyncio
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import asyncpg
import uvloop

from benchmarks.doorway import Door, open_door, processor_seconds, program
from benchmarks.figures import Figure, percentile
from benchmarks.ground import BENCH
from hilft import app, staff
from hilft.db import transaction
from hilft.db.embedded import embedded
from hilft.ids import BrandId, new_id
from hilft.web import cookies

STREAMS = (200, 500)
CHANGES_PER_SECOND = 20
SECONDS = 20.0
_PASSWORD = "Romina-Deichgraf-17"  # noqa: S105 - invented agents'
AGENTS, CASES = 49, 60
"More cases than a page shows, each in turn taken by somebody else."
_MADE = """
with people as (
    insert into customers (brand_id, id, name, created_at)
    select $1, id, 'Kunde ' || n, $3 from unnest($2::uuid[]) with ordinality as p (id, n)
), named as (
    insert into handles (brand_id, id, scope, external_id, customer_id, handle, linked_at, seen_at)
    select $1, id, 'webhook:bench', 'kunde-' || n, id, 'kunde-' || n, $3, $3
      from unnest($2::uuid[]) with ordinality as p (id, n)
)
insert into cases (brand_id, id, code, handle_id, account_id, queue_at, opened_at, waiting_since)
select $1, id, 'FAN' || lpad(n::text, 4, '0'), id, $4, $3 + n * interval '1 minute', $3, $3 + n * interval '1 minute'
  from unnest($2::uuid[]) with ordinality as p (id, n)
"""
_TAKE = "update cases set owner_id = $3, version = version + 1 where brand_id = $1 and id = $2"


@dataclass(frozen=True, slots=True)
class Change:
    """At what time (seconds of the epoch, after the commit) which case got which owner's initials."""

    at: float
    mark: str


async def run() -> list[Figure]:
    """Measure with some open streams, then with more of them."""
    folder = BENCH / "fanning"
    shutil.rmtree(folder, ignore_errors=True)
    figures = []
    async with embedded(folder / "postgres") as server:
        door = await open_door(server.dsn, folder)
        tokens, agents, cases = await _people(door)
        async with program(door, "serve", "--no-work", "--port", "0") as (process, origin):
            for count in STREAMS:
                listening = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "benchmarks.fanning", stdin=-1, stdout=-1
                )
                task = {"origin": origin, "tokens": tokens, "streams": count, "seconds": SECONDS + 6}
                assert listening.stdin is not None
                assert listening.stdout is not None
                listening.stdin.write(json.dumps(task).encode())
                listening.stdin.close()
                await listening.stdout.readline()  # all are open
                used = processor_seconds(process)
                changes = await _change(door, agents, cases)
                used = processor_seconds(process) - used
                seen = json.loads(await listening.stdout.read())
                await listening.wait()
                figures += _figures(count, changes, seen, used)
    return figures


def _figures(
    count: int, changes: Sequence[Change], seen: dict[str, list[float]], used: float
) -> list[Figure]:
    """A change counts as seen by a stream when its mark, or that of a later change of the same case, is painted."""
    late = [at - change.at for change in changes for at in seen.get(change.mark, [])]
    marked = [change for change in changes if change.mark in seen]
    name = f"{count} open streams, {CHANGES_PER_SECOND} changes/s"
    if len(late) < count * len(changes) // 2:
        raise RuntimeError(f"{len(late)} sights of {len(marked)} changes are too few")
    return [
        Figure(f"{name}: change to stream p50", percentile(late, 50) * 1000, "ms"),
        Figure(f"{name}: change to stream p95", percentile(late, 95) * 1000, "ms", target="<= 400"),
        Figure(f"{name}: CPU of the web process", used / SECONDS * 100, "%"),
    ]


async def _people(door: Door) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """Hire agents, sign them in, open cases; give session tokens, the agents by id and initials, the cases."""
    letters = [a + b for a in "abcdefgh" for b in "klmnopq"][:AGENTS]
    tokens, agents = [], []
    async with app.open_house(door.settings, door.dsn) as house:
        for initials in letters:
            async with transaction(house.pool) as tx:
                agent = await staff.add_agent(
                    tx, door.brand_id, login=f"agent-{initials}", name=f"Agent {initials}", initials=initials,
                    role=staff.Role.AGENT, password=_PASSWORD, now=house.now(),
                )  # fmt: skip
                agents.append((str(agent.id), initials))
                signed = await staff.sign_in(
                    tx, door.brand_id, agent.login, _PASSWORD, origin_ip="127.0.0.1", now=house.now()
                )  # fmt: skip
                assert isinstance(signed, staff.SignedIn)
                tokens.append(signed.session_token)
        ids = [new_id() for _ in range(CASES)]
        async with house.pool.acquire() as conn:
            began = datetime.now(UTC) - timedelta(hours=3)
            await conn.execute(_MADE, door.brand_id, ids, began, door.account_id)
            await conn.execute("vacuum analyze")
    return tokens, agents, [str(each) for each in ids]


async def _change(door: Door, agents: list[tuple[str, str]], cases: list[str]) -> list[Change]:
    """Give one case after the other of those shown to somebody else, at a steady pace."""
    changes, shown = [], cases[:40]
    conn = await asyncpg.connect(door.dsn)
    began = time.perf_counter()
    for number in range(int(SECONDS * CHANGES_PER_SECOND)):
        await asyncio.sleep(max(0.0, began + number / CHANGES_PER_SECOND - time.perf_counter()))
        case, (agent, initials) = shown[number % len(shown)], agents[number % len(agents)]
        await conn.execute(_TAKE, door.brand_id, case, agent)
        at = time.time()
        await conn.execute("select pg_notify('hilft', $1)", _nudge(door.brand_id, case))
        changes.append(Change(at, f"{number % len(shown)} {initials}"))
    await asyncio.sleep(2)
    await conn.close()
    return changes


def _nudge(brand_id: BrandId, case: str) -> str:
    return f"{brand_id.hex}:inbox\n{brand_id.hex}:case:{case}"


class Listening(asyncio.Protocol):
    """One open stream: notes when it first sees each case with each owner."""

    def __init__(self, request: bytes, seen: "Seen") -> None:
        self.request, self.seen, self.rest = request, seen, b""
        self.opened = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.time()
        self.rest += data
        *whole, self.rest = self.rest.split(b"\n\n")
        for event in whole:
            if b'{"region": "list"' in event:
                if not self.opened.done():
                    self.opened.set_result(None)
                self.seen.note(self, event, now)


class Seen:
    """What streams saw. Many see the same bytes, so each content is read once."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}
        self._read: dict[bytes, dict[str, str]] = {}
        self._shown: dict[Listening, dict[str, str]] = {}

    def note(self, stream: Listening, event: bytes, now: float) -> None:
        rows = self._rows(event)
        before = self._shown.get(stream, {})
        for case, owner in rows.items():
            if before.get(case) != owner:
                self.times.setdefault(f"{case} {owner}", []).append(now)
        self._shown[stream] = rows

    def _rows(self, event: bytes) -> dict[str, str]:
        found = self._read.get(event)
        if found is None:
            html = json.loads(event.partition(b"data: ")[2])["html"]
            found = {}
            for row in html.split('<li class="row" ')[1:]:
                owner = row.rpartition('">^')[2][:2] if '">^' in row else ""
                found[str(int(row.partition("row-FAN")[2][:4]) - 1)] = owner
            self._read = dict(list(self._read.items())[-8:]) | {event: found}
        return found


async def listen(task: dict[str, object]) -> None:
    """Hold streams open for some seconds; say when all are open, then what they saw."""
    where, tokens = urlsplit(str(task["origin"])), task["tokens"]
    assert isinstance(tokens, list)
    assert where.hostname is not None
    assert where.port is not None
    seen, loop, streams = Seen(), asyncio.get_running_loop(), []
    for number in range(int(str(task["streams"]))):
        request = (
            f"GET /desk/stream?view=open HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: text/event-stream\r\n"
            f"Cookie: {cookies.SESSION}={tokens[number % len(tokens)]}\r\n\r\n"
        ).encode()
        _, stream = await loop.create_connection(
            lambda request=request: Listening(request, seen),  # type: ignore[misc]
            where.hostname, where.port,
        )  # fmt: skip
        streams.append(stream)
    await asyncio.gather(*(stream.opened for stream in streams))
    await asyncio.sleep(1)
    seen.times.clear()
    print("open", flush=True)
    await asyncio.sleep(float(str(task["seconds"])))
    print(json.dumps(seen.times))


if __name__ == "__main__":
    uvloop.run(listen(json.load(sys.stdin)))
