"""Figures by API: as JSON and as CSV; what cannot be asked gets a sentence."""

import csv
import io
import itertools

import pytest

from hilft import cases
from hilft.cases import Answer
from hilft.channels import Visibility
from hilft.db import transaction
from hilft.reports import Figure
from tests.api.conftest import Office

pytestmark = pytest.mark.anyio


async def answered(office: Office) -> str:
    await office.hear("Kein Internet.")
    (code,) = await office.codes()
    office.clock.move(minutes=30)
    async with transaction(office.house.pool) as tx:
        answer = Answer("Moin!", Visibility.PUBLIC, hold_seconds=0)
        await cases.reply(tx, office.house.switchboard, office.romina, code, answer, office.clock())
        await cases.set_tags(tx, office.romina, code, ["funk"], office.clock())
    return code


async def test_a_figure_is_told_at_once(office: Office) -> None:
    await answered(office)
    found = await office.get("/reports/first_answer", by="account")
    assert (found["from"], found["to"], found["zone"]) == ("2026-10-25", "2026-11-23", "Europe/Berlin")
    assert (found["figure"], found["by"], found["complete"]) == ("first_answer", "account", True)
    assert found["total"]["count"] == 1
    assert found["total"]["wall"]["median"] == pytest.approx(30, rel=found["relative_error"])
    assert sum(band["count"] for band in found["total"]["business"]["distribution"]) == 1
    assert [group["name"] for group in found["groups"]] == [office.account.handle]
    assert await office.get("/reports/new-solved") == {
        "figure": "new_solved", "from": "2026-10-25", "to": "2026-11-23", "zone": "Europe/Berlin", "by": None,
        "complete": True, "relative_error": 0.02, "groups": [],
        "total": {"key": "", "name": "", "new": 1, "solved": 0, "reopened": 0},
    }  # fmt: skip


async def test_every_figure_by_everything_as_json_and_csv(office: Office) -> None:
    await answered(office)
    ways = ("", "account", "agent", "tag", "language", "day", "week", "month", "quarter", "year")
    for figure, by in itertools.product(Figure, ways):
        found = await office.get(f"/reports/{figure.value}", by=by)
        answer = await office.client.get(f"/reports/{figure.value}", params={"by": by, "format": "csv"})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        table = list(csv.reader(io.StringIO(answer.text)))
        assert len({len(row) for row in table}) == 1
        lines = 168 if figure is Figure.HEATMAP else 1
        assert len(table) == 1 + lines * (len(found["groups"]) + 1)


async def test_csv_is_asked_for_by_accept_and_is_no_formula(office: Office) -> None:
    await office.hear("Kein Internet.")
    (code,) = await office.codes()
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update cases set tags = '{=1+1,funk}'")
        await cases.set_priority(tx, office.romina, code, "high", office.clock())
    answer = await office.client.get("/reports/new_solved?by=tag", headers={"Accept": "text/csv"})
    assert "attachment" in answer.headers["content-disposition"]
    assert [row[3] for row in csv.reader(io.StringIO(answer.text))] == ["tag", "'=1+1", "funk", "total"]


async def test_what_cannot_be_asked_gets_a_sentence(office: Office) -> None:
    for path, status, word in (
        ("/reports/moods", 404, "first_answer"),
        ("/reports/backlog?from=never", 422, "“never”"),
        ("/reports/backlog?from=2026-11-02&to=2026-11-01", 422, "before it begins"),
        ("/reports/backlog?from=1990-01-01", 422, "too long"),
        ("/reports/backlog?from=2020-01-01&by=day", 422, "too many"),
        ("/reports/backlog?by=moon", 422, "“moon”"),
        ("/reports/backlog?format=pdf", 422, "“pdf”"),
        ("/reports/backlog?from=1969-01-01&to=1969-01-02", 422, "1970"),
    ):
        answer = await office.client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert word in answer.json()["detail"]


async def test_nobody_asks_without_a_token(office: Office) -> None:
    answer = await office.client.get("/reports/backlog", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 401
