"""The ledger: by subject, newest first, ids and numbers only, never changed."""

import uuid
from datetime import UTC, datetime

import pytest

from hilft.db import Connection, queries
from hilft.ids import BrandId, new_id
from hilft.timeline import Subject, append, entries_of

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_lines_of_one_subject_come_newest_first(conn: Connection) -> None:
    brand, case, other = BrandId(new_id()), new_id(), new_id()
    for kind in ("case.opened", "case.claimed", "case.solved"):
        await append(conn, brand, Subject.CASE, case, kind, NOW, message=new_id(), count=3, nothing=None)
    await append(conn, brand, Subject.CASE, other, "case.opened", NOW)
    await append(conn, brand, Subject.ACCOUNT, case, "account.added", NOW)
    await append(conn, BrandId(new_id()), Subject.CASE, case, "case.opened", NOW)
    lines = await entries_of(conn, brand, Subject.CASE, case, 10)
    assert [line.kind for line in lines] == ["case.solved", "case.claimed", "case.opened"]
    assert uuid.UUID(lines[0].refs["message"]).version == 7
    assert (lines[0].refs["count"], lines[0].refs["nothing"]) == (3, None)
    assert len(await entries_of(conn, brand, Subject.CASE, case, 2)) == 2


def test_no_query_of_the_house_changes_or_removes_a_line() -> None:
    for room in (
        "hilft.timeline",
        "hilft.cases",
        "hilft.intake",
        "hilft.accounts",
        "hilft.outbox",
        "hilft.staff",
    ):
        for sql in queries(room).values():
            assert "update timeline" not in sql
            assert "delete from timeline" not in sql
