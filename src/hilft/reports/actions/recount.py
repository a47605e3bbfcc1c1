"""Bring what the sums hold of some cases to what these cases add up to now; doing it again changes nothing."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hilft.db import Connection, Transaction
from hilft.ids import BrandId, CaseId
from hilft.reports import store
from hilft.reports.actions.calendars import Calendars
from hilft.reports.counting import Promised, Rated, Spoken, Story, counted_of
from hilft.reports.history import LINES, Kept, Line
from hilft.reports.model import Place, Sum, by_month, difference, read_counted
from hilft.reports.store import Edition

_OfCase = TypeVar("_OfCase", Spoken, Line, Promised, Rated)


async def recount(
    tx: Transaction, brand_id: BrandId, edition: Edition, case_ids: Collection[CaseId], calendars: Calendars
) -> None:
    """Count these cases anew in an edition whose row the transaction has locked."""
    kept = await _kept(tx.conn, brand_id, sorted(case_ids))
    ids = [each.id for each in kept]
    before = {row.case_id: row.counted for row in await store.counted(tx.conn, brand_id, edition.id, ids)}
    zone = ZoneInfo(edition.zone)
    after = dict.fromkeys(before, "")
    sums: dict[Place, Sum] = {}
    for story in await _stories(tx.conn, brand_id, kept):
        now = counted_of(story, await calendars.of(tx.conn, story.kept.account_id), zone)
        written = now.written() if now else ""
        after[story.kept.id] = written
        if written != before.get(story.kept.id, ""):
            difference(read_counted(before.get(story.kept.id, "")), now, sums)
    changed = {each: text for each, text in after.items() if text != before.get(each, "")}
    if not changed:
        return
    await _keep(tx.conn, brand_id, edition.id, changed)
    await _add(tx.conn, brand_id, edition.id, sums | by_month(sums))


async def _kept(conn: Connection, brand_id: BrandId, ids: list[CaseId]) -> list[Kept]:
    """Give the rows of cases, and of those into which they were joined: what happens to one happens there."""
    found = await store.kept_of(conn, brand_id, ids)
    joined = {each.joined_into_id for each in found if each.joined_into_id is not None} - set(ids)
    return [*found, *(await store.kept_of(conn, brand_id, sorted(joined)) if joined else [])]


async def _stories(conn: Connection, brand_id: BrandId, kept: Sequence[Kept]) -> list[Story]:
    ids = [each.id for each in kept]
    spoken = _by_case(await store.spoken_of(conn, brand_id, ids))
    lines = _by_case(await store.lines_of(conn, brand_id, ids, list(LINES)))
    promised = _by_case(await store.promised_of(conn, brand_id, ids))
    rated = _by_case(await store.rated_of(conn, brand_id, ids))
    return [Story(each, spoken[each.id], lines[each.id], promised[each.id], rated[each.id]) for each in kept]


def _by_case(rows: Sequence[_OfCase]) -> defaultdict[CaseId, list[_OfCase]]:
    found: defaultdict[CaseId, list[_OfCase]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


async def _keep(
    conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, changed: Mapping[CaseId, str]
) -> None:
    there = {each: text for each, text in changed.items() if text}
    gone = [each for each, text in changed.items() if not text]
    if there:
        await store.keep_counted(conn, brand_id, edition_id, list(there), list(there.values()))
    if gone:
        await store.forget_counted(conn, brand_id, edition_id, gone)


async def _add(conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, sums: Mapping[Place, Sum]) -> None:
    """Add to the rows that are there; one in which nothing is left goes."""
    changed = {place: row for place, row in sums.items() if row.total or row.rest()}
    if not changed:
        return
    for old in await store.sums_at(conn, brand_id, edition_id, *_columns(list(changed))):
        place = Place(old.series, old.dimension, old.grain, old.day, old.key)
        changed[place].merge(old.buckets, old.counts, old.total)
    kept = {place: row for place, row in changed.items() if row.rest()}
    empty = [place for place in changed if place not in kept]
    if kept:
        rows = [_row(place, row) for place, row in kept.items()]
        await store.save_sums(conn, brand_id, edition_id, rows)
    if empty:
        await store.drop_sums(conn, brand_id, edition_id, *_columns(empty))


def _row(place: Place, row: Sum) -> dict[str, Any]:
    buckets, counts = zip(*row.rest(), strict=True)
    numbers = {"buckets": buckets, "counts": counts, "total": row.total}
    return place._asdict() | {"day": place.day.isoformat()} | numbers


def _columns(places: Sequence[Place]) -> tuple[list[int], list[str], list[str], list[date], list[str]]:
    series, dimensions, grains, days, keys = zip(*places, strict=True)
    return list(series), list(dimensions), list(grains), list(days), list(keys)
