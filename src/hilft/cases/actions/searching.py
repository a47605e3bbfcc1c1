"""Search: by code, by the beginning of a handle, by words; newest first or best first, as fast for a rare word as for a common one.

A common word stands in the newest slice of messages. A rare one is looked up in the index and all its hits are
sorted. Neither way bears the other: the index gives a common word's hits in no order, the walk finds a rare one late.
"""

from hilft.cases import store
from hilft.cases.actions.reading import PAGE, customer_panel
from hilft.cases.codes import read_code
from hilft.cases.rows import FoundRow, Ranked
from hilft.db import Connection, storable
from hilft.ids import BrandId, MessageId
from hilft.staff import Agent

_FEW = 5_000
"As far as `count_words` counts: so many hits are fetched and sorted within 30 ms."
_OFTEN = 5
"Hits in a slice of 5,000 messages that make walking on the faster way."


_RANKED = 1_000
_MOST_SLICES = 6
"Slices that are walked for a ranking: what lies further back is not ranked, and the page says so."


async def search(conn: Connection, agent: Agent, words: str, limit: int = PAGE) -> list[FoundRow]:
    """Find cases by code, by the beginning of a handle, by words in messages; newest first."""
    words = storable(words).strip()[:500]
    if not words:
        return []
    found = await _named(conn, agent, words, limit)
    return (found + await _said(conn, agent.brand_id, words, limit))[:limit]


async def search_best(conn: Connection, agent: Agent, words: str, limit: int = PAGE) -> Ranked:
    """Find the same, what fits the words best first: ranked are the newest 1,000 messages that hold them."""
    words = storable(words).strip()[:500]
    if not words:
        return Ranked([], 0)
    found = await _named(conn, agent, words, limit)
    hits = await _newest_hits(conn, agent.brand_id, words)
    best = await store.rank_hits(conn, agent.brand_id, words, hits, limit) if hits else []
    return Ranked((found + best)[:limit], len(hits))


async def _named(conn: Connection, agent: Agent, words: str, limit: int) -> list[FoundRow]:
    """Find what the words name: a case by its code, people by the beginning of a handle."""
    found: list[FoundRow] = []
    code = read_code(words)
    case = await store.case_by_code(conn, agent.brand_id, code) if code else None
    if case is not None:
        panel = await customer_panel(conn, agent, case)
        handle = panel.handles[0].handle if panel.handles else ""
        found.append(FoundRow(case.code, case.state, panel.name, handle, "", case.opened_at))
    if words.startswith("@"):
        begins = words.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        found += await store.find_people(conn, agent.brand_id, begins, limit)
    return found


async def _said(conn: Connection, brand_id: BrandId, words: str, limit: int) -> list[FoundRow]:
    """Find messages that hold the words, slice by slice back in time; few hits are fetched at once."""
    found: list[FoundRow] = []
    before, counted = MessageId(store.LAST_ID), False
    while True:
        hits = await store.find_words_before(conn, brand_id, words, before, limit - len(found))
        found += hits
        if len(found) >= limit:
            return found
        if len(hits) < _OFTEN and not counted:
            counted = True
            if await store.count_words(conn, brand_id, words) < _FEW:
                return await store.find_rare_words(conn, brand_id, words, limit)
        end = await store.end_of_slice(conn, brand_id, before)
        if end is None:
            return found
        before = end


async def _newest_hits(conn: Connection, brand_id: BrandId, words: str) -> list[MessageId]:
    """Give the newest messages that hold the words, at most 1,000."""
    hits: list[MessageId] = []
    before, counted = MessageId(store.LAST_ID), False
    for _ in range(_MOST_SLICES):
        some = await store.hits_before(conn, brand_id, words, before, _RANKED - len(hits))
        hits += some
        if len(hits) >= _RANKED:
            break
        if len(some) < _RANKED // _MOST_SLICES and not counted:
            counted = True
            if await store.count_words(conn, brand_id, words) < _FEW:
                return await store.rare_hits(conn, brand_id, words, _RANKED)
        end = await store.end_of_slice(conn, brand_id, before)
        if end is None:
            break
        before = end
    return hits
