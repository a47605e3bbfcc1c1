"""The team's page without scripts."""

import pytest

from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


async def test_teams_are_founded_changed_and_dissolved(office: Office, romina: Visitor) -> None:
    assert "Nordwache" not in await romina.page("/desk/team")
    assert (await romina.post("/desk/team", {"name": "Nordwache"})).status_code == 403
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'lead'")
    fields = {"name": "Nordwache", "member": [str(office.romina.id), "niemand"]}
    assert (await romina.post("/desk/team", fields)).status_code == 303
    page = await romina.page("/desk/team")
    assert page.count("checked") == 1
    (row,) = (await office.get("/teams"))["items"]
    assert row["members"] == ["romina"]
    changed = {"name": "Spät", "member": [str(office.kai.id)]}
    assert (await romina.post(f"/desk/team/{row['id']}", changed)).status_code == 303
    (row,) = (await office.get("/teams"))["items"]
    assert (row["name"], row["members"]) == ("Spät", ["kai"])
    assert (await romina.post(f"/desk/team/{row['id']}/drop")).status_code == 303
    assert (await romina.post(f"/desk/team/{row['id']}/drop")).status_code == 404
    assert (await romina.post("/desk/team/nonsense", changed)).status_code == 404
